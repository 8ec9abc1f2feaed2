import * as ecr from 'aws-cdk-lib/aws-ecr';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ContainerImage, HuggingFaceSageMakerEndpointProps, ModelServer, SageMakerInstanceType } from '../../../src';
import { argumentFindings } from '../../../src/checks/model/arguments';
import { IMAGES } from '../../images';
import { found, image, modelPlanOf, newStack } from '../../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const VLLM_14 = image('vllm:0.14.0-gpu-py312-cu129-ubuntu22.04-sagemaker');
const SIMILAR = image('vllm:0.21.0-gpu-py312-cu131-ubuntu24.04-sagemaker');
const UNREAD = image('vllm:0.99.0-gpu-py312-cu131-ubuntu24.04-sagemaker');
const OWN = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Own', 'team/vllm'), '0.21.0');
const SGLANG = image('sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker');
const TGI = image('huggingface-pytorch-tgi-inference:2.0.1-tgi1.0.3-gpu-py39-cu118-ubuntu20.04');
const TEI = image('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04');
const LMI = image('djl-inference:0.36.0-lmi24.0.0-cu129');

const findingsIn = (props: Props) => found(argumentFindings(modelPlanOf({ instanceType: SageMakerInstanceType.ML_G6E_2XLARGE, ...props })));
const argument = (name: string, value: string) => ModelServer.vllm({ extraArguments: { [name]: value } });

describe('an argument', () => {
  // the arguments of each version are those of its package: https://pypi.org/project/vllm/#history
  test.each<[string, Props, string, string, object]>([
    ['a variable', { container: VLLM, environment: { SM_VLLM_MAX_MODEL_LENGTH: '1' } }, 'argument-name', 'environment.SM_VLLM_MAX_MODEL_LENGTH',
      { argument: 'max-model-length', version: '0.21.0', closest: 'SM_VLLM_MAX_MODEL_LEN' }],
    ['an argument', { container: VLLM, server: argument('tool-call-parsers', 'hermes') }, 'argument-name', 'server.extraArguments', { closest: 'tool-call-parser' }],
    // https://github.com/vllm-project/vllm/blob/v0.20.0/vllm/engine/arg_utils.py
    ['a removed one', { container: VLLM, environment: { SM_VLLM_SWAP_SPACE: '4' } }, 'argument-name', 'environment.SM_VLLM_SWAP_SPACE',
      { argument: 'swap-space', removedIn: expect.stringMatching(/^0\.(1[89]|20)\./) }],
    ['one of a later version', { container: VLLM_14, environment: { SM_VLLM_COHERE_FORMAT: 'x' } }, 'argument-name',
      'environment.SM_VLLM_COHERE_FORMAT', { addedIn: expect.any(String) }],
    ['SGLang', { container: SGLANG, environment: { SM_SGLANG_MAX_MODEL_LEN: '1' } }, 'argument-name', 'environment.SM_SGLANG_MAX_MODEL_LEN', {}],
    ['a similar image', { container: SIMILAR, environment: { SM_VLLM_TASK: 'embed' } }, 'argument-name-doubtful', 'environment.SM_VLLM_TASK', {}],
    ['your own image', { container: OWN, environment: { SM_VLLM_TASK: 'embed' } }, 'argument-name-doubtful', 'environment.SM_VLLM_TASK', {}],
    ['another version than that of the image', { container: VLLM, server: ModelServer.vllm({ version: '0.14.0' }), environment: { SM_VLLM_COHERE_FORMAT: 'x' } },
      'argument-name-doubtful', 'environment.SM_VLLM_COHERE_FORMAT', {}],
    ['another server than that of the image', {
      container: IMAGES.VLLM_OMNI, server: ModelServer.vllm({ version: '0.20.0' }), environment: { SM_VLLM_TASK: 'embed' },
    }, 'argument-name-doubtful', 'environment.SM_VLLM_TASK', {}],
    ['an image that is not known', { container: image('mine:1'), server: ModelServer.vllm({ version: '0.21.0' }), environment: { SM_VLLM_TASK: 'embed' } },
      'argument-name-doubtful', 'environment.SM_VLLM_TASK', {}],
    ['a server without an image', {
      container: undefined, server: ModelServer.sglang({ version: '0.5.17' }), environment: { SM_SGLANG_MAX_MODEL_LEN: '1' },
    }, 'argument-name-doubtful', 'environment.SM_SGLANG_MAX_MODEL_LEN', {}],
    ['a server that ignores it', { container: TGI, environment: { CUDA_GRAPHS: '0' } }, 'argument-name-doubtful', 'environment.CUDA_GRAPHS',
      { addedIn: '2.0.0' }],
  ])('of %s is not known', (_what, props, id, prop, values) => {
    expect(findingsIn(props)).toEqual([{ id, prop, values: expect.objectContaining(values) }]);
  });

  test.each<[string, Props]>([
    ['that the version has', { container: VLLM, environment: { SM_VLLM_MAX_MODEL_LEN: '4096' } }],
    ['that was not removed yet', { container: VLLM_14, environment: { SM_VLLM_SWAP_SPACE: '4' } }],
    ['of a version that was not read', { container: UNREAD, environment: { SM_VLLM_TASK: 'embed' } }],
    ['of another program', { container: TGI, environment: { MY_TASK: 'embed', HF_HUB_ENABLE_HF_TRANSFER: '1' } }],
    ['of an unresolved name', { container: VLLM, environment: { [new CfnParameter(newStack(), 'Name').valueAsString]: '1' } }],
  ])('%s is not found', (_what, props) => {
    expect(findingsIn(props)).toEqual([]);
  });
});

