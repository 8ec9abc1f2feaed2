import { isKnown } from '../../common/known';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { InstanceShare } from '../../instance/instance-share';
import { networkBandwidth } from '../../instance/network-bandwidth';
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

/** The time that a container has, and the least that it needs. */
interface ArrivalTime extends WeightsSize {
  readonly seconds: number;
  readonly neededSeconds: number;
  readonly prop: string;
  readonly instanceType: string;
}

const SHORT_FOR_SIZE: Check<ArrivalTime> = {
  id: 'startup-timeout-short-for-size',
  severity: 'warning',
  what: 'the weights come from the Hugging Face Hub, and the container has less time to start than their download needs, at 500 MB/s or the network '
    + 'bandwidth of the instance type if that is lower, and, with a server of large models, 5 minutes to load them; the size may be a guess from '
    + '`modelId`',
  why: 'the endpoint fails after minutes that you pay for',
  fix: 'increase `startupHealthCheckTimeout`',
  source: 'https://github.com/huggingface/hf_transfer',
  message: (prop, { seconds, neededSeconds, prop: typeProp, instanceType, ...size }) =>
    `'${prop}' is ${seconds} seconds, but ${weightsText(size)}, which take about ${neededSeconds} seconds to download and load on `
    + `'${typeProp}' ${instanceType}`,
};

const DOWNLOAD: Check<WeightsSize> = {
  id: 'download-timeout-short-for-size',
  severity: 'warning',
  what: '`modelData` has more than 40 GB, and `modelDataDownloadTimeout` is not set; the size may be a guess from `modelId`',
  why: ADVICE,
  fix: 'set `modelDataDownloadTimeout` (at most 1 hour)',
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

const WITHOUT_HUB = 'put the weights into Amazon S3 and set `modelData`, because SageMaker waits at most 1 hour';

export const TIME_CHECKS = [SHORT, SHORT_FOR_SIZE, DOWNLOAD, LOADING];

/** The least timeout that SageMaker accepts, the least for servers of large models, and the largest, in seconds. */
const TIMEOUTS = { accepted: 60, server: 600, maximum: 3600 };

/** From which size on a download from Amazon S3 should have a timeout of its own, in bytes. */
const LARGE = 40e9;

/**
 * What a download from the Hub rarely exceeds, in bytes per second. AWS and Hugging Face publish settings of up to 331 MB/s: 397 GB in 20 minutes.
 *
 * @see https://github.com/huggingface/hf_transfer
 * @see https://github.com/aws-samples/sagemaker-genai-hosting-examples/blob/main/01-models/Qwen/Qwen3.5/Qwen3.5-397B-A17B-FP8.ipynb
 */
const HUB_BANDWIDTH = 500e6;

/** The least bandwidth of any instance type, in bytes per second. */
export const LEAST_BANDWIDTH = 65e6;

/**
 * What a server of large models needs at least to read the weights, to compile, and to profile the memory: what Hugging Face gives a model of 24 GB.
 *
 * @see https://github.com/huggingface/notebooks/blob/main/sagemaker/27_deploy_large_language_models/sagemaker-notebook.ipynb
 */
const LOADING_SECONDS = 300;

/** Finds timeouts that are too short for the model. */
export function timeFindings(model: ModelPlan): Finding[] {
  return [...startup(model), ...download(model), ...loading(model)];
}

/** Finds a model that does not arrive in time on an instance type, unless the timeout is too short for any model. */
export function shareTimeFindings(model: ModelPlan, { instanceType, prop }: InstanceShare): Finding[] {
  const size = weightsSize(model);
  const { isFromHub, server, startupHealthCheckTimeoutInSeconds: seconds } = model;
  if (!size || !isFromHub || !isKnown(instanceType.toString()) || startup(model).length > 0) {
    return [];
  }
  const secondsWith = (bandwidth: number): number =>
    Math.ceil(size.weightsBytes / bandwidth) + (server.traits.servesLargeModels ? LOADING_SECONDS : 0);
  if (!isWithin(seconds, TIMEOUTS.accepted, secondsWith(LEAST_BANDWIDTH))) {
    return []; // most models: their endpoints do not load the table of bandwidths
  }
  const neededSeconds = secondsWith(Math.min(networkBandwidth(instanceType) ?? HUB_BANDWIDTH, HUB_BANDWIDTH));
  const fix = neededSeconds > TIMEOUTS.maximum ? WITHOUT_HUB : undefined;
  return when(isWithin(seconds, TIMEOUTS.accepted, neededSeconds), () => finding(SHORT_FOR_SIZE, 'startupHealthCheckTimeout', {
    ...size, seconds, neededSeconds, prop, instanceType: instanceType.toString(),
  }, fix));
}

function startup({ server, acceleratorKind, startupHealthCheckTimeoutInSeconds: seconds }: ModelPlan): Finding[] {
  const isAccelerated = acceleratorKind === AcceleratorKind.GPU || acceleratorKind === AcceleratorKind.NEURON;
  return when(isAccelerated && server.traits.servesLargeModels && isWithin(seconds, TIMEOUTS.accepted, TIMEOUTS.server), () =>
    finding(SHORT, 'startupHealthCheckTimeout', { seconds, server: server.title }));
}

function download(model: ModelPlan): Finding[] {
  const size = weightsSize(model);
  const { weights, modelDataDownloadTimeoutInSeconds: seconds } = model;
  const isLarge = size !== undefined && size.weightsBytes > LARGE;
  return isLarge && weights.kind === 'local' && weights.fromS3 && seconds === undefined ? [finding(DOWNLOAD, 'modelDataDownloadTimeout', size)] : [];
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
