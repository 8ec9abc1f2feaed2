import * as ecr from 'aws-cdk-lib/aws-ecr';
import { CfnParameter, Duration, Size } from 'aws-cdk-lib/core';
import { ContainerImage, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelServer, SageMakerInstanceType } from '../../../src';
import { modelFindings } from '../../../src/checks/model/model';
import { parallelismFindings } from '../../../src/checks/model/parallelism';
import { serverFindings } from '../../../src/checks/model/server';
import { IMAGES } from '../../images';
import { found, image, modelPlanOf, newEndpoint, newStack } from '../../util';

const { LMI, SGLANG, TGI, VLLM } = IMAGES;

function parallelism(type: string, props: Parameters<typeof modelPlanOf>[0] = {}) {
  return modelPlanOf({ container: VLLM, instanceType: SageMakerInstanceType.of(type), ...props }).environment.SM_VLLM_TENSOR_PARALLEL_SIZE;
}

test.each([
  ['ml.g5.2xlarge', undefined],
  ['ml.g5.12xlarge', '4'],
  ['ml.p5.48xlarge', '8'],
  ['ml.z99.48xlarge', undefined],
])('vLLM on %s uses the accelerators of the instance', (type, expected) => {
  expect(parallelism(type)).toBe(expected);
});

test('the number of GPUs is always set for TGI', () => {
  const container = TGI;
  expect(modelPlanOf({ container }).environment.SM_NUM_GPUS).toBe('1');
  expect(modelPlanOf({ container, instanceType: SageMakerInstanceType.ML_G5_48XLARGE }).environment.SM_NUM_GPUS).toBe('8');
  expect(modelPlanOf({ container, instanceType: SageMakerInstanceType.of('ml.z99.large') }).environment.SM_NUM_GPUS).toBeUndefined();
});

test('the number of GPUs is set for SGLang, unless the user sets it by an alias', () => {
  const props = { container: SGLANG, instanceType: SageMakerInstanceType.ML_G5_12XLARGE };
  expect(modelPlanOf(props).environment.SM_SGLANG_TP).toBe('4');
  expect(modelPlanOf({ ...props, environment: { SM_SGLANG_TP_SIZE: '2' } }).environment.SM_SGLANG_TP).toBeUndefined();
});

test.each(['SM_VLLM_PIPELINE_PARALLEL_SIZE', 'SM_VLLM_DATA_PARALLEL_SIZE'])('with %s there is no default', variable => {
  expect(parallelism('ml.g5.12xlarge', { environment: { [variable]: '2' } })).toBeUndefined();
  const argument = variable.replace('SM_VLLM_', '').toLowerCase().replace(/_/g, '-');
  expect(parallelism('ml.g5.12xlarge', { server: ModelServer.vllm({ extraArguments: { [argument]: '2' } }) })).toBeUndefined();
});

// vLLM chooses a type that the model and the GPU support, and rejects an explicit one that the model does not support:
// https://github.com/vllm-project/vllm/blob/v0.21.0/vllm/config/model.py
test('vLLM chooses the data type itself, on a GPU without bfloat16, too', () => {
  const dataType = (type: string) => modelPlanOf({ container: VLLM, instanceType: SageMakerInstanceType.of(type) }).environment.SM_VLLM_DTYPE;
  expect(['ml.g4dn.xlarge', 'ml.g5.xlarge', 'ml.z99.large'].map(dataType)).toEqual([undefined, undefined, undefined]);
});

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const AWS_VLLM = image('vllm:0.28.0-gpu-py312-cu130-ubuntu22.04-sagemaker');
const P5 = { container: VLLM, instanceType: SageMakerInstanceType.ML_P5_48XLARGE };

test.each<[string, Props, string]>([
  ['more than four accelerators', P5, 'server.tensorParallelDegree'],
  ['more than four accelerators if other options are set', { ...P5, server: ModelServer.vllm({ maxModelLength: 8192 }) }, 'server.tensorParallelDegree'],
  ['more than four accelerators with TGI', { container: TGI, instanceType: SageMakerInstanceType.ML_G5_48XLARGE }, 'server.tensorParallelDegree'],
])('warns of %s', (_what, props, prop) => {
  expect(found(parallelismFindings(modelPlanOf(props)))).toEqual([{ id: 'parallelism-of-unknown-heads', prop, values: { degree: 8 } }]);
});

