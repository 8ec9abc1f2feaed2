import { ModelPlan } from './model-plan';

/** What the container downloads from the Hugging Face Hub. */
export interface HubSource {
  readonly kind: 'model' | 'adapters';

  /** The ids on the Hub. */
  readonly ids: readonly string[];
}

/** What the container downloads from the Hub: the model, or else adapters. Undefined if no download is known. */
export function hubSource({ isFromHub, weights, adaptersFromHub }: ModelPlan): HubSource | undefined {
  if (isFromHub && weights.kind === 'hub') {
    return { kind: 'model', ids: [weights.modelId] };
  }
  return adaptersFromHub.length === 0 ? undefined : { kind: 'adapters', ids: adaptersFromHub };
}
