import { gibibytes, profileOf } from '../plan/model-memory';
import { ModelPlan } from '../plan/model-plan';

/** The size of the weights of a model, and how it is known. */
export interface WeightsSize {
  readonly weightsBytes: number;
  readonly basis: 'id' | 'config' | 'profile';

  /** The bits of a parameter once it is loaded, if they are fewer than it is stored with. */
  readonly loadedBits?: number;
}

const BASES: Record<WeightsSize['basis'], string> = {
  id: 'the model has, judging by its ID,',
  config: 'the model has, judging by its configuration, about',
  profile: 'the model has',
};

/** The size of the weights as they are stored. Undefined if it is not known. */
export function weightsSize(model: ModelPlan): WeightsSize | undefined {
  const weightsBytes = profileOf(model)?.weightsBytes;
  return weightsBytes === undefined ? undefined : { weightsBytes, basis: basisOf(model) };
}

/** How the size of a model is known. */
export function basisOf({ profile }: ModelPlan): WeightsSize['basis'] {
  return profile === undefined ? 'id' : profile._isEstimate ? 'config' : 'profile';
}

/** The size in a message. */
export function weightsText({ weightsBytes, basis, loadedBits }: WeightsSize): string {
  return `${BASES[basis]} ${gibibytes(weightsBytes)} of weights${loadedBits === undefined ? '' : ` (loaded with ${loadedBits} bits per parameter)`}`;
}
