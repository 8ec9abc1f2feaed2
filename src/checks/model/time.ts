import { isKnown } from '../../common/known';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { InstanceShare } from '../../instance/instance-share';
import { networkBandwidth } from '../../instance/network-bandwidth';
import { SageMakerInstanceType } from '../../instance/sagemaker-instance-type.generated';
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
  why: 'a model can take longer to download and load; the endpoint fails after minutes that you pay for',
  fix: 'increase `startupHealthCheckTimeout` to at least 10 minutes',
  source: 'https://github.com/huggingface/blog/blob/main/sagemaker-huggingface-llm.md',
  message: (prop, { seconds, server }) => `'${prop}' is ${seconds} seconds, but ${server} can take 10 minutes to start`,
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
  what: 'the weights come from the Hugging Face Hub, and the container has less time to start than their download needs, at 600 MB/s or the network '
    + 'bandwidth of the instance type if that is lower, and, with a server of large models, 5 minutes to load them; the size may be a guess from '
    + '`modelId`',
  why: 'the endpoint fails after minutes that you pay for',
  fix: 'increase `startupHealthCheckTimeout`',
  source: 'https://github.com/huggingface/hf_transfer',
  message: (prop, { seconds, neededSeconds, prop: typeProp, instanceType, ...size }) =>
    `'${prop}' is ${seconds} seconds, but ${weightsText(size)}, which take about ${neededSeconds} seconds to download and load on `
    + `'${typeProp}' ${instanceType}`,
};

/** The time that a download from Amazon S3 has, and the least that it needs. */
interface DownloadTime extends Omit<ArrivalTime, 'seconds'> {
  /** Undefined for the default of SageMaker, which is not documented. */
  readonly seconds?: number;
}

const DOWNLOAD: Check<DownloadTime> = {
  id: 'download-timeout-short-for-size',
  severity: 'warning',
  what: '`modelData` needs more time to download than `modelDataDownloadTimeout`, or than 5 minutes without one, at 600 MB/s or the network '
    + 'bandwidth of the instance type if that is lower; the size may be a guess from `modelId`',
  why: ADVICE,
  fix: 'set `modelDataDownloadTimeout` to a longer time (at most 1 hour)',
  source: LARGE_MODELS,
  message: (prop, { seconds, neededSeconds, prop: typeProp, instanceType, ...size }) =>
    `'${prop}' is ${seconds === undefined ? 'not set' : `${seconds} seconds`}, but ${weightsText(size)}, which SageMaker downloads from Amazon S3 in `
    + `at least ${neededSeconds} seconds on '${typeProp}' ${instanceType}`,
};

const LOADING: Check<{ readonly loadingSeconds: number; readonly startupSeconds: number }> = {
  id: 'loading-timeout-above-startup',
  severity: 'warning',
  what: 'Large Model Inference waits longer for its model than SageMaker waits for the container; a variable is ignored if the model is known to be '
    + 'small enough',
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

/**
 * From which time on a download from Amazon S3 should have a timeout of its own, in seconds: SageMaker does not document its default, and 140 GB are
 * published without a timeout.
 *
 * @see https://github.com/philschmid/llm-sagemaker-sample/blob/main/notebooks/train-deploy-llama3.ipynb
 */
const LONG_DOWNLOAD = 300;

/**
 * What a download rarely exceeds, in bytes per second. AWS and Hugging Face publish settings of up to 533 MB/s: 160 GB in 10 minutes, of which the
 * server needs some to load them.
 *
 * @see https://github.com/huggingface/hf_transfer
 * @see https://github.com/aws-samples/aws-genai-llm-chatbot/blob/main/lib/models/index.ts
 */
const BANDWIDTH = 600e6;

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
  return [...startup(model), ...loading(model)];
}

/** Finds a model that does not arrive in time on an instance type. */
export function shareTimeFindings(model: ModelPlan, share: InstanceShare): Finding[] {
  const size = weightsSize(model);
  return size && isKnown(share.instanceType.toString()) ? [...fromHub(model, share, size), ...fromS3(model, share, size)] : [];
}

