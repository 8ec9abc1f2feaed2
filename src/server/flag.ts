import { ServerDefinition } from './server-definition';
import { compareVersions } from '../common/version-order';

/** The variable of a flag; undefined if it must not be set, so the flag is not in the command line. */
export function renderFlag(server: ServerDefinition, version: string | undefined, isOn: boolean): string | undefined {
  return server.flagsSince === undefined || isOn ? renderArgument(server, version, String(isOn)) : undefined;
}

/** The variable of an argument; undefined if it must not be set. Only newer start scripts accept the words `true` and `false`. */
export function renderArgument(server: ServerDefinition, version: string | undefined, text: string): string | undefined {
  if (!passesWordsOn(server, version) || !/^(true|false)$/i.test(text)) {
    return text;
  }
  return text.toLowerCase() === 'true' ? '' : undefined;
}

/** Whether a variable switches a flag on. */
export function isFlagOn(server: ServerDefinition, version: string | undefined, text: string | undefined): boolean {
  if (text === undefined) {
    return false;
  }
  return /^(true|1|yes)$/i.test(text) || (server.flagsSince !== undefined && (text === '' || passesWordsOn(server, version)));
}

/** Whether it is certain that the start script forwards `true` and `false` as values. */
export function certainlyPassesWordsOn({ flagsSince, flagsPerhapsSince = flagsSince }: ServerDefinition, version: string | undefined): boolean {
  return flagsPerhapsSince !== undefined && version !== undefined && compareVersions(version, flagsPerhapsSince) < 0;
}

/** Whether the start script passes `true` and `false` on as values, so that the flag is on with either. */
export function passesWordsOn({ flagsSince }: ServerDefinition, version: string | undefined): boolean {
  return flagsSince !== undefined && version !== undefined && compareVersions(version, flagsSince) < 0;
}