test.each<[string, Props]>([
  ['four accelerators', { ...P5, instanceType: SageMakerInstanceType.ML_G5_12XLARGE }],
  ['a degree that is set', { ...P5, server: ModelServer.vllm({ tensorParallelDegree: 8 }) }],
  ['a degree that is set in the environment', { ...P5, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '8' } }],
  ['a degree that is set by an argument', { ...P5, server: ModelServer.vllm({ extraArguments: { 'tensor-parallel-size': '8' } }) }],
])('does not warn of %s', (_what, props) => {
  expect(found(parallelismFindings(modelPlanOf(props)))).toEqual([]);
});

test.each<[string, Parameters<typeof modelPlanOf>[0], string]>([
  ['the ID', { container: VLLM }, 'mistralai/Mistral-7B-Instruct-v0.1'],
  ['the name in the options', { container: VLLM, server: ModelServer.vllm({ servedModelName: 'mine' }) }, 'mine'],
  ['the name in the environment', { container: VLLM, environment: { SM_VLLM_SERVED_MODEL_NAME: 'a b' } }, 'a b'],
  ['the model in the environment', { container: VLLM, environment: { SM_VLLM_MODEL: '/opt/ml/other' } }, '/opt/ml/other'],
  ['the ID if the server has no name for the model', { environment: { MODEL_ID: '/opt/ml/other' } }, 'mistralai/Mistral-7B-Instruct-v0.1'],
])('requests call the model by %s', (_what, props, expected) => {
  expect(modelPlanOf(props).servedModelName).toBe(expected);
  expect(newEndpoint(newStack(), props).servedModelName).toBe(expected);
});

const findingsIn = (props: Props) => found(serverFindings(modelPlanOf(props)));

describe('the server of the user', () => {
  test('must be the one in the image', () => {
    expect(findingsIn({ container: image('tei:1'), server: ModelServer.vllm() })).toEqual([
      { id: 'server-of-image', prop: 'server', values: { server: 'vLLM', inImage: 'Text Embeddings Inference' } },
    ]);
    expect(findingsIn({ container: VLLM, server: ModelServer.vllm() })).toEqual([]);
  });

  test('must be the one in an image that the library chooses', () => {
    expect(findingsIn({ container: undefined, instanceType: SageMakerInstanceType.of('ml.inf2.24xlarge'), server: ModelServer.vllm() })).toEqual([
      { id: 'server-of-image', prop: 'server', values: { server: 'vLLM', inImage: 'vLLM on AWS Neuron' } },
    ]);
  });

  test.each([
    ['team/tei', 'Text Embeddings Inference'], ['tei', 'Text Embeddings Inference'],
    ['mirror/huggingface-pytorch-tgi-inference', 'Text Generation Inference'],
  ])('may be in the repository %s of an account of the user, too', (name, inImage) => {
    const container = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Repository', name), '1');
    const model = modelPlanOf({ container, server: ModelServer.vllm(), task: HuggingFaceTask.TEXT_GENERATION });
    expect(model.server.family).toBe('vllm');
    expect(serverFindings(model)).toEqual([expect.objectContaining({ severity: 'warning', prop: 'server', values: { server: 'vLLM', inImage } })]);
    expect(modelFindings(model)).toEqual([]);
  });

  test('may be that of AWS Neuron in a repository whose name is that of the other one', () => {
    const container = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Repository', 'team/vllm'), '1');
    expect(findingsIn({ container, instanceType: SageMakerInstanceType.ML_INF2_XLARGE, server: ModelServer.vllmNeuron() })).toEqual([]);
  });

  test.each<[string, string, ModelServer]>([
    ['a version', 'server.version', ModelServer.tgi({ version: 3 as unknown as string })],
    ['arguments', 'server.extraArguments', ModelServer.tgi({ extraArguments: 'a' as unknown as Record<string, string> })],
    ['an option', 'server.quantization', ModelServer.tgi({ quantization: 5 as unknown as string })],
  ])('must have %s of its type', (_what, prop, server) => {
    expect(findingsIn({ container: TGI, server })).toMatchObject([{ id: 'prop-type', prop }]);
  });

  test('may have what is not an option', () => {
    expect(findingsIn({ container: VLLM, server: ModelServer.vllm({ offline: 5 } as object) })).toEqual([]);
  });

  test('must have a version that begins with a number', () => {
    const withVersion = (version: string) => findingsIn({ container: image('mine:1'), server: ModelServer.tgi({ version }) });
    expect(withVersion('latest')).toEqual([{ id: 'server-version', prop: 'server.version', values: { version: 'latest' } }]);
    expect(withVersion('v3.0.1')).toEqual([]);
    expect(withVersion(new CfnParameter(newStack(), 'Version').valueAsString)).toEqual([]);
  });
});

