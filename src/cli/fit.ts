import { Answer, Command, positiveInteger, UsageError } from './command';
import { allInstanceTypes } from './instances';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { ModelProfile } from '../model/model-profile';
import { chooseImage } from '../plan/image-choice';
import { OVERHEAD } from '../plan/model-memory';
import { VLLM } from '../server/vllm';

const DEFAULT_CONTEXT = 4096;

/** The task whose default image an instance type must have to be listed. */
const TASK = 'text-generation';

/** Lists the instance types that a model fits on, and how many sequences each one serves. */
export const fit: Command = {
  usage: '--config <config.json> [--instance <type>] [--context <tokens>] [--concurrency <sequences>]',
  summary: 'List the GPU instance types that a model fits on, smallest first, and how many concurrent sequences each one serves.',
  options: { config: { type: 'string' }, instance: { type: 'string' }, context: { type: 'string' }, concurrency: { type: 'string' } },
  run: (values): Answer => {
    const profile = profileOf(values.config);
    const context = positiveInteger('context', values.context) ?? Math.min(profile.contextLength ?? DEFAULT_CONTEXT, DEFAULT_CONTEXT);
    const concurrency = positiveInteger('concurrency', values.concurrency) ?? 1;
    const rows = candidates(values.instance)
      .sort((left, right) => memoryOf(left) - memoryOf(right) || (left.vcpus ?? 0) - (right.vcpus ?? 0))
      .map(type => row(type, profile, context))
      .filter(({ sequences, usableGiB }) => sequences === undefined
        ? usableGiB * 2 ** 30 > profile.weightsBytes! * OVERHEAD
        : sequences >= concurrency);
    return { rows, columns: ['instance', 'accelerators', 'usableGiB', 'weightsGiB', 'leftGiB', 'context', 'sequences'], success: rows.length > 0 };
  },
};

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
  if (profile.weightsBytes === undefined) {
    throw new UsageError(`${config}: does not contain the size of the model. Put model.safetensors.index.json in the same folder`);
  }
  return profile;
}

function candidates(instance: string | boolean | undefined): SageMakerInstanceType[] {
  const types = allInstanceTypes().map(([, type]) => type);
  if (instance === undefined) {
    return types.filter(type => type.acceleratorKind === AcceleratorKind.GPU && type.totalAcceleratorMemory && 'image' in chooseImage(TASK, type));
  }
  const type = types.find(candidate => candidate.toString() === instance);
  if (!type?.totalAcceleratorMemory) {
    throw new UsageError(`--instance must be an instance type with known accelerators, such as ml.g6e.12xlarge, got '${instance}'`);
  }
  return [type];
}

function memoryOf(type: SageMakerInstanceType): number {
  return type.totalAcceleratorMemory!.toMebibytes();
}

/** Uses the memory of all accelerators, and the share of it that vLLM uses by default. */
function row(type: SageMakerInstanceType, profile: ModelProfile, context: number) {
  const usable = memoryOf(type) * 2 ** 20 * VLLM.traits.memoryShare!;
  const gibibytes = (bytes: number) => Math.round(bytes / 2 ** 30 * 10) / 10;
  const left = usable - profile.weightsBytes!;
  return {
    instance: type.toString(),
    accelerators: `${type.acceleratorCount} x ${type.acceleratorName}`,
    usableGiB: gibibytes(usable),
    weightsGiB: gibibytes(profile.weightsBytes!),
    leftGiB: gibibytes(left),
    context,
    sequences: left > 0 ? profile.concurrentSequences(usable, context) : 0,
  };
}