describe('a value', () => {
  test.each<[string, Props, string, string, object]>([
    // https://github.com/vllm-project/vllm/blob/v0.21.0/vllm/config/model.py
    ['a typed option', { container: VLLM, server: ModelServer.vllm({ dataType: 'fp16' }) }, 'argument-value', 'server.dataType',
      { argument: 'dtype', closest: 'float16', got: 'fp16' }],
    ['a variable', { container: VLLM, environment: { SM_VLLM_DTYPE: 'fp16' } }, 'argument-value', 'environment.SM_VLLM_DTYPE', { got: 'fp16' }],
    ['an argument', { container: VLLM, server: argument('tool-call-parser', 'hermez') }, 'argument-value', 'server.extraArguments', { closest: 'hermes' }],
    // https://github.com/vllm-project/vllm/blob/v0.21.0/vllm/config/scheduler.py
    ['a number that is too small', { container: VLLM, server: argument('max-num-seqs', '0') }, 'argument-value', 'server.extraArguments', { minimum: 1, got: '0' }],
    ['SGLang and a number', { container: SGLANG, environment: { SM_SGLANG_MAX_LORAS_PER_BATCH: '0' } }, 'argument-value',
      'environment.SM_SGLANG_MAX_LORAS_PER_BATCH', {}],
    ['LoRA', { container: VLLM, environment: { SM_VLLM_MAX_LORA_RANK: '24' } }, 'argument-value', 'environment.SM_VLLM_MAX_LORA_RANK', { form: 'integer' }],
    ['SGLang', { container: SGLANG, environment: { SM_SGLANG_KV_CACHE_DTYPE: 'fp8' } }, 'argument-value', 'environment.SM_SGLANG_KV_CACHE_DTYPE', {}],
    // https://github.com/huggingface/text-generation-inference/blob/v1.0.3/launcher/src/main.rs
    ['TGI', { container: TGI, server: ModelServer.tgi({ quantization: 'awq' }) }, 'argument-value', 'server.quantization', { version: '1.0.3' }],
    ['TGI in an alias', { container: TGI, environment: { QUANTIZE: 'eetq' } }, 'argument-value', 'environment.QUANTIZE', { argument: 'quantize' }],
    // https://github.com/huggingface/text-embeddings-inference/blob/v1.8.2/router/src/main.rs
    ['TEI', { container: TEI, server: ModelServer.tei({ pooling: 'max' }) }, 'argument-value', 'server.pooling', { allowed: expect.arrayContaining(['cls']) }],
    ['LMI', { container: LMI, server: ModelServer.lmi({ rollingBatch: 'scheduler' }) }, 'argument-value', 'server.rollingBatch', {}],
    // https://github.com/deepjavalibrary/djl-serving/blob/v0.36.0/engines/python/setup/djl_python/properties_manager/vllm_rb_properties.py
    ['LMI with the word of vLLM', { container: LMI, server: ModelServer.lmi({ dataType: 'half' }) }, 'argument-value', 'server.dataType', {}],
    ['a similar image', { container: SIMILAR, environment: { SM_VLLM_DTYPE: 'fp16' } }, 'argument-value-doubtful', 'environment.SM_VLLM_DTYPE', {}],
    ['a flag', { container: VLLM, environment: { SM_VLLM_ENFORCE_EAGER: '0' } }, 'argument-value-doubtful', 'environment.SM_VLLM_ENFORCE_EAGER', { got: '0' }],
    ['a flag of SGLang', { container: SGLANG, environment: { SM_SGLANG_ENABLE_METRICS: '0' } }, 'argument-value-doubtful',
      'environment.SM_SGLANG_ENABLE_METRICS', { form: 'flag' }],
    ['JSON, which is not repeated', { container: VLLM, environment: { SM_VLLM_SPECULATIVE_CONFIG: '{' } }, 'argument-value',
      'environment.SM_VLLM_SPECULATIVE_CONFIG', { got: undefined }],
  ])('of %s is not allowed', (_what, props, id, prop, values) => {
    expect(findingsIn(props)).toEqual([{ id, prop, values: expect.objectContaining(values) }]);
  });

  test.each<[string, Props]>([
    ['is allowed', { container: VLLM, server: ModelServer.vllm({ dataType: 'half' }) }],
    ['is an unresolved token', { container: VLLM, environment: { SM_VLLM_DTYPE: new CfnParameter(newStack(), 'Type').valueAsString } }],
    ['comes from a plugin', {
      container: VLLM, server: ModelServer.vllm({ extraArguments: { 'tool-call-parser': 'mine', 'tool-parser-plugin': '/opt/ml/model/parser.py' } }),
    }],
    ['is that of a later version', { container: image('huggingface-pytorch-tgi-inference:2.0.1-tgi1.1.0-gpu-py39-cu118-ubuntu20.04'), environment: { QUANTIZE: 'awq' } }],
    ['is without types', { container: VLLM, environment: { SM_VLLM_DTYPE: undefined as any } }],
  ])('that %s is not found', (_what, props) => {
    expect(findingsIn(props)).toEqual([]);
  });
});

