import { effectiveSetting } from './effective-setting';
import { modelProp } from './given-props';
import { ModelPlan } from './model-plan';

/** What the container downloads from the Hub. */
export interface HubSource {
  /** What the user wrote to name it: `modelId`, `server.loraAdapters`, or a variable such as `environment.HF_MODEL_ID`. */
  readonly prop: string;
  readonly kind: 'model' | 'adapters' | 'draft';

  /** The ids on the Hub. */
  readonly ids: readonly string[];
}

/** The model, or else the adapters or the draft model, that the container downloads from the Hub. Undefined if none is known. */
export function hubSource(model: ModelPlan): HubSource | undefined {
  const { isFromHub, weights, adaptersFromHub: adapters, draftsFromHub: drafts } = model;
  if (isFromHub && weights.kind === 'hub') {
    return { prop: modelProp(model), kind: 'model', ids: [weights.modelId] };
  }
  const prop = effectiveSetting(model, 'loraAdapters')?.prop ?? 'server.loraAdapters';
  if (adapters.length > 0) {
    return { prop, kind: 'adapters', ids: adapters };
  }
  const draft = effectiveSetting(model, 'speculativeConfig') ?? effectiveSetting(model, 'speculativeDraftModel');
  return drafts.length === 0 || !draft ? undefined : { prop: draft.prop, kind: 'draft', ids: drafts };
}
