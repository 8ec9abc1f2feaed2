import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ContainerImage, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelData, ModelServer } from '../../../src';
import { isHubId, modelFindings } from '../../../src/checks/model/model';
import { IMAGES } from '../../images';
import { found, image, modelPlanOf, newStack } from '../../util';

const { LLAMA_CPP, LMI, TEI, TOOLKIT, VLLM_NEURON, VLLM_OMNI } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const findingsIn = (props: Props) => found(modelFindings(modelPlanOf(props)));
const badId = (modelId: string) => ({ id: 'model-id', prop: 'modelId', values: { modelId } });

const OWN = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Own', 'mine'), '1');
const TOOLKIT_5 = image('huggingface-pytorch-inference:2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04');
const OLD_TOOLKIT = image('huggingface-pytorch-inference:1.13.1-transformers4.26.0-cpu-py39-ubuntu20.04');
const vllm = (version: string) => image(`vllm:${version}-gpu-py312-cu130-ubuntu22.04-sagemaker`);
const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'model');

describe('the id of the model', () => {
  test.each([
    'gpt2', 'a', '0', '_a', 'ab', 'ab/cd', 'bert-base-uncased', 'mistralai/Mistral-7B-Instruct-v0.1', 'a/b', 'org_1/name.with-all_of.it', `org/${'a'.repeat(96)}`,
  ])('%s is accepted', modelId => {
    expect(isHubId(modelId)).toBe(true);
    expect(findingsIn({ modelId })).toEqual([]);
  });

  test.each([
    '', ' ', 'a b', 'a/b/c', '/a', 'a/', '-a', 'a-', '.a', 'a.', 'a--b', 'a..b', 'org/a.git', 'org-/a', '.org/a', 'ä', 'a\n', `org/${'a'.repeat(97)}`,
    'https://huggingface.co/gpt2', 's3://bucket/model', '/models/gpt2', '/opt/ml/', '/opt/ml',
  ])('%j is rejected', modelId => {
    expect(isHubId(modelId)).toBe(false);
    expect(findingsIn({ modelId })).toContainEqual(badId(modelId));
  });

  test.each(['/opt/ml/model', '/opt/ml/models/a b/ü', `/opt/ml/${'a'.repeat(248)}`])('%s in the container is accepted', modelId => {
    expect(findingsIn({ modelId, container: OWN })).toEqual([]);
  });

  test.each([
    '/opt/ml/model;1', '/opt/ml/a\n', 'a/b/c', 'a:/opt/ml/model', '/opt/ml/model(1)', `/opt/ml/${'a'.repeat(249)}`, `${'a'.repeat(200)}/${'b'.repeat(56)}`,
  ])('%j is rejected, because it cannot be the value of a tag', modelId => {
    expect(findingsIn({ modelId, container: OWN })).toEqual([badId(modelId)]);
  });

  test('is not examined if it is an unresolved token', () => {
    expect(findingsIn({ modelId: new CfnParameter(newStack(), 'Model').valueAsString })).toEqual([]);
  });

  test.each<[string, Props]>([
    ['ggml-org/GLM-4.7-Flash-GGUF:Q4_K_M', { container: LLAMA_CPP }],
    ['unsloth/Qwen3-8B-GGUF:UD-Q4_K_XL', { container: vllm('0.22.1') }],
    ['unsloth/Qwen3-8B-GGUF:Q4_0', { container: image('mine:1'), server: ModelServer.vllm() }],
    ['llama3:8b', { container: image('mine:1') }],
  ])('%s has a quantization that the server reads', (modelId, props) => {
    expect(findingsIn({ modelId, ...props })).toEqual([]);
  });

  test('is passed to llama.cpp with the quantization', () => {
    expect(modelPlanOf({ modelId: 'org/a-GGUF:Q8_0', container: LLAMA_CPP }).environment).toMatchObject({ SM_LLAMA_CPP_HF_REPO: 'org/a-GGUF:Q8_0' });
  });

  test.each<[string, string, Props]>([
    ['org/a-GGUF:Q4_0', 'TGI', {}],
    ['org/a-GGUF:Q4_0', 'a later version of vLLM', { container: vllm('0.25.1') }],
    ['org/a-GGUF:Q4_0', 'vLLM on AWS Neuron', {
      container: VLLM_NEURON,
    }],
    ['org/a-GGUF:Q4_0', 'vLLM-Omni', { container: VLLM_OMNI }],
    ['org/a-GGUF:', 'llama.cpp', { container: LLAMA_CPP }],
    ['org/a-GGUF:Q4:0', 'llama.cpp', { container: LLAMA_CPP }],
    [':Q4_0', 'llama.cpp', { container: LLAMA_CPP }],
    ['a:Q4/b', 'llama.cpp', { container: LLAMA_CPP }],
  ])('%s is rejected for %s', (modelId, _server, props) => {
    expect(findingsIn({ modelId, ...props })).toContainEqual(badId(modelId));
  });
});

