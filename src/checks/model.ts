import { Token } from 'aws-cdk-lib/core';
import { error, Finding } from './finding';
import { EndpointPlan } from '../plan/endpoint-plan';

/**
 * The model and the endpoint are tagged with the id, so that it has what a tag may have.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html
 */
const LOCAL_PATH = /^\/opt\/ml\/[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
const MAXIMUM_LENGTH = 256;

/**
 * The rule of `validate_repo_id`.
 *
 * @see https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_validators.py
 */
const HUB_ID = /^(\w([\w.-]*\w)?\/)?\w([\w.-]{0,94}\w)?$/;

/** Whether a model id can be the id of a repository on the Hugging Face Hub. */
export function isHubId(modelId: string): boolean {
  return HUB_ID.test(modelId) && !modelId.includes('--') && !modelId.includes('..') && !modelId.endsWith('.git');
}

/** Checks which model is served. */
export function modelFindings(plan: EndpointPlan): Finding[] {
  const { modelId } = plan;
  if (Token.isUnresolved(modelId) || (modelId.length <= MAXIMUM_LENGTH && (isHubId(modelId) || LOCAL_PATH.test(modelId)))) {
    return [];
  }
  return [error('model-id', "'modelId' must be the id of a model on the Hugging Face Hub, name or organisation/name in letters, digits, '-', '_' and '.', "
    + "the name with at most 96 characters, neither part beginning or ending with '-' or '.', without '--' or '..' and not ending in '.git', "
    + `or a path beginning /opt/ml/ of letters, digits, spaces and any of _.:/=+-@, in at most ${MAXIMUM_LENGTH} characters, got ${JSON.stringify(modelId)}`)];
}
