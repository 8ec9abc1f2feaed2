import { Answer, Command, positiveInteger, positiveNumber, UsageError } from './command';
import { gpuMachines, Machine, machineNamed, otherMachine } from './machines';
import { Prices, readPrices } from './prices';
import { versionOf } from '../common/version-order';
import { ServerFamily } from '../container/server-family';
import { isQuantization, runsQuantization } from '../model/gpu-support';
import { canSplit } from '../model/heads';
import { cacheValueBytes, MemoryEstimate } from '../model/memory-estimate';
import { MemoryOnOptions } from '../model/memory-on-options';
import { ModelProfile } from '../model/model-profile';
import { argumentOf, argumentTable } from '../server/argument-table';
import { serverOf } from '../server/definitions';

const DEFAULT_CONTEXT = 4096;

/** The servers whose memory is known. */
const SERVERS: readonly string[] = [ServerFamily.VLLM, ServerFamily.SGLANG, ServerFamily.TGI, ServerFamily.LMI];

/** The hours of a month: https://docs.aws.amazon.com/pricing-calculator/latest/userguide/what-is-pricing-calculator.html */
const HOURS_PER_MONTH = 730;

type Values = Parameters<Command['run']>[0];

/** Lists the machines that a model fits on, and how many sequences each one serves. */
export const fit: Command = {
  usage: '--config <config.json> [--instance <type> | --gpus <n> --gpu-memory <GiB>] [--context <tokens>] [--concurrency <sequences>]'
    + ' [--server <server>] [--server-version <version>] [--tensor-parallel <n>] [--gpu-memory-utilization <share>] [--max-num-seqs <n>]'
    + ' [--max-num-batched-tokens <n>] [--kv-cache-dtype <type>] [--quantization <method>] [--prices <file>] [--all]',
  summary: 'List the instance types that a model fits on, and how many concurrent sequences each one serves: the smallest of each GPU and number of '
    + 'GPUs, or all with --all. Sizes are per GPU. --gpu-memory is the memory that CUDA reports. The prices are the output of '
    + '"aws pricing get-products --service-code AmazonSageMaker" for one region.',
  options: {
    'config': { type: 'string' },
    'instance': { type: 'string' },
    'gpus': { type: 'string' },
    'gpu-memory': { type: 'string' },
    'context': { type: 'string' },
    'concurrency': { type: 'string' },
    'server': { type: 'string' },
    'server-version': { type: 'string' },
    'tensor-parallel': { type: 'string' },
    'gpu-memory-utilization': { type: 'string' },
    'max-num-seqs': { type: 'string' },
    'max-num-batched-tokens': { type: 'string' },
    'kv-cache-dtype': { type: 'string' },
    'quantization': { type: 'string' },
    'prices': { type: 'string' },
    'all': { type: 'boolean' },
  },
  run: (values): Answer => {
    const { candidates, fitting, machines, context, options, prices } = assess(values);
    const rows = (values.all ? fitting : firstOfEachCard(fitting)).map(({ row }) => row);
    return {
      rows,
      columns: [
        'instance', 'accelerators', 'tensorParallel', 'weightsGiB', 'reserveGiB', 'cacheTokens', 'longestContext', 'context', 'sequences',
        ...prices ? ['pricePerHour', 'pricePerMonth'] : [],
      ],
      success: rows.length > 0,
      notes: [
        ...notesOf(rows.length > 0 ? fitting : candidates, machines, context),
        ...values['server-version'] !== undefined && options.serverVersion === undefined
          ? [`--server-version '${values['server-version']}' is not the number of a version, so the newest version is assumed`] : [],
      ],
    };
  },
};

/** What is known about the machines for a model. */
export interface Assessment {
  readonly candidates: readonly Candidate[];

  /** The candidates that serve the model, the cheapest or smallest first. */
  readonly fitting: readonly Candidate[];
  readonly machines: readonly Machine[];
  readonly context: number;
  readonly options: MemoryOnOptions;
  readonly prices?: Prices;
}

/** Compares what the model needs with each machine. */
export function assess(values: Values): Assessment {
  const profile = profileOf(values.config);
  const context = contextOf(values.context, profile);
  const concurrency = positiveInteger('concurrency', values.concurrency) ?? 1;
  const options = memoryOptions(values, profile);
  const prices = values.prices === undefined ? undefined : readPrices(String(values.prices));
  const machines = machinesOf(values);
  const candidates = machines.map(machine => candidate(machine, profile, context, options, prices)).filter(each => each !== undefined);
  const fitting = candidates.filter(({ isTooSmall, row }) => !isTooSmall && Number(row.sequences ?? concurrency) >= concurrency)
    .sort(byPriceAndSize);
  return { candidates, fitting, machines, context, options, prices };
}