describe('an option', () => {
  // https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/cache.py
  test.each([
    ['vLLM', VLLM, { SM_VLLM_GPU_MEMORY_UTILIZATION: '90' }, 90],
    ['SGLang', SGLANG, { SM_SGLANG_MEM_FRACTION_STATIC: '0' }, 0],
    ['TGI', TGI, { CUDA_MEMORY_FRACTION: '1.1' }, 1.1],
    ['vLLM with an allowed share', VLLM, { SM_VLLM_GPU_MEMORY_UTILIZATION: '0.9' }, undefined],
    ['vLLM with an empty string', VLLM, { SM_VLLM_GPU_MEMORY_UTILIZATION: '' }, undefined],
    ['vLLM with a blank', VLLM, { SM_VLLM_GPU_MEMORY_UTILIZATION: ' ' }, undefined],
    ['vLLM with a word, which is found elsewhere', VLLM, { SM_VLLM_GPU_MEMORY_UTILIZATION: 'high' }, undefined],
    ['vLLM with an unresolved token', VLLM, { SM_VLLM_GPU_MEMORY_UTILIZATION: new CfnParameter(newStack(), 'Share').valueAsString }, undefined],
  ])('a share of the memory in a variable is in its range: %s', (_server, container, environment, got) => {
    expect(findingsIn({ container, environment })).toEqual(got === undefined ? [] : [
      { id: 'server-option', prop: `environment.${Object.keys(environment)[0]}`, values: { allowed: 'a number greater than 0 and at most 1', got } },
    ]);
  });

  test('must have a value that the server accepts', () => {
    expect(findingsIn({ container: VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 1.5 }) })).toEqual([
      { id: 'server-option', prop: 'server.gpuMemoryUtilization', values: { allowed: expect.any(String), got: 1.5 } },
    ]);
    expect(findingsIn({ container: VLLM, server: ModelServer.vllm({ maxModelLength: new CfnParameter(newStack(), 'Length', { type: 'Number' }).valueAsNumber }) }))
      .toEqual([]);
  });

  test.each<[string, ContainerImage, ModelServer, string]>([
    ['modelLoadingTimeout', LMI, ModelServer.lmi({ modelLoadingTimeout: Duration.millis(1500) }), '1.5'],
    ['payloadLimit', TGI, ModelServer.tgi({ payloadLimit: Size.kibibytes(1.3) }), '1331.2'],
  ])('must be a whole number: %s', (option, container, server, got) => {
    expect(findingsIn({ container, server })).toEqual([
      { id: 'server-option', prop: `server.${option}`, values: { allowed: expect.stringMatching(/^a whole number of (bytes|seconds)$/), got } },
    ]);
  });

  test.each<[string, Props, string | undefined, string]>([
    ['another version', { container: TGI }, '3.3.6', 'remove the option, or use an image with a version in that range'],
    ['a version that is not known', { container: image('mine:1') }, undefined, "set 'version' in 'server' to the version in the image, or remove the option"],
  ])('is found with %s', (_what, props, version, fix) => {
    const server = ModelServer.tgi({ messagesApi: true });
    expect(findingsIn({ ...props, server })).toEqual([{
      id: 'server-option-version',
      prop: 'server.messagesApi',
      values: { server: 'Text Generation Inference', variables: [{ name: 'MESSAGES_API_ENABLED', since: '1.4.0', before: '2.4.0' }], version },
    }]);
    const [{ message }] = serverFindings(modelPlanOf({ ...props, server }));
    expect(message).toContain('requires Text Generation Inference >=1.4.0 <2.4.0, got ');
    expect(message.split('; ')[1]).toBe(fix);
  });
});

