import { Token } from 'aws-cdk-lib/core';
import { ConfiguredServer } from './effective-setting';
import { isOffline } from './hub-download';
import { namesOf, renderSetting } from '../server/server-setting';
import { asReceived } from '../server/start-script';

/** An id on the Hub, with a revision or without; a path begins with a slash, a point or a tilde. */
const HUB_ID = /^[\w-][\w.-]*(?:\/[\w.-]+)?(?:@.+)?$/;

/**
 * The adapters that the server downloads from the Hub: those whose value is an ID on the Hub.
 *
 * @param given the server, with the variables that the user sets, which win
 * @param options the typed options that the user sets
 */
export function adaptersFromHub(given: ConfiguredServer, options: Readonly<Record<string, unknown>>): string[] {
  const { server, startScript, environment: userEnvironment } = given;
  const setting = server.settings.find(({ name }) => name === 'loraAdapters');
  if (!setting || isOffline(userEnvironment)) {
    return [];
  }
  const said = namesOf(setting).map(name => userEnvironment[name]).find(text => text !== undefined);
  const option = options[setting.name];
  const written = typeof said === 'string' ? asReceived(startScript, said) : said;
  const text = written ?? (option === undefined ? undefined : renderSetting(setting.form, option)) ?? '';
  const places = setting.form === 'map' ? placesOfMap(text) : text.split(',').filter(member => !member.includes('=')).map(member => member.trim());
  return places.filter(place => !Token.isUnresolved(place) && HUB_ID.test(place));
}

/** The places from which vLLM loads its adapters: https://github.com/vllm-project/vllm/blob/main/vllm/lora/utils.py */
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
