import { Token } from 'aws-cdk-lib/core';
import { ConfiguredServer } from './effective-setting';
import { isOffline } from './hub-download';
import { SettingName } from '../server/definitions';
import { namesOf, renderSetting, ServerSetting } from '../server/server-setting';
import { asReceived } from '../server/start-script';

/** An id on the Hub, with a revision or without; a path begins with a slash, a point or a tilde. */
export const HUB_ID = /^[\w-][\w.-]*(?:\/[\w.-]+)?(?:@.+)?$/;

/**
 * The adapters that the server downloads from the Hub: those whose value is an ID on the Hub.
 *
 * @param given the server, with the variables that the user sets, which win
 * @param options the typed options that the user sets
 */
export function adaptersFromHub(given: ConfiguredServer, options: Readonly<Record<string, unknown>>): string[] {
  const text = textOf(given, 'loraAdapters', options);
  if (text === undefined || isOffline(given.environment)) {
    return [];
  }
  const places = settingOf(given, 'loraAdapters')!.form === 'map'
    ? placesOfMap(text) : text.split(',').filter(member => !member.includes('=')).map(member => member.trim());
  return places.filter(place => !Token.isUnresolved(place) && HUB_ID.test(place));
}

/** What the user sets for a setting, in a variable or by a typed option. */
export function textOf(given: ConfiguredServer, name: SettingName, options: Readonly<Record<string, unknown>>): string | undefined {
  const setting = settingOf(given, name);
  if (!setting) {
    return undefined;
  }
  const said = namesOf(setting).map(variable => given.environment[variable]).find(text => text !== undefined);
  const written = typeof said === 'string' ? asReceived(given.startScript, said) : said;
  return written ?? renderSetting(setting.form, options[name]);
}

function settingOf({ server }: ConfiguredServer, name: SettingName): ServerSetting | undefined {
  return server.settings.find(setting => setting.name === name);
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
