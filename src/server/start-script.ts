import { ServerDefinition } from './server-definition';
import { isWithin } from './server-setting';
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
  readonly families: readonly ServerFamily[];

  /** What the name of the repository matches. */
  readonly repository: RegExp;
  readonly since?: string;
  readonly before?: string;
}

const VLLM: readonly ServerFamily[] = [ServerFamily.VLLM];
const OMNI: readonly ServerFamily[] = [ServerFamily.VLLM_OMNI];

/** Only scripts that are public: those of the images of Hugging Face before vLLM 0.22.1 are not. */
const DIALECTS: readonly Dialect[] = [
  // https://github.com/aws/deep-learning-containers/commit/dceae132: the first versions that have it for certain
  { families: VLLM, repository: /^vllm$/, since: '0.28.0', passesLists: true, readsFirstLine: false, joinsWords: 'with quotes' },
  // https://github.com/aws/deep-learning-containers/commit/6311ff38
  { families: VLLM, repository: /^vllm$/, since: '0.24.0', before: '0.28.0', passesLists: false, readsFirstLine: true, joinsWords: 'with quotes' },
  // https://github.com/aws/deep-learning-containers/commit/5b354ff5
  { families: VLLM, repository: /^vllm$/, since: '0.20.2', before: '0.24.0', passesLists: false, readsFirstLine: true, joinsWords: 'without quotes' },
  { families: VLLM, repository: /^vllm$/, before: '0.20.2', passesLists: false, readsFirstLine: true },
  { families: OMNI, repository: /^vllm$/, before: '0.26.1', passesLists: false, readsFirstLine: true },
  // https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/huggingface/vllm/sagemaker_entrypoint.sh
  { families: VLLM, repository: /^huggingface-vllm$/, since: '0.24.0', passesLists: false, readsFirstLine: true, joinsWords: 'with quotes' },
  {
    families: VLLM,
    repository: /^huggingface-vllm$/,
    since: '0.22.1',
    before: '0.24.0',
    passesLists: false,
    readsFirstLine: true,
    joinsWords: 'without quotes',
  },
  // https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/sglang/sagemaker_entrypoint.sh
  { families: [ServerFamily.SGLANG], repository: /^sglang$/, passesLists: false, readsFirstLine: true },
];

/**
 * The start script of an image in a registry of AWS. Undefined if it was not read, or if the version is not known.
 *
 * @param image the image, as `repository:tag`
 */
export function startScriptOf({ family, neuron }: ServerDefinition, version: string | undefined, image: string | undefined): StartScript | undefined {
  const repository = image?.split(/[:@]/)[0];
  return family === undefined || neuron || version === undefined || repository === undefined ? undefined
    : DIALECTS.find(each => each.families.includes(family) && each.repository.test(repository) && isWithin(version, each.since, each.before));
}
