import { knownHubId } from './hub-id';
import { isKnown } from '../../common/known';
import { isOfAws } from '../../container/listed-image';
import { ServerFamily } from '../../container/server-family';
import { isGguf } from '../../model/gguf';
import { effectiveArgument } from '../../plan/effective-setting';
import { modelProp, taskProp } from '../../plan/given-props';
import { isOffline } from '../../plan/hub-download';
import { ModelPlan } from '../../plan/model-plan';
import { isWithin } from '../../server/server-setting';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

/**
 * The model and the endpoint are tagged with the id, so it must be a valid value of a tag.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html
 */
const LOCAL_PATH = /^\/[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
const IN_OPT_ML = /^\/opt\/ml\/./;
const MAXIMUM_LENGTH = 256;

const HUB_ID = /^(\w([\w.-]*\w)?\/)?\w([\w.-]{0,94}\w)?$/;

const MODEL_ID: Check<{ readonly modelId: string }> = {
  id: 'model-id',
  severity: 'error',
  what: '`modelId` is neither a valid model ID on the Hugging Face Hub, with a quantization or without for llama.cpp and vLLM before 0.25.1, '
    + 'nor a path under `/opt/ml/`, or any path in an image of your own',
  why: 'the container does not find the model, and never becomes healthy',
  fix: 'use the ID of the model on the Hub, such as `organization/name`, or a path under `/opt/ml/`',
  source: 'https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_validators.py',
  message: (prop, { modelId }) => `'${prop}' must be ${allowedText(modelId)}, got ${quoted(modelId)}`,
};

/** What is allowed: a path for what looks like one, otherwise an ID. */
function allowedText(modelId: string): string {
  if (modelId.startsWith('/')) {
    return `a path that begins with '/opt/ml/', of at most ${MAXIMUM_LENGTH} letters, digits, spaces and any of _.:/=+-@`;
  }
  const quantization = modelId.includes(':')
    ? ", followed by ':' and a quantization such as Q4_K_M only for llama.cpp and vLLM before 0.25.1" : '';
  return "the ID of a model on the Hugging Face Hub: 'name' or 'organization/name' of letters, digits, '-', '_' and '.' "
    + `(at most 96 characters in the name and ${MAXIMUM_LENGTH} in total; no part begins or ends with '-' or '.'; `
    + `no '--', no '..', and no '.git' at the end)${quantization}`;
}

const PATH_WITHOUT_DATA: Check<{ readonly path: string }> = {
  id: 'model-path-without-data',
  severity: 'warning',
  what: 'the model is a path in the container, but neither `modelData` nor an image of your own puts a model there',
  why: 'the container does not find the model, and never becomes healthy',
  fix: 'set `modelData`, or use the ID of the model on the Hub',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html',
  message: (prop, { path }) => `'${prop}' ${path} is a path in the container, but nothing puts a model there`,
};

const OFFLINE: Check<{ readonly variable: string; readonly modelId: string }> = {
  id: 'hub-model-while-offline',
  severity: 'error',
  what: '`environment` switches the Hugging Face Hub off for a model on the Hub, and neither `modelData` nor an image of your own contains it',
  why: 'the server does not download the model, and the endpoint never becomes healthy',
  fix: 'remove the variable, or put the weights into Amazon S3 and set `modelData`',
  source: 'https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables',
  message: (prop, { variable, modelId }) => `'${prop}' must not be set for the model ${modelId} on the Hugging Face Hub, got ${quoted(variable)}`,
};

const GGUF: Check<{ readonly modelId: string }> = {
  id: 'llama-cpp-without-gguf',
  severity: 'warning',
  what: 'llama.cpp is configured with a model on the Hub whose ID does not contain `GGUF`',
  why: 'llama.cpp loads weights in GGUF format only, and never becomes healthy without them',
  fix: 'use a repository with `.gguf` files, or weights in Amazon S3',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh',
  message: (prop, { modelId }) => `'${prop}' ${modelId} may not have weights in GGUF format, the only format that llama.cpp loads`,
};

const GGUF_ONLY: Check<{ readonly modelId: string; readonly server: string }> = {
  id: 'gguf-of-server',
  severity: 'warning',
  what: 'the ID of the model on the Hub contains `GGUF`, and the server is vLLM, vLLM-Omni, TGI or TEI',
  why: 'such a repository has weights in GGUF format only, and the server finds none that it can load: TGI and TEI load no GGUF at all, and vLLM '
    + 'loads one file of them, before version 0.25.1, if its quantization follows the ID',
  fix: 'use the repository with the original weights, or llama.cpp',
  source: 'https://docs.vllm.ai/en/latest/features/quantization/gguf/',
  message: (prop, { modelId, server }) => `'${prop}' ${modelId} may have weights in GGUF format only, which ${server} does not load from this ID`,
};

const OTHER_FORMAT: Check<{ readonly modelId: string; readonly server: string; readonly format: string }> = {
  id: 'weights-format-of-server',
  severity: 'warning',
  what: 'the ID of the model on the Hub names a format that the server does not load: ONNX or GGML for vLLM, TGI or SGLang; quantized MLX or '
    + 'ExLlamaV2 for vLLM',
  why: 'the server finds no weights that it can load',
  fix: 'use the repository with the original weights',
  source: 'https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/model_loader/default_loader.py',
  message: (prop, { modelId, server, format }) => `'${prop}' ${modelId} may have weights in ${format} format only, which ${server} does not load`,
};

/** A task, and the server that does not serve it. */
interface UnservedTask {
  readonly task: string;
  readonly server: string;

  /** The version of the server, if another version serves the task. */
  readonly version?: string;

  /** The prop that selects the server. */
  readonly selectedBy: 'container' | 'server';
}

const TASK: Check<UnservedTask> = {
  id: 'task-of-server',
  severity: 'warning',
  what: 'the server in the image does not serve the task',
  why: 'the model is not loaded, or its responses have another format',
  fix: 'use an image with a server for this task, or remove `container` and `server`, so that the library chooses an image, if it knows one for '
    + 'this task',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/constants.py',
  message: (prop, { task, server, version, selectedBy }) =>
    `'${prop}' ${task} is not served by ${version === undefined ? server : `${server} ${version}`}, the server that '${selectedBy}' selects`,
};

export const MODEL_CHECKS = [MODEL_ID, PATH_WITHOUT_DATA, OFFLINE, GGUF, GGUF_ONLY, OTHER_FORMAT, TASK];

/** Whether a model id can be the id of a repository on the Hugging Face Hub. */
export function isHubId(id: string): boolean {
  return HUB_ID.test(id) && !id.includes('--') && !id.includes('..') && !id.endsWith('.git');
}

/** Finds a model that the container cannot find, or that the server does not serve. */
export function modelFindings(model: ModelPlan): Finding[] {
  return [
    ...idFindings(model), ...pathFindings(model), ...offlineFindings(model), ...formatFindings(model), ...taskFindings(model),
  ];
}

function idFindings(model: ModelPlan): Finding[] {
  const { modelId } = model;
  const isValid = () => modelId.length <= MAXIMUM_LENGTH && (isHubId(withoutQuantization(model)) || isPath(model));
  return [
    ...when(isKnown(modelId) && !isValid(), () => finding(MODEL_ID, 'modelId', { modelId })),
    ...addressFindings(model),
  ];
}

/** The servers that pass the ID of any variable to huggingface_hub, which rejects an address. */
const SERVERS_OF_HUB: readonly (ServerFamily | undefined)[] = [ServerFamily.VLLM, ServerFamily.VLLM_OMNI, ServerFamily.SGLANG, ServerFamily.TGI];

/** The address of a page of the Hub. Servers read addresses of other kinds, such as `s3://`. */
const PAGE_OF_HUB = /^https?:\/\/(www\.)?(huggingface\.co|hf\.co)\//;

/** Finds an address in a variable. */
function addressFindings(model: ModelPlan): Finding[] {
  const { server, image } = model;
  const modelId = knownHubId(model);
  return modelId?.match(PAGE_OF_HUB) && modelId !== model.modelId && SERVERS_OF_HUB.includes(server.family) && isOfAws(image)
    ? [finding(MODEL_ID, modelProp(model), { modelId })] : [];
}

/** A path of an image of the user's can be anywhere. */
function isPath({ modelId, image }: ModelPlan): boolean {
  return LOCAL_PATH.test(modelId) && (IN_OPT_ML.test(modelId) || !image?._availability);
}

/** The id without the quantization of GGUF weights, for a server that reads it. */
function withoutQuantization({ modelId, server, serverVersion }: ModelPlan): string {
  const versions = server.traits.quantizationInModelId;
  const isRead = versions && (serverVersion === undefined || isWithin(serverVersion, undefined, versions.before));
  return isRead ? modelId.replace(/:[\w.-]+$/, '') : modelId;
}

/** A path of an image of the user's may have a model, and so may one that comes with `modelData`. */
function pathFindings(model: ModelPlan): Finding[] {
  const { weights, modelData, image } = model;
  return weights.kind === 'local' && weights.path.startsWith('/') && !modelData && image?._availability
    ? [finding(PATH_WITHOUT_DATA, modelProp(model), { path: weights.path })]
    : [];
}

/**
 * Weights in Amazon S3, and an image of the user's, may contain a cache of the Hub. TEI and llama.cpp do not read the variable: only servers that the
 * library sets it for are known to.
 */
function offlineFindings(model: ModelPlan): Finding[] {
  const { environment, modelData, image, server } = model;
  const modelId = knownHubId(model);
  const isRead = server.family !== undefined && server.settings.some(({ name }) => name === 'offline');
  if (!isRead || !isOffline(environment) || modelData || !isOfAws(image) || modelId === undefined) {
    return [];
  }
  return [finding(OFFLINE, 'environment.HF_HUB_OFFLINE', { variable: environment.HF_HUB_OFFLINE, modelId })];
}

/** Servers that find no weights in a repository with GGUF files only. The others are not known to, or load what their own options name. */
const SERVERS_WITHOUT_GGUF: readonly (ServerFamily | undefined)[] = [ServerFamily.VLLM, ServerFamily.VLLM_OMNI, ServerFamily.TGI, ServerFamily.TEI];

/** Servers that load safetensors and PyTorch files, and end without one. TEI and Large Model Inference load ONNX, too. */
const LOAD_TENSORS: readonly (ServerFamily | undefined)[] = [ServerFamily.VLLM, ServerFamily.SGLANG, ServerFamily.TGI];

/**
 * Formats in the name of a repository that servers do not load.
 *
 * @see https://github.com/vllm-project/vllm/issues/13283
 * @see https://github.com/vllm-project/vllm/issues/3203
 */
const OTHER_FORMATS = [
  { format: 'ONNX', pattern: /(?<![a-z])onnx(?![a-z])[^/]*$/i, servers: LOAD_TENSORS },
  { format: 'GGML', pattern: /(?<![a-z])ggml(?![a-z])[^/]*$/i, servers: LOAD_TENSORS },
  { format: 'MLX', pattern: /^mlx-community\/.*\dbit|[-_]mlx-\dbit/i, servers: [ServerFamily.VLLM] },
  { format: 'ExLlamaV2', pattern: /(?<![a-z])exl2(?![a-z])[^/]*$/i, servers: [ServerFamily.VLLM] },
];

function formatFindings(model: ModelPlan): Finding[] {
  const { server, image } = model;
  const modelId = knownHubId(model);
  if (modelId === undefined) {
    return [];
  }
  if (server.traits.loadsOnlyGguf) {
    return when(!isGguf(modelId) && !effectiveArgument(model, 'hf-file'), () => finding(GGUF, modelProp(model), { modelId }));
  }
  const other = OTHER_FORMATS.find(({ pattern, servers }) => pattern.test(modelId) && servers.includes(server.family));
  if (other && !server.neuron && isOfAws(image)) {
    return [finding(OTHER_FORMAT, modelProp(model), { modelId, server: server.title, format: other.format })];
  }
  // an image of the user's may have a plugin; a quantization that the server does not read is found with the ID
  const lacksGguf = SERVERS_WITHOUT_GGUF.includes(server.family) && isOfAws(image);
  return when(lacksGguf && isGguf(modelId) && !modelId.includes(':'), () => finding(GGUF_ONLY, modelProp(model), { modelId, server: server.title }));
}

function taskFindings(model: ModelPlan): Finding[] {
  const { task, server, serverVersion, hasOwnImage, givenServer } = model;
  const { servesTask } = server.traits;
  if ((!hasOwnImage && !givenServer) || !isKnown(task) || !servesTask || servesTask(task, serverVersion)) {
    return [];
  }
  return [finding(TASK, taskProp(model), {
    task,
    server: server.title,
    version: servesTask(task, undefined) ? serverVersion : undefined,
    selectedBy: hasOwnImage ? 'container' : 'server',
  })];
}
