import { HubSource } from '../plan/hub-source';

/** The beginning of a message about it, such as `'modelId' names the model org/name on the Hugging Face Hub`. */
export function hubSourceText(prop: string, { kind, ids }: Pick<HubSource, 'kind' | 'ids'>): string {
  const what = kind === 'model' ? 'the model' : ids.length > 1 ? 'the adapters' : 'the adapter';
  return `'${prop}' names ${what} ${ids.join(', ')} on the Hugging Face Hub`;
}
