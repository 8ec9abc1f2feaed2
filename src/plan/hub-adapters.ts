import { Token } from 'aws-cdk-lib/core';
import { isOffline } from './hub-download';
import { ServerDefinition } from '../server/server-definition';
import { namesOf, renderSetting } from '../server/server-setting';

/** An id on the Hub, with a revision or without; a path begins with a slash, a point or a tilde. */
const HUB_ID = /^[\w-][\w.-]*(?:\/[\w.-]+)?(?:@.+)?$/;

/**
 * The adapters that the server downloads from the Hub: those that it is told by an id.
 *
 * @param options the typed options that the user sets
 * @param userEnvironment the variables that the user sets, which win
 */
export function adaptersFromHub(
  { settings }: ServerDefinition, options: Readonly<Record<string, unknown>>, userEnvironment: Readonly<Record<string, string>>,
): string[] {
  const setting = settings.find(({ name }) => name === 'loraAdapters');
  if (!setting || isOffline(userEnvironment)) {
    return [];
  }
  const said = namesOf(setting).map(name => userEnvironment[name]).find(text => text !== undefined);
  const option = options[setting.name];
  const text = said ?? (option === undefined ? undefined : renderSetting(setting.form, option)) ?? '';
  const places = setting.form === 'map' ? placesOfMap(text) : text.split(',').filter(member => !member.includes('=')).map(member => member.trim());
  return places.filter(place => !Token.isUnresolved(place) && HUB_ID.test(place));
}

/** Where vLLM takes its adapters from, as it is told: https://github.com/vllm-project/vllm/blob/main/vllm/lora/utils.py */
function placesOfMap(text: string): string[] {
  const members = /^\s*[[{]/.test(text) ? parse(text) : [text];
  return members.map(member => typeof member === 'string'
    ? member.slice(member.indexOf('=') + 1) : String((member as { path?: unknown } | null)?.path ?? ''));
}

function parse(json: string): unknown[] {
  try {
    return [JSON.parse(json)].flat();
  } catch {
    return [];
  }
}