describe('a path in the container', () => {
  test.each<[string, Props, string, string]>([
    ['modelId', { modelId: '/opt/ml/model' }, 'modelId', '/opt/ml/model'],
    ['a variable', { environment: { HF_MODEL_ID: '/opt/ml/other' } }, 'environment.HF_MODEL_ID', '/opt/ml/other'],
    ['an alias', { container: LMI, environment: { OPTION_MODEL_ID: '/opt/ml/other' } }, 'environment.OPTION_MODEL_ID', '/opt/ml/other'],
  ])('of %s is found if nothing puts a model there', (_what, props, prop, path) => {
    expect(findingsIn(props)).toEqual([{ id: 'model-path-without-data', prop, values: { path } }]);
  });

  test.each<[string, Props]>([
    ['weights in Amazon S3', { modelId: '/opt/ml/model', modelData }],
    ['weights in Amazon S3, and a variable', { modelData, environment: { HF_MODEL_ID: '/opt/ml/model/one' } }],
    ['an image of the user', { modelId: '/opt/ml/model', container: OWN }],
    ['an image that the library does not find', { modelId: '/models/gpt2', container: undefined, server: ModelServer.sglang() }],
    ['a variable with a model on the Hub', { modelId: '/opt/ml/model', environment: { HF_MODEL_ID: 'org/model' } }],
    ['an address in Amazon S3, from which the server downloads', { container: LMI, environment: { HF_MODEL_ID: 's3://weights/model' } }],
  ])('is not found with %s', (_what, props) => {
    expect(findingsIn(props)).toEqual([]);
  });
});

describe('llama.cpp', () => {
  test.each<[string, Props, string, string]>([
    ['modelId', { modelId: 'org/model' }, 'modelId', 'org/model'],
    ['a variable', { modelId: 'org/model-GGUF', environment: { SM_LLAMA_CPP_HF_REPO: 'org/model' } }, 'environment.SM_LLAMA_CPP_HF_REPO', 'org/model'],
  ])('does not load the model of %s without GGUF', (_what, props, prop, modelId) => {
    expect(findingsIn({ container: LLAMA_CPP, ...props })).toEqual([{ id: 'llama-cpp-without-gguf', prop, values: { modelId } }]);
  });

  test.each<[string, Props]>([
    ['an id with GGUF', { modelId: 'org/model-gguf' }],
    ['a variable with GGUF', { modelId: 'org/model', environment: { HF_MODEL_ID: 'org/model-GGUF' } }],
    ['a file of the repository', { modelId: 'org/model', environment: { SM_LLAMA_CPP_HF_FILE: 'model.gguf' } }],
    ['a file of the repository as an argument', { modelId: 'org/model', server: ModelServer.llamaCpp({ extraArguments: { 'hf-file': 'model.gguf' } }) }],
    ['weights in Amazon S3', { modelId: 'org/model', modelData }],
    ['another server', { modelId: 'org/model', container: vllm('0.22.1') }],
  ])('has nothing to find with %s', (_what, props) => {
    expect(findingsIn({ container: LLAMA_CPP, ...props })).toEqual([]);
  });
});

