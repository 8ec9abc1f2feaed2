import { Token } from 'aws-cdk-lib/core';
import { MODEL_IN_CONTAINER, MODEL_ON_HUB } from '../server/common-settings';
import { ServerDefinition } from '../server/server-definition';
import { namesOf, Weights } from '../server/server-setting';

/** A path in the container, or an address in Amazon S3. */
const ELSEWHERE = /^(\/|s3:\/\/)/;

/** @see https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables#boolean-values */
const TRUE = /^(1|on|yes|true)$/i;

/** Whether the Hub is switched off by a variable. */
export function isOffline(environment: Readonly<Record<string, string>>): boolean {
  return TRUE.test(environment.HF_HUB_OFFLINE ?? '');
}

/** Whether it is known that the container downloads the model from the Hub: neither a token nor a variable of the user's says otherwise. */
export function downloadsFromHub(weights: Weights, { settings }: ServerDefinition, environment: Readonly<Record<string, string>>): boolean {
  if (weights.kind !== 'hub' || Token.isUnresolved(weights.modelId) || isOffline(environment)) {
    return false;
  }
  const models = settings.filter(({ name }) => name === MODEL_ON_HUB || name === MODEL_IN_CONTAINER).flatMap(namesOf);
  return models.map(name => environment[name]).every(value => value === undefined || !(Token.isUnresolved(value) || ELSEWHERE.test(value)));
}