/** A machine, and what the model needs on it. */
export interface Candidate {
  readonly machine: Machine;

  /** Undefined if the memory that a server needs on this machine is unknown. */
  readonly estimate?: MemoryEstimate;

  /** Whether there is no memory left for a cache. */
  readonly isTooSmall: boolean;

  /** The price per hour; infinite if unknown. */
  readonly price: number;
  readonly row: Record<string, unknown>;
}

function byPriceAndSize(left: Candidate, right: Candidate): number {
  // the difference of two unknown prices is not a number
  return (left.price === right.price ? 0 : left.price - right.price)
    || left.machine.memoryBytes - right.machine.memoryBytes || left.machine.vcpus - right.machine.vcpus;
}

/** Undefined if the GPUs of the machine do not run the data type of the model, or are too few. */
function candidate(machine: Machine, profile: ModelProfile, context: number, options: MemoryOnOptions, prices?: Prices): Candidate | undefined {
  const { gpus, instance, accelerators } = machine;
  const { weights } = profile._structure;
  if (!runsQuantization(gpus?.name, options.quantization ?? weights?.method) || (options.tensorParallelDegree ?? 1) > (gpus?.count ?? 1)) {
    return undefined;
  }
  const estimate = gpus && MemoryEstimate._of(profile._structure, gpus, { ...options, contextLength: context });
  const price = instance === undefined ? undefined : prices?.get(instance);
  const row = {
    instance: instance ?? null,
    accelerators: accelerators ?? null,
    tensorParallel: estimate?.tensorParallelDegree ?? null,
    weightsGiB: gibibytes(estimate?.weightsBytes ?? weights!.bytes),
    reserveGiB: estimate ? gibibytes(estimate.reserveBytes) : null,
    cacheTokens: estimate?.cacheTokens(context) ?? null,
    longestContext: estimate?.longestContext ?? null,
    context,
    sequences: estimate?.concurrentSequences(context) ?? null,
    ...prices ? { pricePerHour: price ?? null, pricePerMonth: price === undefined ? null : Math.round(price * HOURS_PER_MONTH * 100) / 100 } : {},
  };
  return { machine, estimate, row, isTooSmall: estimate ? estimate.cacheBytes <= 0 : weights!.bytes > machine.memoryBytes, price: price ?? Infinity };
}

function gibibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 30 * 100) / 100;
}

/** The first, which is the cheapest or smallest, of each GPU and number of GPUs. */
export function firstOfEachCard(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ machine: { accelerators, memoryBytes } }) => {
    const card = `${accelerators} ${memoryBytes}`;
    const isFirst = !seen.has(card);
    seen.add(card);
    return isFirst;
  });
}

function notesOf(candidates: readonly Candidate[], machines: readonly Machine[], context: number): string[] {
  const [largest] = [...candidates].sort((left, right) => Number(right.row.cacheTokens) - Number(left.row.cacheTokens));
  const notes: string[] = [];
  if (!largest && machines.length === 1) {
    notes.push(`${machines[0].instance ?? 'the machine'} does not run the data type of the model, or has fewer GPUs than --tensor-parallel`);
  } else if (largest && largest.row.sequences !== null && Number(largest.row.sequences) < 1) {
    const { instance, weightsGiB, reserveGiB, longestContext } = largest.row;
    notes.push(`a sequence of ${context} tokens does not fit: on ${instance ?? 'the machine'}, ${weightsGiB} GiB of weights and ${reserveGiB} GiB of `
      + `other data on each GPU leave memory for a context of ${longestContext} tokens`);
  }
  if (machines.some(({ gpus }) => !gpus)) {
    notes.push('the memory that a server needs on AWS Neuron or on a CPU is unknown, so only the size of the weights is compared');
  }
  return notes;
}