describe('a task', () => {
  test.each<[string, Props, string, object]>([
    ['an image', { container: TOOLKIT, task: HuggingFaceTask.ROBOTICS }, 'task', {
      task: 'robotics', server: 'Hugging Face inference toolkit', selectedBy: 'container',
    }],
    ['the toolkit', { container: undefined, server: ModelServer.inferenceToolkit(), task: HuggingFaceTask.TEXT_TO_3D }, 'task', {
      task: 'text-to-3d', server: 'Hugging Face inference toolkit', selectedBy: 'server',
    }],
    ['a later version', { container: TOOLKIT_5, task: HuggingFaceTask.SUMMARIZATION }, 'task', {
      task: 'summarization', server: 'Hugging Face inference toolkit', version: '5.5.3', selectedBy: 'container',
    }],
    ['a later version, with two languages', { container: TOOLKIT_5, environment: { HF_TASK: 'translation_en_to_fr' } }, 'environment.HF_TASK', {
      task: 'translation_en_to_fr', server: 'Hugging Face inference toolkit', version: '5.5.3', selectedBy: 'container',
    }],
    ['an earlier version', { container: OLD_TOOLKIT, task: HuggingFaceTask.TEXT_TO_SPEECH }, 'task', {
      task: 'text-to-speech', server: 'Hugging Face inference toolkit', version: '4.26.0', selectedBy: 'container',
    }],
    ['TEI', { container: undefined, server: ModelServer.tei(), task: HuggingFaceTask.TEXT_GENERATION }, 'task', {
      task: 'text-generation', server: 'Text Embeddings Inference', selectedBy: 'server',
    }],
    ['an image, if a variable sets it', { container: TOOLKIT, task: HuggingFaceTask.SUMMARIZATION, environment: { HF_TASK: 'robotics' } }, 'environment.HF_TASK', {
      task: 'robotics', server: 'Hugging Face inference toolkit', selectedBy: 'container',
    }],
  ])('is not served by %s', (_what, props, prop, values) => {
    expect(findingsIn(props)).toEqual([{ id: 'task-of-server', prop, values }]);
  });

  test.each<[string, Props]>([
    ['the toolkit with a pipeline', { container: TOOLKIT, task: HuggingFaceTask.SUMMARIZATION }],
    ['the toolkit with several modalities', { container: TOOLKIT_5, task: HuggingFaceTask.ANY_TO_ANY }],
    ['the toolkit of a version with the pipeline', { container: TOOLKIT_5, task: HuggingFaceTask.TEXT_CLASSIFICATION }],
    ['the toolkit with another name of a pipeline', { container: TOOLKIT, task: HuggingFaceTask.of('sentiment-analysis') }],
    ['the toolkit with two languages', { container: TOOLKIT, task: HuggingFaceTask.of('translation_en_to_fr') }],
    ['an image of the user with the toolkit', { container: OWN, server: ModelServer.inferenceToolkit(), task: HuggingFaceTask.of('conversational') }],
    ['the toolkit with an unknown task', { container: TOOLKIT, task: HuggingFaceTask.of('a-task-of-tomorrow') }],
    ['the toolkit with an unresolved token', { container: TOOLKIT, task: HuggingFaceTask.of(new CfnParameter(newStack(), 'Task').valueAsString) }],
    ['the toolkit that the user names', { container: undefined, server: ModelServer.inferenceToolkit(), task: HuggingFaceTask.TEXT_TO_IMAGE }],
    ['the toolkit with the task of a variable', { container: TOOLKIT, task: HuggingFaceTask.ROBOTICS, environment: { HF_TASK: 'summarization' } }],
    ['TEI', { container: TEI, task: HuggingFaceTask.TEXT_RANKING }],
    ['vLLM, of which it is not known', { container: undefined, server: ModelServer.vllm(), task: HuggingFaceTask.VIDEO_TEXT_TO_TEXT }],
  ])('is served by %s', (_what, props) => {
    expect(findingsIn(props)).toEqual([]);
  });
});

