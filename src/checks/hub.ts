import { Token } from 'aws-cdk-lib/core';
import { error, Finding, warning } from './finding';
import { EndpointPlan } from '../plan/endpoint-plan';

/** Checks that the model can be downloaded from the Hugging Face Hub. */
export function hubFindings(plan: EndpointPlan): Finding[] {
  return [...partition(plan), ...revision(plan)];
}

function partition({ weights, environment, scope }: EndpointPlan): Finding[] {
  if (weights.kind !== 'hub' || Token.isUnresolved(scope.partition)) {
    return [];
  }
  if (scope.partition.startsWith('aws-iso') && environment.HF_ENDPOINT === undefined) {
    return [error('hub-out-of-reach', `'modelId' names a model of the Hugging Face Hub, which the partition ${scope.partition} does not reach; `
      + "put the weights into Amazon S3 and name them with 'modelData', or name a mirror with 'environment.HF_ENDPOINT'")];
  }
  if (scope.partition === 'aws-cn' && environment.HF_ENDPOINT === undefined) {
    return [warning('hub-hard-to-reach', `'modelId' names a model of the Hugging Face Hub, which may not be reached from the partition ${scope.partition}; `
      + "name a mirror with 'environment.HF_ENDPOINT', or put the weights into Amazon S3 and name them with 'modelData'")];
  }
  return [];
}

function revision({ props, weights, server }: EndpointPlan): Finding[] {
  if (props.modelRevision === undefined) {
    return [];
  }
  if (weights.kind !== 'hub') {
    return [error('model-revision-without-hub', "'modelRevision' is a revision on the Hugging Face Hub, from which this model does not come; leave it out")];
  }
  if (!server.settings.some(({ name }) => name === 'revision')) {
    return [error('model-revision', `'modelRevision' cannot be told to ${server.title}; leave it out, or put the weights of that revision into Amazon S3 `
      + "and name them with 'modelData'")];
  }
  return [];
}
