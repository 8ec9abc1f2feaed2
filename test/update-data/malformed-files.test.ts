import { dlcFile, inputs, tgiFile, upstream } from './upstream';
import { catalogOf } from '../../projenrc/update-data/catalog';
import { DLC_FOLDER, HUB_DOCS_FILE, SDK_FOLDER } from '../../projenrc/update-data/upstream-files';

const LLM_FILE = `${SDK_FOLDER}/huggingface-llm.json`;
const VLLM_FILE = `${DLC_FOLDER}/huggingface-vllm/0.25.1-gpu-sagemaker.yml`;
const REPOSITORIES = 'djl-inference, huggingface-llamacpp, huggingface-pytorch-inference, huggingface-pytorch-inference-neuron, '
  + 'huggingface-pytorch-inference-neuronx, huggingface-pytorch-tgi-inference, huggingface-sglang, huggingface-tensorflow-inference, '
  + 'huggingface-vllm, huggingface-vllm-inference-neuronx, huggingface-vllm-omni, llama-cpp, llama-cpp-arm64, sglang, tei, tei-cpu, vllm';
const KNOWN = '"other":{"repository":"tei"}';

test.each([
  [LLM_FILE, ' \n', 'the file must be there and hold text, got an empty file'],
  [LLM_FILE, '{"inference"', 'must be JSON, got: '],
  [LLM_FILE, '[]', 'must be an object, got []'],
  [LLM_FILE, '{"inference":1}', 'inference: must be an object, got 1'],
  [LLM_FILE, `{"inference":{"versions":null,${KNOWN}}}`, 'versions: must be an object, got null'],
  [LLM_FILE, `{"inference":{"versions":{"1.0":"x"},${KNOWN}}}`, 'versions[\'1.0\']: must be an object, got "x"'],
  [LLM_FILE, `{"inference":{"versions":{"1.0":{"pytorch1.9.0":1}},${KNOWN}}}`, 'versions[\'1.0\'][\'pytorch1.9.0\']: must be an object, got 1'],
  [LLM_FILE, `{"inference":{"versions":{"1.0":{"repository":""}},${KNOWN}}}`, 'versions[\'1.0\'].repository: must be a text, got ""'],
  [LLM_FILE, tgiFile({ registries: undefined }), 'versions[\'3.3.6\'].registries: must be an object, got undefined'],
  [LLM_FILE, tgiFile({ registries: { 'us-east-1': 7 } }),
    'versions[\'3.3.6\'].registries[\'us-east-1\']: must be the twelve digits of an account, got 7'],
  [LLM_FILE, tgiFile({ tag_prefix: 3 }), 'versions[\'3.3.6\'].tag_prefix: must be a text, got 3'],
  [LLM_FILE, tgiFile({ container_version: 'cu124' }), 'versions[\'3.3.6\'].container_version: must be an object, got "cu124"'],
  [LLM_FILE, tgiFile({ container_version: { gpu: 1 } }), 'versions[\'3.3.6\'].container_version.gpu: must be a text, got 1'],
  [LLM_FILE, tgiFile({ py_versions: [] }), 'versions[\'3.3.6\'].py_versions: must be a list with at least one text, got []'],
  [LLM_FILE, tgiFile({ sdk_versions: [2] }), 'versions[\'3.3.6\'].sdk_versions[0]: must be a text, got 2'],
  [VLLM_FILE, 'framework: [', 'must be YAML, got: '],
  [VLLM_FILE, 'text', 'must be an object, got "text"'],
  [VLLM_FILE, dlcFile({ platform: undefined }), 'platform: must be a text, got undefined'],
  [VLLM_FILE, dlcFile({ ecr_repository: 1 }), 'ecr_repository: must be a text, got 1'],
  [VLLM_FILE, dlcFile({ framework: undefined }), 'framework: must be a text, got undefined'],
  [VLLM_FILE, dlcFile({ eop: 'soon' }), 'eop: must be a day such as 2027-08-21, got "soon"'],
  [VLLM_FILE, dlcFile({ tags: 'one' }), 'tags: must be a list with at least one text, got "one"'],
  [VLLM_FILE, dlcFile({ accelerator: 'tpu' }), 'accelerator: must be one of cpu, gpu, neuronx, got \'tpu\''],
  [VLLM_FILE, dlcFile({ cuda: 'cu129' }),
    'cudaVersion of huggingface-vllm:0.25.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04: must be \'13.0\' as in the tag, got \'12.9\''],
  [HUB_DOCS_FILE, '# No images', 'must name images as <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>, got none'],
])('%s: %s: %s', (path, text, message) => {
  expect(() => catalogOf(upstream({ [path]: text }), inputs())).toThrow(`${path}: ${message}`);
});

test('a folder without images for SageMaker is an error', () => {
  expect(() => catalogOf(upstream({ [VLLM_FILE]: dlcFile({ platform: 'ec2' }) }), inputs())).toThrow(
    `${DLC_FOLDER}: must hold a .yml file for each image, got none for SageMaker`,
  );
});

test.each([
  ['no table', undefined],
  ['no table for inference', '{"training":{}}'],
  ['no table of a known repository', tgiFile({ repository: 'new' })],
])('a folder of the SDK with %s is an error', (_, text) => {
  expect(() => catalogOf(upstream({ [LLM_FILE]: text }), inputs())).toThrow(
    `${SDK_FOLDER}: must hold a .json file for each framework, got none that names a known repository`,
  );
});

test('a tag that does not say for which device it is is an error', () => {
  const file = tgiFile({ tag_prefix: '3.3.6', container_version: undefined });
  expect(() => catalogOf(upstream({ [LLM_FILE]: file }), inputs())).toThrow(
    'huggingface-pytorch-tgi-inference:3.3.6: the tag must say for which device the image is (cpu, gpu, cuNNN, neuron or neuronx)',
  );
});

test('an image kept by hand of an unknown repository is an error', () => {
  const additionalImages = [{ repository: 'other', tag: '1', reason: 'none' }];
  expect(() => catalogOf(upstream(), inputs({ additionalImages }))).toThrow(
    `data/additional-images.json: repository: must be one of ${REPOSITORIES}, got 'other'`,
  );
});