describe('weights in GGUF format', () => {
  const modelId = 'unsloth/Qwen3-8B-GGUF';

  test.each<[string, Props, string, string]>([
    ['TGI', {}, 'modelId', 'Text Generation Inference'],
    ['TEI', { container: TEI }, 'modelId', 'Text Embeddings Inference'],
    ['vLLM', { container: vllm('0.25.1') }, 'modelId', 'vLLM'],
    ['vLLM before 0.25.1, without a quantization', { container: vllm('0.22.1') }, 'modelId', 'vLLM'],
    ['vLLM by a variable', { container: vllm('0.25.1'), environment: { SM_VLLM_MODEL: modelId } }, 'environment.SM_VLLM_MODEL', 'vLLM'],
  ])('are not loaded by %s', (_what, props, prop, server) => {
    expect(findingsIn({ modelId, ...props })).toEqual([{ id: 'gguf-of-server', prop, values: { modelId, server } }]);
  });

  test.each<[string, Props]>([
    ['llama.cpp', { container: LLAMA_CPP }],
    ['vLLM before 0.25.1, with a quantization', { modelId: `${modelId}:Q4_K_M`, container: vllm('0.22.1') }],
    ['Large Model Inference, of which it is not known', { container: LMI }],
    ['an image of the user, which may have a plugin', { container: OWN, server: ModelServer.vllm() }],
    ['vLLM, because a variable names other weights', { container: vllm('0.25.1'), environment: { SM_VLLM_MODEL: 'Qwen/Qwen3-8B' } }],
  ])('may be loaded by %s', (_what, props) => {
    expect(findingsIn({ modelId, ...props })).toEqual([]);
  });
});

describe('weights in another format', () => {
  test.each([
    ['mlx-community/Qwen3-8B-4bit', 'MLX'], ['lmstudio-community/Qwen3-8B-MLX-4bit', 'MLX'],
    ['org/model_mlx-8bit', 'MLX'], ['org/model-onnx-int4', 'ONNX'], ['org/model-ggml-q4', 'GGML'], ['org/model-exl2-4bpw', 'ExLlamaV2'],
    ['microsoft/Phi-3-mini-4k-instruct-onnx', 'ONNX'], ['LoneStriker/CodeFuse-DeepSeek-33B-4.0bpw-h6-exl2', 'ExLlamaV2'],
  ])('%s is not loaded by vLLM', (modelId, format) => {
    expect(findingsIn({ modelId, container: vllm('0.25.1') })).toEqual([{
      id: 'weights-format-of-server', prop: 'modelId', values: { modelId, server: 'vLLM', format },
    }]);
  });

  test.each([
    'mlx-community/Qwen3-8B-bf16', 'my-mlx-community/Qwen3-8B-4bit', 'org/model-amlx-4bit', 'ggml-org/Qwen3-8B', 'exl2/Qwen3-8B', 'org/aggml', 'org/exl2a', 'org/aonnx',
  ])('%s may have others', modelId => {
    expect(findingsIn({ modelId, container: vllm('0.25.1') })).toEqual([]);
  });
});

