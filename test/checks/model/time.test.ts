import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Duration } from 'aws-cdk-lib/core';
import { ModelData, ModelProfile, ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { timeFindings } from '../../../src/checks/model/time';
import { found, image, modelPlanOf, newStack, planOf } from '../../util';

type Props = Parameters<typeof modelPlanOf>[0];

const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const VLLM_NEURON = image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.4-neuronx-py310-sdk2.26.1-ubuntu22.04');
const TEI = image('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04');
const LMI = image('djl-inference:0.36.0-lmi24.0.0-cu129');
const S3 = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'a');
const TOKEN = new CfnParameter(newStack(), 'Value', { type: 'Number' });

function findings(props: Props) {
  return found(timeFindings(modelPlanOf({ container: VLLM, instanceType: type('p5.48xlarge'), modelId: 'org/model', ...props })));
}

const STARTUP = 'startupHealthCheckTimeout';
const LOADING = 'loading-timeout-above-startup';

test.each<[string, Props, object[]]>([
  ['vLLM has less than 10 minutes', { startupHealthCheckTimeoutInSeconds: 599 }, [
    { id: 'startup-timeout-short', prop: STARTUP, values: { seconds: 599, server: 'vLLM' } },
  ]],
  ['vLLM on AWS Neuron has less than 10 minutes', {
    container: VLLM_NEURON, instanceType: type('inf2.xlarge'), startupHealthCheckTimeout: Duration.minutes(5),
  }, [{ id: 'startup-timeout-short', prop: STARTUP, values: { seconds: 300, server: 'vLLM on AWS Neuron' } }]],
  ['vLLM has 10 minutes', { startupHealthCheckTimeoutInSeconds: 600 }, []],
  ['a timeout that SageMaker rejects is found elsewhere', { startupHealthCheckTimeoutInSeconds: 59 }, []],
  ['a timeout is an unresolved token', { startupHealthCheckTimeoutInSeconds: TOKEN.valueAsNumber, modelId: 'org/model-70B' }, []],
  ['a server of small models has less than 10 minutes', {
    container: TEI, instanceType: type('g5.xlarge'), startupHealthCheckTimeoutInSeconds: 599,
  }, []],

  ['a model of more than 40 GB has less than 30 minutes', { modelId: 'org/model-70B', startupHealthCheckTimeoutInSeconds: 1799 }, [
    { id: 'startup-timeout-short-for-size', prop: STARTUP, values: { basis: 'id', weightsBytes: 140e9, seconds: 1799 } },
  ]],
  ['a model in the environment has more than 40 GB', { environment: { HF_MODEL_ID: 'org/model-70B' } }, [
    { id: 'startup-timeout-short-for-size', prop: STARTUP, values: { basis: 'id', weightsBytes: 140e9, seconds: 600 } },
  ]],
  ['a profile names more than 40 GB', { modelProfile: new ModelProfile({ weightsBytes: 41e9 }) }, [
    { id: 'startup-timeout-short-for-size', prop: STARTUP, values: { basis: 'profile', weightsBytes: 41e9, seconds: 600 } },
  ]],
  ['a model of more than 40 GB has 30 minutes', { modelId: 'org/model-70B', startupHealthCheckTimeoutInSeconds: 1800 }, []],
  ['a model of 40 GB has 10 minutes', { modelProfile: new ModelProfile({ weightsBytes: 40e9 }) }, []],

  ['a download of more than 40 GB has the default timeout', { modelId: 'org/model-70B', modelData: S3, startupHealthCheckTimeoutInSeconds: 1800 }, [
    { id: 'download-timeout-short-for-size', prop: 'modelDataDownloadTimeout', values: { basis: 'id', weightsBytes: 140e9 } },
  ]],
  ['a download of more than 40 GB has a timeout', {
    modelId: 'org/model-70B', modelData: S3, startupHealthCheckTimeoutInSeconds: 1800, modelDataDownloadTimeout: Duration.hours(1),
  }, []],

  ['Large Model Inference waits too long by an option', { container: LMI, server: ModelServer.lmi({ modelLoadingTimeout: Duration.seconds(601) }) }, [
    { id: LOADING, prop: 'server.modelLoadingTimeout', values: { loadingSeconds: 601, startupSeconds: 600 } },
  ]],
  ['Large Model Inference waits too long by a variable', { container: LMI, environment: { OPTION_MODEL_LOADING_TIMEOUT: '601' } }, [
    { id: LOADING, prop: 'environment.OPTION_MODEL_LOADING_TIMEOUT', values: { loadingSeconds: 601, startupSeconds: 600 } },
  ]],
  ['Large Model Inference waits as long as SageMaker', { container: LMI, environment: { OPTION_MODEL_LOADING_TIMEOUT: '600' } }, []],
  ['the time that Large Model Inference waits is an unresolved token', {
    container: LMI, environment: { OPTION_MODEL_LOADING_TIMEOUT: TOKEN.valueAsString },
  }, []],
  ['the time that SageMaker waits is an unresolved token', {
    container: LMI, environment: { OPTION_MODEL_LOADING_TIMEOUT: '601' }, startupHealthCheckTimeoutInSeconds: TOKEN.valueAsNumber,
  }, []],
  ['another server does not read the variable', { environment: { OPTION_MODEL_LOADING_TIMEOUT: '601' } }, []],
])('%s', (_case, props, expected) => {
  expect(findings(props)).toEqual(expected);
});

test('a timeout is found once for several instance types', () => {
  const props: Props = {
    container: VLLM, instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g6.12xlarge')], startupHealthCheckTimeoutInSeconds: 599,
  };
  expect(found(findingsOf(planOf(props))).filter(({ prop }) => prop === STARTUP)).toHaveLength(1);
});
