import { isKnown } from '../../common/known';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { effectiveSetting, knownInteger } from '../../plan/effective-setting';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, when } from '../finding';
import { weightsSize, WeightsSize, weightsText } from '../weights-size';

const LARGE_MODELS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html';
const ADVICE = 'AWS recommends longer timeouts for such models; the endpoint fails after minutes that you pay for';

const SHORT: Check<{ readonly seconds: number; readonly server: string }> = {
  id: 'startup-timeout-short',
  severity: 'warning',
  what: 'a server of large models on an accelerator has less than 10 minutes to start',
  why: 'a model takes longer to download and load; the endpoint fails after minutes that you pay for',
  fix: 'increase `startupHealthCheckTimeout` to at least 10 minutes',
  source: 'https://github.com/awslabs/llm-hosting-container/blob/main/tests/huggingface/sagemaker_dlc_test.py',
  message: (prop, { seconds, server }) => `'${prop}' is ${seconds} seconds, but ${server} rarely starts in less than 10 minutes`,
};

const SHORT_FOR_SIZE: Check<WeightsSize & { readonly seconds: number }> = {
  id: 'startup-timeout-short-for-size',
  severity: 'warning',
  what: 'a model of more than 40 GB has less than 30 minutes to start; the size may be a guess from `modelId`',
  why: ADVICE,
  fix: 'increase `startupHealthCheckTimeout` to at least 30 minutes',
  source: LARGE_MODELS,
  message: (prop, { seconds, ...size }) => `'${prop}' is ${seconds} seconds, but ${weightsText(size)}`,
};

const DOWNLOAD: Check<WeightsSize> = {
  id: 'download-timeout-short-for-size',
  severity: 'warning',
  what: '`modelData` has more than 40 GB, and `modelDataDownloadTimeout` is not set; the size may be a guess from `modelId`',
  why: ADVICE,
  fix: 'set `modelDataDownloadTimeout`, to at most 1 hour',
  source: LARGE_MODELS,
  message: (prop, size) => `'${prop}' is not set, but ${weightsText(size)}, which SageMaker downloads from Amazon S3`,
};

const LOADING: Check<{ readonly loadingSeconds: number; readonly startupSeconds: number }> = {
  id: 'loading-timeout-above-startup',
  severity: 'warning',
  what: 'Large Model Inference waits longer for its model than SageMaker waits for the container',
  why: 'SageMaker stops the container first',
  fix: 'increase `startupHealthCheckTimeout` to at least the time that the server waits',
  source: 'https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/deployment_guide/configurations.md',
  message: (prop, { loadingSeconds, startupSeconds }) =>
    `'${prop}' lets the server wait ${loadingSeconds} seconds for its model, but SageMaker waits only ${startupSeconds} seconds for the container`,
};

export const TIME_CHECKS = [SHORT, SHORT_FOR_SIZE, DOWNLOAD, LOADING];

/** The least timeout that SageMaker accepts, the least for servers of large models, and the least for a large model, in seconds. */
const LEAST = { accepted: 60, server: 600, largeModel: 1800 };

/** From which size on a model is large, in bytes. */
const LARGE = 40e9;

/** Finds timeouts that are too short for the model. */
export function timeFindings(model: ModelPlan): Finding[] {
  return [...startup(model), ...arrival(model), ...loading(model)];
}

function startup({ server, acceleratorKind, startupHealthCheckTimeoutInSeconds: seconds }: ModelPlan): Finding[] {
  const isAccelerated = acceleratorKind === AcceleratorKind.GPU || acceleratorKind === AcceleratorKind.NEURON;
  return when(isAccelerated && server.traits.servesLargeModels && isWithin(seconds, LEAST.accepted, LEAST.server), () =>
    finding(SHORT, 'startupHealthCheckTimeout', { seconds, server: server.title }));
}

function arrival(model: ModelPlan): Finding[] {
  const size = weightsSize(model);
  if (!size || size.weightsBytes <= LARGE) {
    return [];
  }
  const { weights, startupHealthCheckTimeoutInSeconds: seconds, modelDataDownloadTimeoutInSeconds: download } = model;
  return [
    ...when(isWithin(seconds, LEAST.server, LEAST.largeModel), () => finding(SHORT_FOR_SIZE, 'startupHealthCheckTimeout', { ...size, seconds })),
    ...when(weights.kind === 'local' && weights.fromS3 && download === undefined, () => finding(DOWNLOAD, 'modelDataDownloadTimeout', size)),
  ];
}

function loading(model: ModelPlan): Finding[] {
  const setting = effectiveSetting(model, 'modelLoadingTimeout');
  const loadingSeconds = knownInteger(setting);
  const { startupHealthCheckTimeoutInSeconds: startupSeconds } = model;
  if (!setting || loadingSeconds === undefined || !isKnown(startupSeconds)) {
    return [];
  }
  return when(loadingSeconds > startupSeconds, () => finding(LOADING, setting.prop, { loadingSeconds, startupSeconds }));
}

/** Whether a known number is at least the first one, and less than the second one. */
function isWithin(value: number, least: number, limit: number): boolean {
  return isKnown(value) && value >= least && value < limit;
}
