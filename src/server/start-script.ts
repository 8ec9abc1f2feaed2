import { isJsonStructure } from './json-value';
import { ServerDefinition } from './server-definition';
import { isKnownWithin } from './server-setting';
import { ServerFamily } from '../container/server-family';

/** How the start script of an image makes the command line of the server from variables. Booleans are in `flag.ts`. */
export interface StartScript {
  /** Whether each member of a JSON list becomes an argument. */
  readonly passesLists: boolean;

  /** Whether only the first line of a value is read. */
  readonly readsFirstLine: boolean;

  /** Whether the arguments become one line, which is split again: with quotes around each, or without. Undefined if they stay apart. */
  readonly joinsWords?: 'with quotes' | 'without quotes';
}

interface Dialect extends StartScript {
  readonly family: ServerFamily;
  readonly repositories: readonly string[];
  readonly since?: string;
  readonly before?: string;
}

const AWS_VLLM = { family: ServerFamily.VLLM, repositories: ['vllm'] };
const AWS_OMNI = { family: ServerFamily.VLLM_OMNI, repositories: ['vllm'] };
const HUGGING_FACE_VLLM = { family: ServerFamily.VLLM, repositories: ['huggingface-vllm'] };
const AWS_SGLANG = { family: ServerFamily.SGLANG, repositories: ['sglang'] };
const AWS_LLAMA_CPP = { family: ServerFamily.LLAMA_CPP, repositories: ['llama-cpp', 'llama-cpp-arm64'] };

/** Only scripts that are public: those of the images of Hugging Face before vLLM 0.22.1 are not. */
const DIALECTS: readonly Dialect[] = [
  // https://github.com/aws/deep-learning-containers/commit/dceae132: the first versions that have it for certain
  { ...AWS_VLLM, since: '0.28.0', passesLists: true, readsFirstLine: false, joinsWords: 'with quotes' },
  // https://github.com/aws/deep-learning-containers/commit/6311ff38
  { ...AWS_VLLM, since: '0.24.0', before: '0.28.0', passesLists: false, readsFirstLine: true, joinsWords: 'with quotes' },
  // https://github.com/aws/deep-learning-containers/commit/5b354ff5
  { ...AWS_VLLM, since: '0.20.2', before: '0.24.0', passesLists: false, readsFirstLine: true, joinsWords: 'without quotes' },
  { ...AWS_VLLM, before: '0.20.2', passesLists: false, readsFirstLine: true },
  { ...AWS_OMNI, before: '0.26.1', passesLists: false, readsFirstLine: true },
  // https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/huggingface/vllm/sagemaker_entrypoint.sh
  { ...HUGGING_FACE_VLLM, since: '0.24.0', passesLists: false, readsFirstLine: true, joinsWords: 'with quotes' },
  { ...HUGGING_FACE_VLLM, since: '0.22.1', before: '0.24.0', passesLists: false, readsFirstLine: true, joinsWords: 'without quotes' },
  // https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/sglang/sagemaker_entrypoint.sh
  { ...AWS_SGLANG, passesLists: false, readsFirstLine: true },
  // https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh
  { ...AWS_LLAMA_CPP, passesLists: false, readsFirstLine: true },
];

/**
 * The start script of an image in a registry of AWS. Undefined if it was not read, or if it depends on a version that is not
 * known.
 *
 * @param image the image, as `repository:tag`
 * @param environment the variables of the container: one of them keeps the arguments apart
 */
export function startScriptOf(
  { family, neuron }: ServerDefinition, version: string | undefined, image: string | undefined, environment: Readonly<Record<string, unknown>>,
): StartScript | undefined {
  const repository = image?.split(/[:@]/)[0];
  const script = DIALECTS.find(each => each.family === family && !neuron && each.repositories.includes(repository!)
    && isKnownWithin(version, each));
  return script && { ...script, joinsWords: isSupervised(environment) ? script.joinsWords : undefined };
}

/** Whether a supervisor starts the server from one line: https://pypi.org/project/model-hosting-container-standards/ */
function isSupervised({ PROCESS_AUTO_RECOVERY: recovery }: Readonly<Record<string, unknown>>): boolean {
  return typeof recovery !== 'string' || !/^(false|0)$/i.test(recovery);
}

/** A value that single quotes surround, so that the start script keeps it together. */
const IN_QUOTES = /^'(?:[^']|'\\'')*'$/s;

/**
 * What to write so that the server gets a value as it is.
 *
 * @param isWhole whether the value is never several arguments on purpose, as JSON is not
 */
export function forStartScript(script: StartScript | undefined, text: string, isWhole = isJsonStructure(text)): string {
  if (script?.joinsWords === undefined) {
    return text;
  }
  const escaped = hasLonePercent(text) ? text.replace(/%/g, '%%') : text;
  return isWhole && isSplit(script, escaped) ? `'${escaped.replace(/'/g, "'\\''")}'` : escaped;
}

/** What the server gets of a value: without the single quotes and the doubled percent signs that are only for the start script. */
export function asReceived(script: StartScript | undefined, text: string): string {
  if (script?.joinsWords === undefined) {
    return text;
  }
  const bare = script.joinsWords === 'without quotes' && IN_QUOTES.test(text) ? text.slice(1, -1).replace(/'\\''/g, "'") : text;
  return bare.replace(/%%/g, '%');
}

/** Whether the start script removes quotes from a value, or splits it into several arguments. */
export function isSplit({ joinsWords }: StartScript, text: string): boolean {
  return joinsWords === 'without quotes' && /["'\\]|\S\s+\S/.test(text) && !IN_QUOTES.test(text);
}

/** Whether a value has a percent sign with which the supervisor does not start: it reads only two of them, or the name of a variable. */
export function hasLonePercent(text: string): boolean {
  return text.split(/%%|%\(ENV_\w+\)s/).some(part => part.includes('%'));
}
