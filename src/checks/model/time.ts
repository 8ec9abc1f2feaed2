import { Token } from 'aws-cdk-lib/core';
import { ServerFamily } from '../../container/server-family';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { gibibytes, modelMemory } from '../../plan/model-memory';
import { EndpointPlan, Check, finding, Finding } from '../legacy';

const LARGE_MODELS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html';

const SHORT: Check = {
  id: 'startup-timeout-short',
  severity: 'warning',
  what: 'a server of large models on an accelerator has less than 10 minutes to start',
  why: 'the download and the loading of a model take longer; the endpoint fails after billed minutes',
  fix: 'raise `startupHealthCheckTimeout`',
  source: 'https://github.com/awslabs/llm-hosting-container/blob/main/tests/huggingface/sagemaker_dlc_test.py',
};

const SHORT_FOR_SIZE: Check = {
  id: 'startup-timeout-short-for-size',
  severity: 'warning',
  what: 'a model of more than 40 GB has less than 30 minutes to start; the size may be a guess by `modelId`',
  why: 'AWS advises to raise the timeouts for such models; the endpoint fails after billed minutes',
  fix: 'raise `startupHealthCheckTimeout`',
  source: LARGE_MODELS,
};

const DOWNLOAD: Check = {
  id: 'download-timeout-short-for-size',
  severity: 'warning',
  what: '`modelData` of more than 40 GB without a `modelDataDownloadTimeout`; the size may be a guess by `modelId`',
  why: 'AWS advises to raise the timeouts for such models; the endpoint fails after billed minutes',
  fix: 'set `modelDataDownloadTimeout`',
  source: LARGE_MODELS,
};

const VOLUME: Check = {
  id: 'volume-small-for-size',
  severity: 'warning',
  what: 'a model of more than 30 GB on an instance type without a local disk, without a `volumeSize`; the size may be a guess by `modelId`',
  why: 'the volume that SageMaker takes by default is about that large; the disk is full while the model is downloaded',
  fix: 'set `volumeSize`',
  source: LARGE_MODELS,
};

const LOADING: Check = {
  id: 'loading-timeout-above-startup',
  severity: 'warning',
  what: 'Large Model Inference waits longer for its model than SageMaker waits for the container',
  why: 'SageMaker ends the container first',
  fix: 'raise `startupHealthCheckTimeout` to at least the time that the server waits',
  source: 'https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/deployment_guide/configurations.md',
};

export const TIME_CHECKS = [SHORT, SHORT_FOR_SIZE, DOWNLOAD, VOLUME, LOADING];

const GB = 1e9;
const LARGE_MODEL_SERVERS: readonly (ServerFamily | undefined)[] = [ServerFamily.VLLM, ServerFamily.SGLANG, ServerFamily.TGI, ServerFamily.LMI];

/** Checks that there is time and room for the model to arrive. */
export function timeFindings(plan: EndpointPlan): Finding[] {
  return [...startup(plan), ...arrival(plan), ...loading(plan)];
}

function startup({ server, instanceType, startupHealthCheckTimeoutInSeconds: seconds }: EndpointPlan): Finding[] {
  const accelerated = instanceType.acceleratorKind === AcceleratorKind.GPU || instanceType.acceleratorKind === AcceleratorKind.NEURON;
  if (Token.isUnresolved(seconds) || seconds >= 600 || seconds < 60 || !accelerated || !LARGE_MODEL_SERVERS.includes(server.family)) {
    return [];
  }
  return [finding(SHORT, `'startupHealthCheckTimeout' is ${seconds} seconds, which ${server.title} seldom needs less than ten minutes of; raise it`)];
}

function arrival(plan: EndpointPlan): Finding[] {
  const memory = modelMemory(plan.model, plan.share);
  const bytes = memory?.profile.weightsBytes;
  if (!memory || bytes === undefined) {
    return [];
  }
  const { props, weights, instanceType, startupHealthCheckTimeoutInSeconds: seconds } = plan;
  const size = `${memory.guessed ? 'a guess by its id is that the model has' : 'the model has'} ${gibibytes(bytes)} of weights`;
  const findings: Finding[] = [];
  if (bytes > 40 * GB && !Token.isUnresolved(seconds) && seconds >= 600 && seconds < 1800) {
    findings.push(finding(SHORT_FOR_SIZE, `${size}, and ${seconds} seconds to start; raise 'startupHealthCheckTimeout' to at least 30 minutes`));
  }
  if (bytes > 40 * GB && weights.kind === 'local' && weights.fromS3 && props.modelDataDownloadTimeout === undefined) {
    findings.push(finding(DOWNLOAD, `${size}, to be loaded from Amazon S3; set 'modelDataDownloadTimeout', up to 1 hour`));
  }
  if (bytes > 30 * GB && instanceType.nvmeBacked === false && props.volumeSize === undefined) {
    findings.push(finding(VOLUME, `${size}, and 'instanceType' ${instanceType} has no local disk; set 'volumeSize' to more than that`));
  }
  return findings;
}

function loading({ server, environment, startupHealthCheckTimeoutInSeconds: seconds }: EndpointPlan): Finding[] {
  const value = Number(environment.OPTION_MODEL_LOADING_TIMEOUT);
  if (server.family !== ServerFamily.LMI || Token.isUnresolved(seconds) || !(value > seconds)) {
    return [];
  }
  return [finding(LOADING, `the server waits ${value} seconds for its model, and SageMaker ${seconds} seconds for the container; raise 'startupHealthCheckTimeout'`)];
}
