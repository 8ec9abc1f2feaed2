import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from '../legacy';
import { hubSource } from '../legacy';
import { EndpointPlan } from '../legacy';

const OUT_OF_REACH: Check = {
  id: 'hub-out-of-reach',
  severity: 'error',
  what: 'a model or an adapter of the Hub in a partition that has no way to it',
  why: 'the download fails, and the endpoint never becomes healthy',
  fix: '`modelData`, or a mirror by `HF_ENDPOINT`',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html',
};

const HARD_TO_REACH: Check = {
  id: 'hub-hard-to-reach',
  severity: 'warning',
  what: 'a model or an adapter of the Hub in China, without a mirror',
  why: 'the download may fail',
  fix: '`modelData`, or a mirror by `HF_ENDPOINT`',
  source: 'https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables',
};

const WITHOUT_HUB: Check = {
  id: 'model-revision-without-hub',
  severity: 'error',
  what: '`modelRevision` is set, and the model does not come from the Hub',
  why: 'it has no effect',
  fix: 'leave it out',
  source: 'https://huggingface.co/docs/hub/repositories',
};

const REVISION: Check = {
  id: 'model-revision',
  severity: 'error',
  what: '`modelRevision` is set, and the server cannot be told one',
  why: 'it has no effect: the newest revision is served',
  fix: 'leave it out, or serve that revision from Amazon S3',
  source: 'https://github.com/huggingface/optimum-neuron/blob/main/optimum/commands/neuron/serve.py',
};

const EMPTY_REVISION: Check = {
  id: 'model-revision-empty',
  severity: 'error',
  what: '`modelRevision` is an empty text',
  why: 'the server is told a revision without a name, and ends or takes the next argument for it',
  fix: 'name a branch, a tag or a commit, or leave it out',
  source: 'https://huggingface.co/docs/hub/repositories',
};

export const HUB_CHECKS = [OUT_OF_REACH, HARD_TO_REACH, WITHOUT_HUB, REVISION, EMPTY_REVISION];

/** Checks that the model can be downloaded from the Hugging Face Hub. */
export function hubFindings(plan: EndpointPlan): Finding[] {
  return [...partition(plan), ...revision(plan)];
}

function partition(plan: EndpointPlan): Finding[] {
  const { environment, scope } = plan;
  const source = hubSource(plan);
  if (!source || Token.isUnresolved(scope.partition)) {
    return [];
  }
  if (scope.partition.startsWith('aws-iso') && environment.HF_ENDPOINT === undefined) {
    return [finding(OUT_OF_REACH, `${source.named} of the Hugging Face Hub, which the partition ${scope.partition} does not reach; `
      + `${source.instead}, or name a mirror with 'environment.HF_ENDPOINT'`)];
  }
  if (scope.partition === 'aws-cn' && environment.HF_ENDPOINT === undefined) {
    return [finding(HARD_TO_REACH, `${source.named} of the Hugging Face Hub, which may not be reached from the partition ${scope.partition}; `
      + `name a mirror with 'environment.HF_ENDPOINT', or ${source.instead}`)];
  }
  return [];
}

function revision({ props, weights, server }: EndpointPlan): Finding[] {
  if (props.modelRevision === undefined) {
    return [];
  }
  if (weights.kind !== 'hub') {
    return [finding(WITHOUT_HUB, "'modelRevision' is a revision on the Hugging Face Hub, from which this model does not come; leave it out")];
  }
  if (!server.settings.some(({ name }) => name === 'revision')) {
    return [finding(REVISION, `'modelRevision' cannot be told to ${server.title}; leave it out, or put the weights of that revision into Amazon S3 `
      + "and name them with 'modelData'")];
  }
  return props.modelRevision === ''
    ? [finding(EMPTY_REVISION, `'modelRevision' must be a branch, a tag or a commit, got ${JSON.stringify(props.modelRevision)}; name one, or leave it out`)]
    : [];
}
