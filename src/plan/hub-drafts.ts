import { Token } from 'aws-cdk-lib/core';
import { ConfiguredServer } from './effective-setting';
import { HUB_ID, textOf } from './hub-adapters';
import { isOffline } from './hub-download';

/**
 * The draft model of speculative decoding, if the server downloads it from the Hub.
 *
 * @param given the server, with the variables that the user sets, which win
 * @param options the typed options that the user sets
 * @see https://docs.vllm.ai/en/latest/features/spec_decode/ and https://docs.sglang.io/advanced_features/speculative_decoding.html
 */
export function draftsFromHub(given: ConfiguredServer, options: Readonly<Record<string, unknown>>): string[] {
  if (isOffline(given.environment)) {
    return [];
  }
  const drafts = [modelIn(textOf(given, 'speculativeConfig', options)), textOf(given, 'speculativeDraftModel', options)];
  return drafts.filter(draft => draft !== undefined && !Token.isUnresolved(draft) && HUB_ID.test(draft)) as string[];
}

/** The model of a configuration in JSON. Methods without a model of their own have none. */
function modelIn(json: string | undefined): string | undefined {
  try {
    const { model } = JSON.parse(json ?? '') ?? {};
    return typeof model === 'string' ? model : undefined;
  } catch {
    return undefined;
  }
}
