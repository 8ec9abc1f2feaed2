import { isKnown } from '../../common/known';
import { ModelPlan } from '../../plan/model-plan';

/** The ID of the model that the server loads from the Hub. Undefined if it loads other weights, or if the ID is an unresolved token. */
export function knownHubId({ weights }: ModelPlan): string | undefined {
  return weights.kind === 'hub' && isKnown(weights.modelId) ? weights.modelId : undefined;
}
