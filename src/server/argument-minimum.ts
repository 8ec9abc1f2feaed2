import { ownEntry } from '../common/own-entry';
import { compareVersions } from '../common/version-order';
import { ServerFamily } from '../container/server-family';

/** The smallest number that an argument allows, and the first version that rejects smaller ones, among those that were read. */
interface Minimum {
  readonly minimum: number;
  readonly since: string;
}

/**
 * The arguments whose numbers a server compares with a minimum when it starts: in vLLM 0.10.2 to 0.29.0, and in SGLang 0.5.8 to 0.5.21.
 *
 * @see https://github.com/vllm-project/vllm/tree/v0.29.0/vllm/config
 * @see https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/server_args.py
 */
const MINIMUMS: Partial<Record<ServerFamily, Readonly<Record<string, Minimum>>>> = {
  [ServerFamily.VLLM]: {
    'max-model-len': { minimum: -1, since: '0.13.0' },
    'max-num-seqs': { minimum: 1, since: '0.11.2' },
    'max-num-batched-tokens': { minimum: 1, since: '0.11.2' },
    'max-loras': { minimum: 1, since: '0.10.2' },
    'cpu-offload-gb': { minimum: 0, since: '0.10.2' },
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
  },
};

/** The smallest number that an argument allows in a version of a server. Undefined if there is none, or if it is not known. */
export function minimumOf(family: ServerFamily, version: string, name: string): number | undefined {
  const found = ownEntry(MINIMUMS[family] ?? {}, name);
  return found && compareVersions(version, found.since) >= 0 ? found.minimum : undefined;
}

/** Whether a number is less than a minimum. A number with a unit, such as `8k`, is not. */
export function isBelow(minimum: number, text: string): boolean {
  return Number(text.replace(/_/g, '')) < minimum;
}
