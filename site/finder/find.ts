import { setFiles } from './files';
import { assess, Candidate, firstOfEachCard } from '../../src/cli/fit';
import { gpuGeneration, servesCuda } from '../../src/instance/gpu-generation';

/** A message can contain a whole file. */
const LONGEST_MESSAGE = 500;

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

/** A machine of the answer: a row of the command `fit`, and what the page shows in addition. */
export interface Row {
  readonly instance: string;
  readonly accelerators: string;

  /** The name of the GPUs. */
  readonly gpu?: string;
  readonly context: number;
  readonly weightsGiB: number;
  readonly reserveGiB: number | null;
  readonly longestContext: number | null;
  readonly sequences: number | null;
  readonly pricePerHour?: number | null;
  readonly pricePerMonth?: number | null;

  /** The memory of each GPU that the server can use, in GiB. */
  readonly usableGiB: number;

  /** What each GPU lacks, in GiB; 0 if the weights and the reserve fit. */
  readonly missingGiB: number;
  readonly fits: boolean;
}

export interface Answer {
  readonly rows: readonly Row[];
  readonly error?: string;
}

/** The machines for a model: those that the command `fit` lists, and then those that are too small, the largest first. */
export function findMachines({ config, index, prices, options }: Question): Answer {
  setFiles({
    'config.json': config,
    ...index === '' ? {} : { 'model.safetensors.index.json': index },
    ...prices === '' ? {} : { 'prices.json': prices },
  });
  const set = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== ''));
  try {
    const { candidates, fitting } = assess({ config: 'config.json', ...set, ...prices === '' ? {} : { prices: 'prices.json' } });
    const others = candidates.filter(candidate => !fitting.includes(candidate)).sort((left, right) => right.machine.memoryBytes - left.machine.memoryBytes);
    return { rows: [...firstOfEachCard(fitting).map(each => rowOf(each, true)), ...firstOfEachCard(others).map(each => rowOf(each, false))] };
  } catch (error) {
    return { rows: [], error: onPage((error as Error).message) };
  }
}

/** A message of the command line for the page: an option is a field, and the files have no folder. */
function onPage(message: string): string {
  const text = message.replace(/--([\w-]+)/g, (_, name: string) => `'${name}'`).replace(/Put (\S+) in the same folder/, "Add the model's $1 to the files");
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}

/** What a file is, by its name and content. */
export function kindOf(name: string, text: string): 'config' | 'index' | 'prices' {
  // the products of a price list are strings that contain JSON, with or without the object around them
  return /index\.json$/.test(name) ? 'index' : /\\?"(PriceList|serviceCode|productFamily)\\?"/.test(text) ? 'prices' : 'config';
}

/** Whether an image with a version of CUDA runs on the GPUs of a machine, as far as it is known. */
export function runsCuda({ gpu }: Row, cuda: string): boolean {
  const generation = gpuGeneration(gpu);
  return generation === undefined || servesCuda(generation, cuda);
}

function rowOf({ row, machine, estimate }: Candidate, fits: boolean): Row {
  const { usableBytes = 0, cacheBytes = 0 } = estimate?._memory ?? {};
  return { ...row as unknown as Row, gpu: machine.gpus?.name, fits, usableGiB: gibibytes(usableBytes), missingGiB: gibibytes(Math.max(0, -cacheBytes)) };
}

function gibibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 30 * 100) / 100;
}
