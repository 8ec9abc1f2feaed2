import { setFiles } from './files';
import { fitCandidates } from '../../src/cli/fit';

/** What a user enters, as options of the command `fit`. Empty strings are defaults. */
export interface Question {
  /** The content of `config.json`. */
  readonly config: string;

  /** The content of `model.safetensors.index.json`. */
  readonly index: string;

  /** The content of the price list. */
  readonly prices: string;
  readonly options: Readonly<Record<'context' | 'concurrency' | 'server' | 'quantization' | 'kv-cache-dtype', string>>;
}

/** A machine of the answer. */
export interface Row {
  readonly instance: string;
  readonly accelerators: string;
  readonly tensorParallel: number | null;
  readonly weightsGiB: number;
  readonly reserveGiB: number | null;
  readonly cacheTokens: number | null;
  readonly longestContext: number | null;
  readonly sequences: number | null;
  readonly pricePerHour?: number | null;
  readonly pricePerMonth?: number | null;

  /** The memory of each GPU that the server can use, in GiB. */
  readonly usableGiB: number;

  /** What each GPU lacks, in GiB; 0 if the model fits. */
  readonly missingGiB: number;
  readonly fits: boolean;
}

export interface Answer {
  readonly rows: readonly Row[];
  readonly error?: string;
}

/** The machines for a model: what `cdk-huggingface-sagemaker fit` prints, and the machines that are too small. */
export function findMachines({ config, index, prices, options }: Question): Answer {
  setFiles({
    'config.json': config,
    ...index === '' ? {} : { 'model.safetensors.index.json': index },
    ...prices === '' ? {} : { 'prices.json': prices },
  });
  const set = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== ''));
  try {
    return { rows: fitCandidates({ config: 'config.json', ...set, ...prices === '' ? {} : { prices: 'prices.json' } }) as unknown as Row[] };
  } catch (error) {
    return { rows: [], error: (error as Error).message.replace(/--([\w-]+)/g, (_, name: string) => `'${name}'`) };
  }
}
