import { compareVersions } from '../common/version-order';
import { ServerFamily } from '../container/server-family';

/** The numbers that an argument allows. */
export interface ArgumentRange {
  readonly minimum: number;

  /** Whether the minimum itself is not allowed. */
  readonly excludesMinimum?: boolean;
  readonly maximum?: number;
}

interface VersionedRange extends ArgumentRange {
  /** The first version that rejects other numbers, among those that were read. */
  readonly since?: string;
}

/**
 * The arguments whose numbers a server compares with limits when it starts. A share of the memory is found with the settings of all servers.
 *
 * @see https://github.com/vllm-project/vllm/tree/v0.10.2/vllm/config
 * @see https://github.com/vllm-project/vllm/tree/v0.29.0/vllm/config
 * @see https://github.com/sgl-project/sglang/blob/v0.5.8/python/sglang/srt/server_args.py
 */
const RANGES: Partial<Record<ServerFamily, Readonly<Record<string, VersionedRange>>>> = {
  [ServerFamily.VLLM]: {
    'max-model-len': { minimum: -1 },
    'max-num-seqs': { minimum: 1 },
    'max-num-batched-tokens': { minimum: 1 },
    'max-loras': { minimum: 1 },
    'cpu-offload-gb': { minimum: 0 },
    'swap-space': { minimum: 0, since: '0.11.2' },
    'stream-interval': { minimum: 1, since: '0.11.2' },
    'block-size': { minimum: 1, since: '0.29.0' },
    'tensor-parallel-size': { minimum: 1, since: '0.29.0' },
    'pipeline-parallel-size': { minimum: 1, since: '0.29.0' },
    'data-parallel-size': { minimum: 1, since: '0.29.0' },
    'decode-context-parallel-size': { minimum: 1, since: '0.29.0' },
  },
  [ServerFamily.SGLANG]: {
    'max-loras-per-batch': { minimum: 1, since: '0.5.8' },
    'schedule-conservativeness': { minimum: 0, since: '0.5.8' },
    'swa-full-tokens-ratio': { minimum: 0, excludesMinimum: true, maximum: 1, since: '0.5.8' },
  },
};

/** The first version of vLLM whose limits were read. */
const FIRST_VLLM = '0.10.2';

/** The range of an argument in a version of a server. Undefined if any number is allowed, or if it is not known. */
export function rangeOf(family: ServerFamily, version: string, name: string): ArgumentRange | undefined {
  const range = RANGES[family]?.[name];
  return range && compareVersions(version, range.since ?? FIRST_VLLM) >= 0 ? range : undefined;
}

/** Whether a number is in a range. A number with a unit, such as `8k`, is positive. */
export function isInRange({ minimum, excludesMinimum, maximum = Infinity }: ArgumentRange, text: string): boolean {
  const value = Number(text.replace(/_/g, ''));
  return !(value < minimum || value > maximum || (excludesMinimum && value === minimum));
}

/** What a message demands of the number. */
export function rangeText({ minimum, excludesMinimum, maximum }: ArgumentRange): string {
  return `${excludesMinimum ? 'greater than' : 'at least'} ${minimum}${maximum === undefined ? '' : ` and at most ${maximum}`}`;
}