function profileOf(config: string | boolean | undefined): ModelProfile {
  if (config === undefined) {
    throw new UsageError('--config must be the path of the config.json of the model');
  }
  let profile: ModelProfile;
  try {
    profile = ModelProfile.fromConfigJson(String(config));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (profile._structure.weights === undefined) {
    throw new UsageError(`${config}: does not contain the size of the model. Put model.safetensors.index.json in the same folder`);
  }
  return profile;
}

function contextOf(value: string | boolean | undefined, { contextLength }: ModelProfile): number {
  const context = positiveInteger('context', value);
  if (context !== undefined && contextLength !== undefined && context > contextLength) {
    throw new UsageError(`--context must be at most ${contextLength}, the maximum context length of the model, got '${value}'`);
  }
  return context ?? Math.min(contextLength ?? DEFAULT_CONTEXT, DEFAULT_CONTEXT);
}

function machinesOf({ instance, gpus, 'gpu-memory': memory }: Values): Machine[] {
  const count = positiveInteger('gpus', gpus);
  const gibibytesOfEach = positiveNumber('gpu-memory', memory);
  if ((count === undefined) !== (gibibytesOfEach === undefined)) {
    throw new UsageError('--gpus and --gpu-memory must be set together');
  }
  if (instance !== undefined && count !== undefined) {
    throw new UsageError('--instance must not be set together with --gpus');
  }
  return count !== undefined ? [otherMachine(count, gibibytesOfEach!)] : instance === undefined ? gpuMachines() : [machineNamed(String(instance))];
}

function memoryOptions(values: Values, profile: ModelProfile): MemoryOnOptions {
  const server = values.server === undefined ? ServerFamily.VLLM : String(values.server);
  if (!SERVERS.includes(server)) {
    throw new UsageError(`--server must be one of ${SERVERS.join(', ')}, got '${server}'`);
  }
  const share = positiveNumber('gpu-memory-utilization', values['gpu-memory-utilization']);
  if (share !== undefined && share > 1) {
    throw new UsageError(`--gpu-memory-utilization must be at most 1, got '${values['gpu-memory-utilization']}'`);
  }
  const version = versionIn(values['server-version']);
  const cache = values['kv-cache-dtype'] === undefined ? undefined : String(values['kv-cache-dtype']);
  if (cacheValueBytes(cache) === undefined) {
    throw new UsageError(`--kv-cache-dtype must be auto, float16, bfloat16 or fp8, got '${cache}'`);
  }
  return {
    server: server as ServerFamily,
    serverVersion: version,
    tensorParallelDegree: degreeOf(values['tensor-parallel'], profile, server),
    gpuMemoryUtilization: share,
    maxConcurrentSequences: positiveInteger('max-num-seqs', values['max-num-seqs']),
    maxBatchedTokens: positiveInteger('max-num-batched-tokens', values['max-num-batched-tokens']),
    keyValueCacheDataType: cache,
    quantization: quantizationOf(values.quantization, server as ServerFamily, version),
  };
}

/** A method that the version of the server has, as the construct requires: the newest version that was read, if none is given. */
function quantizationOf(value: string | boolean | undefined, family: ServerFamily, given: string | undefined): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const quantization = String(value);
  const server = serverOf({ server: family });
  const version = given ?? argumentTable(server)?.versions.at(-1);
  const lookups = ['quantization', 'quantize'].map(name => argumentOf(server, version, name));
  const allowed = lookups.flatMap(found => found.status === 'known' ? found.argument.values ?? [] : []);
  if (allowed.length > 0 && !allowed.includes(quantization)) {
    throw new UsageError(`--quantization must be one of ${allowed.join(', ')} in ${server.title} ${version}, got '${quantization}'`);
  }
  if (!isQuantization(quantization)) {
    throw new UsageError(`--quantization must be a method such as fp8, awq or gptq, got '${quantization}'`);
  }
  return quantization;
}

/** A version such as `0.31.0` or `0.11.0rc2`. Undefined for another word, such as `nightly`. */
function versionIn(value: string | boolean | undefined): string | undefined {
  const version = versionOf(String(value ?? ''));
  return version !== undefined && /^\d+(\.\d+)*((a|b|rc|\.?post|\.?dev)\d+)?([+-][\w.-]+)?$/.test(version) ? version : undefined;
}

function degreeOf(value: string | boolean | undefined, { _heads: heads }: ModelProfile, server: string): number | undefined {
  const degree = positiveInteger('tensor-parallel', value);
  if (degree !== undefined && heads && !canSplit(heads, degree, server !== ServerFamily.TGI)) {
    throw new UsageError(`--tensor-parallel must divide the ${heads.attention} attention heads and suit the ${heads.keyValue} key-value heads of the `
      + `model, got '${value}'`);
  }
  return degree;
}
