import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from './finding';
import { ServerFamily } from '../container/server-family';
import { EndpointPlan } from '../plan/endpoint-plan';
import { TASKS_WITHOUT_PIPELINE } from '../server/inference-toolkit';
import { compareVersions } from '../version';

const MODEL_ID: Check = {
  id: 'model-id',
  severity: 'error',
  what: '`modelId` cannot be an id on the Hub, nor one with a quantization for llama.cpp and vLLM before 0.25.1, and is not a path that begins with `/opt/ml/`',
  why: 'the container does not find the model, and never becomes healthy',
  fix: 'name the model as the Hub does: `organisation/name`',
  source: 'https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_validators.py',
};

const PATH_WITHOUT_DATA: Check = {
  id: 'model-path-without-data',
  severity: 'warning',
  what: '`modelId` is a path in the container, and nothing puts a model there: neither `modelData` nor an image of your own',
  why: 'the container finds no model, and never becomes healthy',
  fix: 'name the weights with `modelData`, or the model on the Hub',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html',
};

const GGUF: Check = {
  id: 'llama-cpp-without-gguf',
  severity: 'warning',
  what: 'llama.cpp is told a model of the Hub whose name does not speak of GGUF',
  why: 'it reads no other form of weights, and never becomes healthy',
  fix: 'name a repository with `.gguf` files',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh',
};

const TASK: Check = {
  id: 'task-of-server',
  severity: 'warning',
  what: '`task` is one that the server in the image does not serve',
  why: 'the model is not loaded, or its answers have another form',
  fix: 'leave `container` and `server` out, so that an image for the task is picked where there is one, or name another image',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/constants.py',
};

export const MODEL_CHECKS = [MODEL_ID, PATH_WITHOUT_DATA, GGUF, TASK];

/**
 * The model and the endpoint are tagged with the id, so that it has what a tag may have.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html
 */
const LOCAL_PATH = /^\/opt\/ml\/[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
const MAXIMUM_LENGTH = 256;

const HUB_ID = /^(\w([\w.-]*\w)?\/)?\w([\w.-]{0,94}\w)?$/;

/** What servers with one purpose serve. */
const GENERATION = ['text-generation', 'image-text-to-text', 'audio-text-to-text', 'video-text-to-text', 'any-to-any'];
const TASKS_OF_SERVERS: Partial<Record<ServerFamily, readonly string[]>> = {
  [ServerFamily.TGI]: GENERATION,
  [ServerFamily.TEI]: ['feature-extraction', 'sentence-similarity', 'text-ranking', 'text-classification', 'fill-mask', 'token-classification'],
};

/** Whether a model id can be the id of a repository on the Hugging Face Hub. */
export function isHubId(id: string): boolean {
  return HUB_ID.test(id) && !id.includes('--') && !id.includes('..') && !id.endsWith('.git');
}

/** Checks which model is served. */
export function modelFindings(plan: EndpointPlan): Finding[] {
  return [...modelId(plan), ...path(plan), ...gguf(plan), ...task(plan)];
}

function modelId(plan: EndpointPlan): Finding[] {
  const id = plan.modelId;
  if (Token.isUnresolved(id) || (id.length <= MAXIMUM_LENGTH && (isHubId(withoutQuantization(plan)) || LOCAL_PATH.test(id)))) {
    return [];
  }
  return [finding(MODEL_ID, "'modelId' must be the id of a model on the Hugging Face Hub, name or organisation/name in letters, digits, '-', '_' and '.', "
    + "the name with at most 96 characters, neither part beginning or ending with '-' or '.', without '--' or '..' and not ending in '.git', "
    + "for llama.cpp, and for vLLM before 0.25.1, with ':' and a quantization such as Q4_K_M after it if you want one, "
    + `or a path beginning /opt/ml/ of letters, digits, spaces and any of _.:/=+-@, in at most ${MAXIMUM_LENGTH} characters, got ${JSON.stringify(id)}`)];
}

/**
 * The id without the quantization of GGUF weights, for a server that reads it or is not known.
 *
 * @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 * @see https://docs.vllm.ai/en/v0.14.0/features/quantization/gguf/
 */
function withoutQuantization({ modelId: id, server: { family, neuron }, serverVersion }: EndpointPlan): string {
  const isRead = family === undefined || family === ServerFamily.LLAMA_CPP
    || (family === ServerFamily.VLLM && !neuron && (serverVersion === undefined || compareVersions(serverVersion, '0.25.1') < 0));
  return isRead ? id.replace(/:[\w.-]+$/, '') : id;
}

function path({ weights, container }: EndpointPlan): Finding[] {
  if (weights.kind !== 'local' || weights.fromS3 || !container?._availability) {
    return [];
  }
  return [finding(PATH_WITHOUT_DATA, `'modelId' ${weights.path} is a path in the container, where nothing puts a model; name the weights with 'modelData', `
    + 'or the id of the model on the Hub')];
}

function gguf({ weights, server, environment }: EndpointPlan): Finding[] {
  const named = environment.SM_LLAMA_CPP_HF_FILE !== undefined;
  if (server.family !== ServerFamily.LLAMA_CPP || weights.kind !== 'hub' || named || Token.isUnresolved(weights.modelId) || /gguf/i.test(weights.modelId)) {
    return [];
  }
  return [finding(GGUF, `'modelId' ${weights.modelId} may have no weights in GGUF form, which is all that llama.cpp reads; `
    + 'name a repository with .gguf files, or weights in Amazon S3')];
}

function task({ props, server: { family: server } }: EndpointPlan): Finding[] {
  const name = props.task?.toString();
  if ((!props.container && !props.server) || name === undefined || Token.isUnresolved(name) || !server || serves(server, name)) {
    return [];
  }
  const prop = props.container ? 'container' : 'server';
  return [finding(TASK, `'task' ${name} is not served by '${prop}', whose server is ${server}; leave '${prop}' out, so that an image for the task `
    + 'is picked where there is one, or name another image')];
}

function serves(server: ServerFamily, name: string): boolean {
  return server === ServerFamily.INFERENCE_TOOLKIT ? !TASKS_WITHOUT_PIPELINE.includes(name) : TASKS_OF_SERVERS[server]?.includes(name) ?? true;
}