test.each<[string, Props, object[]]>([
  ['onnx-community/Qwen3-8B-ONNX', { container: vllm('0.25.1') }, [{ server: 'vLLM', format: 'ONNX' }]],
  ['TheBloke/Llama-2-13B-chat-GGML', {}, [{ server: 'Text Generation Inference', format: 'GGML' }]],
  ['microsoft/Phi-3-mini-4k-instruct-onnx', { container: IMAGES.SGLANG }, [{ server: 'SGLang', format: 'ONNX' }]],
  ['onnx-community/all-MiniLM-L6-v2-ONNX', { container: TEI }, []], // TEI loads onnx/model.onnx
  ['onnx-community/Qwen3-8B', { container: vllm('0.25.1') }, []],
  ['org/nonnxt-8b', { container: vllm('0.25.1') }, []],
  ['onnx-community/Qwen3-8B-ONNX', { container: OWN, server: ModelServer.vllm() }, []],
])('the format in the name %s is compared with the server', (modelId, props, expected) => {
  expect(findingsIn({ modelId, ...props })).toEqual(expected.map(values => (
    { id: 'weights-format-of-server', prop: 'modelId', values: { modelId, ...values } })));
});

describe('the address of a page of the Hub', () => {
  const address = 'https://huggingface.co/Qwen/Qwen3-8B';

  test.each([address, 'http://www.huggingface.co/Qwen/Qwen3-8B', 'https://hf.co/Qwen/Qwen3-8B'])('is rejected in a variable: %s', modelId => {
    expect(findingsIn({ modelId: 'Qwen/Qwen3-8B', container: vllm('0.25.1'), environment: { SM_VLLM_MODEL: modelId } }))
      .toEqual([{ id: 'model-id', prop: 'environment.SM_VLLM_MODEL', values: { modelId } }]);
  });

  test('is rejected once as the ID', () => {
    expect(findingsIn({ modelId: address, container: vllm('0.25.1') })).toEqual([badId(address)]);
  });

  test.each<[string, Props]>([
    ['another address', { container: vllm('0.25.1'), environment: { SM_VLLM_MODEL: 's3://bucket/model' } }],
    ['another server', { container: LMI, environment: { OPTION_MODEL_ID: address } }],
    ['a page with an unresolved token', {
      container: vllm('0.25.1'), environment: { SM_VLLM_MODEL: `https://huggingface.co/${new CfnParameter(newStack(), 'Page').valueAsString}` },
    }],
    ['a page of another site', { container: vllm('0.25.1'), environment: { SM_VLLM_MODEL: 'https://example.com/https://hf.co/Qwen/Qwen3-8B' } }],
    ['another top-level domain', { container: vllm('0.25.1'), environment: { SM_VLLM_MODEL: 'https://huggingfaceXco/Qwen/Qwen3-8B' } }],
    ['an image of the user', { container: OWN, server: ModelServer.vllm(), environment: { SM_VLLM_MODEL: address } }],
  ])('%s is accepted', (_what, props) => {
    expect(findingsIn(props)).toEqual([]);
  });
});

describe('a Hub that is switched off', () => {
  const environment = { HF_HUB_OFFLINE: 'true' };

  test('is not needed for a path', () => {
    expect(findingsIn({ modelId: '/opt/ml/model', environment })).toMatchObject([{ id: 'model-path-without-data' }]);
  });

  test('does not have the model', () => {
    expect(findingsIn({ modelId: 'org/a', environment })).toEqual([
      { id: 'hub-model-while-offline', prop: 'environment.HF_HUB_OFFLINE', values: { variable: 'true', modelId: 'org/a' } },
    ]);
  });

  test.each<[string, Props]>([
    ['the weights are in Amazon S3', { modelData }],
    ['an image of the user may contain them', { container: OWN, server: ModelServer.vllm() }],
    ['the server does not read the variable', { container: TEI }],
    ['the server is not known', { container: image('mine:1') }],
    ['the weights are in Amazon S3 by another server', { container: vllm('0.25.1'), modelData, environment: { HF_HUB_OFFLINE: 'true', SM_VLLM_MODEL: 'org/a' } }],
    ['the model is an unresolved token', { modelId: new CfnParameter(newStack(), 'Model').valueAsString }],
    ['the value is another one', { environment: { HF_HUB_OFFLINE: '0' } }],
  ])('is not found if %s', (_what, props) => {
    expect(findingsIn({ modelId: 'org/a', environment, ...props })).toEqual([]);
  });
});