test('what the library sets is not examined', () => {
  const model = modelPlanOf({ container: VLLM, environment: { SM_VLLM_TASK: 'embed' } });
  expect(argumentFindings(model)).toHaveLength(1);
  expect(argumentFindings({ ...model, origins: { ...model.origins, SM_VLLM_TASK: 'library' } })).toEqual([]);
});

test('a message names the version that removed an argument, and a similar one', () => {
  const messages = argumentFindings(modelPlanOf({ container: VLLM, environment: { SM_VLLM_SWAP_SPACE: '4', SM_VLLM_DTYPE: 'fp16', SM_VLLM_MAX_MODEL_LEN: 'x', SM_VLLM_MAX_NUM_SEQS: '0' } }))
    .map(({ message }) => message);
  expect(messages).toEqual([
    expect.stringMatching(/^'environment.SM_VLLM_SWAP_SPACE' must set an argument of vLLM 0\.21\.0, got 'swap-space' \(removed in [\d.]+\)/),
    expect.stringMatching(/^'environment.SM_VLLM_DTYPE' must be one of auto, .* in vLLM 0\.21\.0, got "fp16", the closest is 'float16'; /),
    expect.stringMatching(/must be an integer, with a unit such as k or without in vLLM/),
    expect.stringMatching(/^'environment.SM_VLLM_MAX_NUM_SEQS' must be at least 1 in vLLM 0\.21\.0, got "0"; /),
  ]);
});
