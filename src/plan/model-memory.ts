import { Token } from 'aws-cdk-lib/core';
import { EndpointPlan } from './endpoint-plan';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { ModelProfile } from '../model/model-profile';
import { guessProfile } from '../model/size-guess';
import { namesOf } from '../server/server-setting';

/** What the weights of a model have room in. */
export interface ModelMemory {
  readonly profile: ModelProfile;

  /** Whether the size is only guessed of the model's id. */
  readonly guessed: boolean;

  /** The memory of the accelerators, or of the instance where it has none, in bytes. */
  readonly totalBytes: number;

  /** What of it the server takes, in bytes. */
  readonly usableBytes: number;

  /** What the memory is of, in words. */
  readonly memory: string;
}

/** How much of the memory a server takes by default. */
export const USABLE_SHARE: Partial<Record<ServerFamily, number>> = {
  [ServerFamily.VLLM]: 0.9, // https://github.com/aws/deep-learning-containers/blob/main/docs/vllm/configuration.md
  [ServerFamily.TGI]: 0.95, // https://github.com/huggingface/text-generation-inference: TGI_WIGGLE_ROOM
};

/** What servers need beside the weights: https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/utils/hardware_detector.py */
export const OVERHEAD = 1.2;

/** The size of the model, and what room there is for it; undefined where one of them is not known. */
export function modelMemory(plan: EndpointPlan): ModelMemory | undefined {
  const { props, instanceType, server, modelId } = plan;
  const guess = Token.isUnresolved(modelId) ? undefined : guessProfile(modelId);
  const profile = props.modelProfile ?? guess;
  const onAccelerators = instanceType.acceleratorKind !== AcceleratorKind.NONE;
  const total = onAccelerators ? instanceType.totalAcceleratorMemory : instanceType.memory;
  if (!profile || !total) {
    return undefined;
  }
  const totalBytes = total.toMebibytes() * 1024 * 1024;
  const share = server.family && onAccelerators ? gpuMemoryShare(plan) ?? 1 : 1;
  return {
    profile,
    guessed: props.modelProfile === undefined,
    totalBytes,
    usableBytes: totalBytes * share * acceleratorsInUse(plan),
    memory: onAccelerators ? `the ${instanceType.acceleratorCount} ${instanceType.acceleratorName} of 'instanceType' ${instanceType}` : `'instanceType' ${instanceType}`,
  };
}

/** The share of the memory of the accelerators that the server takes: what it is told, or its default; undefined where neither is known. */
export function gpuMemoryShare({ server, environment }: EndpointPlan): number | undefined {
  const setting = server.settings.find(({ name }) => name === 'gpuMemoryUtilization');
  const told = setting && namesOf(setting).map(name => Number(environment[name])).find(value => value > 0 && value <= 1);
  return told ?? (server.family && USABLE_SHARE[server.family]);
}

/** The share of the accelerators that one copy of the model is split over. */
function acceleratorsInUse({ server, environment, instanceType }: EndpointPlan): number {
  const count = instanceType.acceleratorCount ?? 0;
  const setting = server.settings.find(({ name }) => name === 'tensorParallelDegree');
  if (count <= 1 || server.neuron || !setting || (server.family !== ServerFamily.VLLM && server.family !== ServerFamily.SGLANG)) {
    return 1;
  }
  const several = setting.unless?.some(name => name in environment);
  const degree = Number(namesOf(setting).map(name => environment[name]).find(text => text !== undefined) ?? 1);
  return several || !(degree >= 1) ? 1 : Math.min(1, degree / count);
}

/** The text of a size, such as `14.5 GiB`. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