/** The server downloads the model when it starts. Nothing is found if the timeout is too short for any model. */
function fromHub(model: ModelPlan, { instanceType, prop }: InstanceShare, size: WeightsSize): Finding[] {
  const { isFromHub, server, startupHealthCheckTimeoutInSeconds: seconds } = model;
  if (!isFromHub || !isKnown(seconds) || seconds < TIMEOUTS.accepted || startup(model).length > 0) {
    return [];
  }
  const loadingSeconds = server.traits.servesLargeModels ? LOADING_SECONDS : 0;
  const downloadSeconds = longDownload(size, instanceType, seconds - loadingSeconds);
  if (downloadSeconds === undefined) {
    return [];
  }
  const neededSeconds = downloadSeconds + loadingSeconds;
  return [finding(SHORT_FOR_SIZE, 'startupHealthCheckTimeout', {
    ...size, seconds, neededSeconds, prop, instanceType: instanceType.toString(),
  }, neededSeconds > TIMEOUTS.maximum ? WITHOUT_HUB : undefined)];
}

/** SageMaker downloads the model before it starts the server. */
function fromS3(model: ModelPlan, { instanceType, prop }: InstanceShare, size: WeightsSize): Finding[] {
  const { weights, modelDataDownloadTimeoutInSeconds: seconds } = model;
  const available = seconds ?? LONG_DOWNLOAD;
  const neededSeconds = weights.kind === 'local' && weights.fromS3 && isKnown(available) && available >= TIMEOUTS.accepted
    ? longDownload(size, instanceType, available) : undefined;
  return neededSeconds === undefined ? []
    : [finding(DOWNLOAD, 'modelDataDownloadTimeout', { ...size, seconds, neededSeconds, prop, instanceType: instanceType.toString() })];
}

/** The time that a download needs on an instance type, if it is longer than there is. */
function longDownload({ weightsBytes }: WeightsSize, instanceType: SageMakerInstanceType, available: number): number | undefined {
  const secondsWith = (bandwidth: number): number => Math.ceil(weightsBytes / bandwidth);
  if (secondsWith(LEAST_BANDWIDTH) <= available) {
    return undefined; // most models: their endpoints do not load the table of bandwidths
  }
  const seconds = secondsWith(Math.min(networkBandwidth(instanceType) ?? BANDWIDTH, BANDWIDTH));
  return seconds > available ? seconds : undefined;
}

function startup({ server, acceleratorKind, startupHealthCheckTimeoutInSeconds: seconds }: ModelPlan): Finding[] {
  const isAccelerated = acceleratorKind === AcceleratorKind.GPU || acceleratorKind === AcceleratorKind.NEURON;
  return when(isAccelerated && server.traits.servesLargeModels && isWithin(seconds, TIMEOUTS.accepted, TIMEOUTS.server), () =>
    finding(SHORT, 'startupHealthCheckTimeout', { seconds, server: server.title }));
}

/** A model that loads in the time that SageMaker waits does not need the longer one, which samples of AWS set as a variable for all models. */
function loading(model: ModelPlan): Finding[] {
  const setting = effectiveSetting(model, 'modelLoadingTimeout');
  const loadingSeconds = knownInteger(setting);
  const { startupHealthCheckTimeoutInSeconds: startupSeconds } = model;
  if (loadingSeconds === undefined || !isKnown(startupSeconds) || (setting!.origin === 'environment' && loadsIn(startupSeconds, model))) {
    return [];
  }
  return when(loadingSeconds > startupSeconds, () => finding(LOADING, setting!.prop, { loadingSeconds, startupSeconds }));
}

function loadsIn(seconds: number, model: ModelPlan): boolean {
  const size = weightsSize(model);
  return size !== undefined && LOADING_SECONDS + (model.isFromHub ? size.weightsBytes / BANDWIDTH : 0) <= seconds;
}

/** Whether a known number is at least the first one, and less than the second one. */
function isWithin(value: number, least: number, limit: number): boolean {
  return isKnown(value) && value >= least && value < limit;
}