describe('a variable', () => {
  test.each<[string, Props, string, object]>([
    ['a port', { container: VLLM, environment: { SM_VLLM_PORT: '80' } }, 'environment.SM_VLLM_PORT', { allowed: ['8080'], got: '80' }],
    ['a port as an argument', { container: VLLM, server: ModelServer.vllm({ extraArguments: { port: '80' } }) }, 'server.extraArguments', { got: '80' }],
    ['a host', { container: SGLANG, environment: { SM_SGLANG_HOST: '127.0.0.1' } }, 'environment.SM_SGLANG_HOST', { got: '127.0.0.1' }],
    ['a key, which is not repeated', { environment: { API_KEY: 'secret' } }, 'environment.API_KEY', { allowed: [], got: undefined }],
  ])('is found with %s', (_what, props, prop, values) => {
    expect(findingsIn(props)).toEqual([{ id: 'reserved-variable', prop, values: expect.objectContaining(values) }]);
    expect(JSON.stringify(serverFindings(modelPlanOf(props)))).not.toContain('secret');
  });

  test('with a key of vLLM has no use', () => {
    expect(findingsIn({ container: VLLM, environment: { VLLM_API_KEY: 'secret' } })).toEqual([
      { id: 'server-key', prop: 'environment.VLLM_API_KEY', values: { reason: expect.any(String) } },
    ]);
  });

  test.each<[string, Record<string, string>]>([
    ['the port of SageMaker', { SM_VLLM_PORT: '8080' }],
    ['every address', { SM_VLLM_HOST: '::' }],
    ['an unresolved token', { SM_VLLM_PORT: new CfnParameter(newStack(), 'Port').valueAsString }],
  ])('is accepted with %s', (_what, environment) => {
    expect(findingsIn({ container: VLLM, environment })).toEqual([]);
  });
});

describe('several adapters for a start script without lists', () => {
  const list = JSON.stringify([{ name: 'a', path: '/a' }, { name: 'b', path: '/b' }]);
  const token = new CfnParameter(newStack(), 'Path').valueAsString;

  test.each<[string, Props, string]>([
    ['options', { server: ModelServer.vllm({ loraAdapters: { a: 'a', b: 'b' } }) }, 'server.loraAdapters'],
    ['options with an unresolved token', { server: ModelServer.vllm({ loraAdapters: { a: 'a', b: token } }) }, 'server.loraAdapters'],
    ['a variable', { environment: { SM_VLLM_LORA_MODULES: list } }, 'environment.SM_VLLM_LORA_MODULES'],
  ])('are found in %s', (_what, props, prop) => {
    expect(findingsIn({ container: VLLM, ...props })).toEqual([
      { id: 'lora-adapters', prop, values: { image: expect.stringMatching(/^huggingface-vllm:/), got: 2 } },
    ]);
  });

  test.each<[string, Props]>([
    ['an image with lists', { container: AWS_VLLM, server: ModelServer.vllm({ loraAdapters: { a: 'a', b: 'b' } }) }],
    ['another server', { container: SGLANG, environment: { SM_SGLANG_LORA_PATHS: list } }],
    ['a variable that is an unresolved token', { container: VLLM, environment: { SM_VLLM_LORA_MODULES: token } }],
    ['an image that is not known', { container: image('mine:1'), server: ModelServer.vllm({ loraAdapters: { a: 'a', b: 'b' } }) }],
    ['an image of the user', {
      container: ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Own', 'mine'), '1'),
      server: ModelServer.vllm({ loraAdapters: { a: 'a', b: 'b' } }),
    }],
    ['one adapter', { container: VLLM, server: ModelServer.vllm({ loraAdapters: { a: 'a' } }) }],
    ['one adapter in a variable, which takes precedence', {
      container: VLLM, server: ModelServer.vllm({ loraAdapters: { a: 'a', b: 'b' } }), environment: { SM_VLLM_LORA_MODULES: 'a=a' },
    }],
    ['one adapter in a list', { container: VLLM, environment: { SM_VLLM_LORA_MODULES: '[{"name":"a","path":"/a"}]' } }],
  ])('are not found with %s', (_what, props) => {
    expect(findingsIn(props)).toEqual([]);
  });
});
