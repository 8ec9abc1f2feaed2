import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Duration } from 'aws-cdk-lib/core';
import { ModelData, ModelProfile, ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { LEAST_BANDWIDTH, shareTimeFindings, timeFindings } from '../../../src/checks/model/time';
import * as bandwidths from '../../../src/instance/network-bandwidth';
import { IMAGES } from '../../images';
import { found, modelPlanOf, newStack, planOf, type } from '../../util';

const { LLAMA_CPP, LMI, TEI, TOOLKIT_CPU, VLLM, VLLM_NEURON } = IMAGES;

type Props = Parameters<typeof modelPlanOf>[0];

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
  ['vLLM has the least time that SageMaker accepts', { startupHealthCheckTimeoutInSeconds: 60 }, [
    { id: 'startup-timeout-short', prop: STARTUP, values: { seconds: 60, server: 'vLLM' } },
  ]],
  ['vLLM has 10 minutes', { startupHealthCheckTimeoutInSeconds: 600 }, []],
  ['a timeout that SageMaker rejects is found elsewhere', { startupHealthCheckTimeoutInSeconds: 59 }, []],
  ['a server of large models runs on a CPU', { container: LMI, instanceType: type('m5.xlarge'), startupHealthCheckTimeoutInSeconds: 599 }, []],
  ['a timeout is an unresolved token', { startupHealthCheckTimeoutInSeconds: TOKEN.valueAsNumber, modelId: 'org/model-70B' }, []],
  ['a server of small models has less than 10 minutes', {
    container: TEI, instanceType: type('g5.xlarge'), startupHealthCheckTimeoutInSeconds: 599,
  }, []],

  ['Large Model Inference waits too long by an option', { container: LMI, server: ModelServer.lmi({ modelLoadingTimeout: Duration.seconds(601) }) }, [
    { id: LOADING, prop: 'server.modelLoadingTimeout', values: { loadingSeconds: 601, startupSeconds: 600 } },
  ]],
  ['Large Model Inference waits too long by a variable', { container: LMI, environment: { OPTION_MODEL_LOADING_TIMEOUT: '601' } }, [
    { id: LOADING, prop: 'environment.OPTION_MODEL_LOADING_TIMEOUT', values: { loadingSeconds: 601, startupSeconds: 600 } },
  ]],
  // https://github.com/aws-samples/amazon-sagemaker-generativeai/blob/main/3_distributed_training/models/mistral-7b-v03/model-trainer-ddp.ipynb
  ['Large Model Inference waits long for a model that loads earlier', {
    container: LMI, modelId: 'org/model-7B', environment: { OPTION_MODEL_LOADING_TIMEOUT: '3600' },
  }, []],
  ['Large Model Inference waits long for a model that does not', {
    container: LMI, modelId: 'org/model-405B', environment: { OPTION_MODEL_LOADING_TIMEOUT: '3600' },
  }, [{ id: LOADING, prop: 'environment.OPTION_MODEL_LOADING_TIMEOUT', values: { loadingSeconds: 3600, startupSeconds: 600 } }]],
  ['Large Model Inference waits long for a model that just loads earlier', {
    container: LMI, modelProfile: new ModelProfile({ weightsBytes: 180e9 }), environment: { OPTION_MODEL_LOADING_TIMEOUT: '601' },
  }, []],
  ['Large Model Inference waits long for a model that is a little larger', {
    container: LMI, modelProfile: new ModelProfile({ weightsBytes: 180e9 + 1 }), environment: { OPTION_MODEL_LOADING_TIMEOUT: '601' },
  }, [{ id: LOADING, prop: 'environment.OPTION_MODEL_LOADING_TIMEOUT', values: { loadingSeconds: 601, startupSeconds: 600 } }]],
  ['Large Model Inference waits long for a large model in Amazon S3', {
    container: LMI, modelId: 'org/model-405B', modelData: S3, environment: { OPTION_MODEL_LOADING_TIMEOUT: '601' },
  }, []],
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

describe('a model from the Hub', () => {
  /** The time that it needs, if that is more than it has. */
  function needed(props: Props): number | undefined {
    const { models: [model], shares: [share] } = planOf({ container: VLLM, startupHealthCheckTimeoutInSeconds: 600, ...props });
    return found(shareTimeFindings(model, share)).find(({ prop }) => prop === STARTUP)?.values.neededSeconds;
  }

  const weights = (gigabytes: number) => new ModelProfile({ weightsBytes: gigabytes * 1e9 });

  test.each<[string, Props, number | undefined]>([
    ['the Hub delivers 600 MB/s', { instanceType: type('p5.48xlarge'), modelId: 'org/model-405B' }, 1650],
    ['the network of the instance type delivers less', { instanceType: type('g5.xlarge'), modelId: 'org/model-70B' }, 748],
    ['the network of a larger one does not', { instanceType: type('g5.12xlarge'), modelId: 'org/model-70B' }, undefined],
    ['the network is not known', { instanceType: type('z99.48xlarge'), modelId: 'org/model-405B' }, 1650],
    ['a profile names the size', { instanceType: type('p5.48xlarge'), modelProfile: weights(200) }, 634],
    ['a variable names the model', { instanceType: type('p5.48xlarge'), environment: { SM_VLLM_MODEL: 'org/model-405B' } }, 1650],
    ['the timeout is sufficient', { instanceType: type('p5.48xlarge'), modelId: 'org/model-405B', startupHealthCheckTimeoutInSeconds: 1650 }, undefined],
    ['the timeout is not', { instanceType: type('p5.48xlarge'), modelId: 'org/model-405B', startupHealthCheckTimeoutInSeconds: 1649 }, 1650],
    ['the toolkit loads small models', {
      container: TOOLKIT_CPU, instanceType: type('m5.large'), modelProfile: weights(6), startupHealthCheckTimeoutInSeconds: 60,
    }, 64],
    ['the toolkit has a larger network', {
      container: TOOLKIT_CPU, instanceType: type('m5.4xlarge'), modelProfile: weights(6), startupHealthCheckTimeoutInSeconds: 60,
    }, undefined],
    ['the timeout is one that SageMaker rejects', {
      container: TOOLKIT_CPU, instanceType: type('m5.large'), modelProfile: weights(6), startupHealthCheckTimeoutInSeconds: 59,
    }, undefined],
    ['the weights of a small model take as long as there is', {
      container: TOOLKIT_CPU, instanceType: type('m5.4xlarge'), modelProfile: weights(36), startupHealthCheckTimeoutInSeconds: 60,
    }, undefined],
    ['the weights of a small model take longer than there is', {
      container: TOOLKIT_CPU, instanceType: type('m5.4xlarge'), modelProfile: weights(36.1), startupHealthCheckTimeoutInSeconds: 60,
    }, 61],
    ['SageMaker downloads it before the container starts', { instanceType: type('p5.48xlarge'), modelId: 'org/model-405B', modelData: S3 }, undefined],
    ['the size is not known', { instanceType: type('p5.48xlarge'), modelId: 'org/model' }, undefined],
    ['the size of GGUF weights is not known', { container: LLAMA_CPP, instanceType: type('m5.large'), modelId: 'org/model-405B-GGUF' }, undefined],
    ['another check finds the timeout', {
      instanceType: type('p5.48xlarge'), modelId: 'org/model-405B', startupHealthCheckTimeoutInSeconds: 300,
    }, undefined],
    ['the timeout is an unresolved token', {
      instanceType: type('p5.48xlarge'), modelId: 'org/model-405B', startupHealthCheckTimeoutInSeconds: TOKEN.valueAsNumber,
    }, undefined],
    ['the instance type is an unresolved token', {
      instanceType: SageMakerInstanceType.of(TOKEN.valueAsString), modelId: 'org/model-405B',
    }, undefined],
  ])('needs its time if %s', (_why, props, expected) => {
    expect(needed(props)).toBe(expected);
  });

  test('is put into Amazon S3 if it needs more than SageMaker waits', () => {
    const { models: [model], shares: [share] } = planOf({
      container: VLLM, instanceType: type('p5.48xlarge'), modelProfile: weights(1981), startupHealthCheckTimeoutInSeconds: 3600,
    });
    expect(shareTimeFindings(model, share)[0].message).toMatch(/take about 3602 seconds .*; put the weights into Amazon S3 and set 'modelData'/);
    const hour = planOf({ container: VLLM, instanceType: type('p5.48xlarge'), modelProfile: weights(1980), startupHealthCheckTimeoutInSeconds: 3599 });
    expect(shareTimeFindings(hour.models[0], hour.shares[0])[0].message).toMatch(/take about 3600 seconds .*; increase 'startupHealthCheckTimeout'$/);
  });
});

test('the table of bandwidths is not loaded for a model that even the slowest network delivers in time', () => {
  const bandwidth = jest.spyOn(bandwidths, 'networkBandwidth');
  const isRead = (weightsBytes: number) => {
    bandwidth.mockClear();
    const modelProfile = new ModelProfile({ weightsBytes });
    const { models: [model], shares: [share] } = planOf({ container: VLLM, startupHealthCheckTimeoutInSeconds: 600, modelProfile });
    shareTimeFindings(model, share);
    return bandwidth.mock.calls.length > 0;
  };
  expect([LEAST_BANDWIDTH * 300, LEAST_BANDWIDTH * 300 + 1].map(isRead)).toEqual([false, true]);
  bandwidth.mockRestore();
});

describe('a model in Amazon S3', () => {
  /** The finding of the timeout of its download. */
  function download(props: Props) {
    const { models: [model], shares: [share] } = planOf({ container: VLLM, instanceType: type('p5.48xlarge'), modelData: S3, ...props });
    return found(shareTimeFindings(model, share))[0];
  }

  test.each<[string, Props, number | undefined]>([
    ['it needs more than 5 minutes, and no timeout is set', { modelId: 'org/model-405B' }, 1350],
    ['Hugging Face publishes it without a timeout', { modelId: 'org/model-70B' }, undefined],
    ['the network of the instance type is slower', { modelId: 'org/model-70B', instanceType: type('g5.xlarge') }, 448],
    ['the timeout is too short', { modelId: 'org/model-405B', modelDataDownloadTimeout: Duration.seconds(1349) }, 1350],
    ['the timeout is sufficient', { modelId: 'org/model-405B', modelDataDownloadTimeout: Duration.seconds(1350) }, undefined],
    ['a short timeout is too short for a smaller model', { modelId: 'org/model-70B', modelDataDownloadTimeout: Duration.minutes(1) }, 234],
    ['the timeout is an unresolved token', {
      modelId: 'org/model-405B', modelDataDownloadTimeout: Duration.seconds(TOKEN.valueAsNumber),
    }, undefined],
    ['the timeout is one that SageMaker rejects', { modelId: 'org/model-405B', modelDataDownloadTimeout: Duration.seconds(59) }, undefined],
    ['it is in the container', { modelId: '/opt/ml/model', modelData: undefined, modelProfile: new ModelProfile({ weightsBytes: 1e12 }) }, undefined],
    ['the size is not known', { modelId: 'org/model' }, undefined],
    ['it comes from the Hub', { modelId: 'org/model-405B', modelData: undefined, startupHealthCheckTimeoutInSeconds: 3600 }, undefined],
  ])('needs its time if %s', (_why, props, expected) => {
    expect(download(props)?.values.neededSeconds).toBe(expected);
  });

  test('has a message with the timeout, or without one', () => {
    const messageOf = (props: Props) => {
      const { models: [model], shares: [share] } = planOf({ container: VLLM, instanceType: type('p5.48xlarge'), modelData: S3, ...props });
      return shareTimeFindings(model, share)[0].message;
    };
    expect(messageOf({ modelId: 'org/model-405B' })).toMatch(/^'modelDataDownloadTimeout' is not set, but .* at least 1350 seconds on 'instanceType'/);
    expect(messageOf({ modelId: 'org/model-405B', modelDataDownloadTimeout: Duration.minutes(5) })).toMatch(/^'modelDataDownloadTimeout' is 300 seconds,/);
  });
});

test('a timeout is found once for several instance types', () => {
  const props: Props = {
    container: VLLM, instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g6.12xlarge')], startupHealthCheckTimeoutInSeconds: 599,
  };
  expect(found(findingsOf(planOf(props))).filter(({ prop }) => prop === STARTUP)).toHaveLength(1);
});
