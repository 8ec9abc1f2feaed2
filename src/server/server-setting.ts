import { Duration, Fn, Size, Token, Tokenization } from 'aws-cdk-lib/core';
import { renderJson } from './json-value';
import { compareVersions } from '../common/version-order';
import { amountIn } from '../input/amounts';
import { BOOLEAN, kind, Kind, listOf, MAP, MAP_OF_STRINGS, NUMBER, size, STRING, time } from '../input/kinds';
import { InstanceShare } from '../instance/instance-share';
import { Heads } from '../model/heads';

/** Where the weights come from, as the server sees it. */
export type Weights =
  | { readonly kind: 'hub'; readonly modelId: string; readonly path?: undefined; readonly fromS3?: undefined }
  | { readonly kind: 'local'; readonly modelId?: undefined; readonly path: string; readonly fromS3: boolean };

/** What the default of a setting is computed from. */
export interface ServerContext {
  readonly modelId: string;
  readonly weights: Weights;

  /** The instance type, and the accelerators of it that the model uses. */
  readonly share: InstanceShare;

  /** The instance types that may replace it, on which the same container runs. */
  readonly fallbackShares: readonly InstanceShare[];

  /** The repository of the image. Undefined if it is not known. */
  readonly repositoryName?: string;

  /** The typed options that the user sets. */
  readonly options: Readonly<Record<string, unknown>>;

  /** The task that the user names. */
  readonly task?: string;

  /** Whether the server downloads an adapter, or a model that a variable of the user's names, from the Hub. */
  readonly needsHub: boolean;
  readonly modelRevision?: string;
  readonly hubAccessToken?: string;

  /** The heads of the model, where they are known. */
  readonly heads?: Heads;
}

/** The form of a value: how it is checked and written. */
export type SettingForm = 'text' | 'count' | 'share' | 'flag' | 'list' | 'size' | 'duration' | 'map' | 'json';

/** A variable that a setting is read from, and since and before which version of the server. */
export interface SettingVariable {
  readonly name: string;
  readonly since?: string;
  readonly before?: string;

  /** Whether the variable switches a flag off, so that it is set only for `false`. */
  readonly isNegative?: boolean;
}

/**
 * A setting of a server: the option that a user sets, the variables that it becomes, and its default.
 *
 * A default belongs to the setting, not to one of its variables: where the user names any of them, or any alias, the library sets none.
 */
export interface ServerSetting<Name extends string = string> {
  /** The name of the setting, which is also that of its typed option. */
  readonly name: Name;

  /**
   * The variable for a model on the Hub that not all start scripts read. If the user sets it, the other variables get its value, too, before this
   * version of the server.
   */
  readonly copied?: { readonly name: string; readonly before?: string };

  /** Whether users have a typed option for it. */
  readonly typed?: boolean;

  readonly form: SettingForm;

  /** The least value of a count; 1 if there is none. */
  readonly minimum?: number;

  /** Whether -1 is allowed too, with which the server chooses the value. */
  readonly allowsAutomatic?: boolean;

  /** The variables, the newest first. */
  readonly variables: readonly SettingVariable[];

  /** Other variables of the same setting, which the library does not set. */
  readonly aliases?: readonly string[];

  /** Variables of other settings that make the default wrong. */
  readonly unless?: readonly string[];

  /** The value where the user says nothing. */
  readonly default?: (context: ServerContext) => unknown;

  /** What the default is, in words. */
  readonly defaultText?: string;

  /** The defaults of the server itself, as far as they are known, and the versions that have them. */
  readonly serverDefaults?: readonly ServerDefault[];
}

/** What a server uses for a setting that nobody sets, and since and before which version. */
export interface ServerDefault {
  readonly value: string;
  readonly since?: string;
  readonly before?: string;
}

/** Keeps the name of a setting as its type, so that names can be checked by the compiler. */
export function setting<const Name extends string>(definition: ServerSetting<Name>): ServerSetting<Name> {
  return definition;
}

/** Every variable by which a user may set a setting. */
export function namesOf({ variables, aliases = [] }: ServerSetting): string[] {
  return [...variables.map(({ name }) => name), ...aliases];
}

/** The variables that a version of the server reads; the newest rules where the version is not known. */
export function variablesFor({ variables }: ServerSetting, version: string | undefined): readonly SettingVariable[] {
  return variables.filter(({ since, before }) => version === undefined ? before === undefined : isWithin(version, since, before));
}

/** Every variable from which a version of the server reads a setting. */
export function namesRead(read: ServerSetting, version: string | undefined): string[] {
  return version === undefined ? namesOf(read) : [...variablesFor(read, version).map(({ name }) => name), ...read.aliases ?? []];
}

/** What the server itself uses if nobody sets the setting; undefined if that is not known of this version. */
export function serverDefaultFor({ serverDefaults }: ServerSetting, version: string | undefined): string | undefined {
  return serverDefaults?.find(range => isKnownWithin(version, range))?.value;
}

/** What each form takes. */
export const KINDS: Record<SettingForm, Kind> = {
  text: STRING,
  count: NUMBER,
  share: NUMBER,
  flag: BOOLEAN,
  list: listOf('strings', STRING),
  size: size('bytes'),
  duration: time('seconds'),
  map: MAP_OF_STRINGS,
  json: kind('a map of JSON values', value => valueOf(MAP, value) !== undefined && renderJson(value) !== undefined),
};

/** A value as the library uses it; undefined if it is not of the kind. */
function valueOf(of: Kind, given: unknown): unknown {
  return of.read(given, of.what).value;
}

/** The text that a value is written as; undefined if it is not of the form. */
export function renderSetting(form: SettingForm, given: unknown): string | undefined {
  const value = valueOf(KINDS[form], given);
  if (value === undefined) {
    return undefined;
  }
  switch (form) {
    case 'list':
      return Token.isUnresolved(value) ? Fn.join(',', value as string[]) : (value as string[]).join(',');
    case 'size':
      return renderNumber(amountIn('bytes', value as Size)!);
    case 'duration':
      return renderNumber(amountIn('seconds', value as Duration)!);
    case 'map':
      return renderMap(value as Record<string, string>);
    case 'json':
      return renderJson(value);
    default:
      return typeof value === 'number' ? renderNumber(value) : String(value);
  }
}

function renderNumber(value: number): string {
  return Token.isUnresolved(value) ? Tokenization.stringifyNumber(value) : String(value);
}

/** The values that are allowed, if this one is not; undefined for an allowed value. */
export function allowedValues({ form, minimum = 1, allowsAutomatic = false }: ServerSetting, value: unknown): string | undefined {
  if (Token.isUnresolved(value)) {
    return undefined;
  }
  switch (form) {
    case 'count':
      return Number.isInteger(value) && ((value as number) >= minimum || (allowsAutomatic && value === -1))
        ? undefined : `an integer of at least ${minimum}${allowsAutomatic ? ', or -1' : ''}`;
    case 'share':
      return (value as number) > 0 && (value as number) <= 1 ? undefined : 'a number greater than 0 and at most 1';
    case 'text':
      return value === '' ? 'a string that is not empty' : undefined;
    case 'list':
      return (value as string[]).length > 0 && (value as string[]).every(member => !member.includes(','))
        ? undefined : 'a list of at least one string, without commas';
    case 'size':
      return isWhole(amountIn('bytes', value as Size)!) ? undefined : 'a whole number of bytes';
    case 'duration':
      return isWhole(amountIn('seconds', value as Duration)!) ? undefined : 'a whole number of seconds';
    case 'map':
    case 'json':
      return Object.keys(value as object).length > 0 ? undefined : 'a map with at least one entry';
  }
  return undefined;
}

function isWhole(amount: number): boolean {
  return Token.isUnresolved(amount) || Number.isInteger(amount);
}

/** Adapters by name: one as `name=path`, which every start script forwards unchanged, several as a JSON array. */
function renderMap(map: Record<string, string>): string {
  const entries = Object.entries(map);
  return entries.length === 1 ? entries[0].join('=') : JSON.stringify(entries.map(([name, path]) => ({ name, path })));
}

/** Whether a version is in a range. */
export function isWithin(version: string, since: string | undefined, before: string | undefined): boolean {
  return (since === undefined || compareVersions(version, since) >= 0) && (before === undefined || compareVersions(version, before) < 0);
}

/** Whether a version is in a range. One that is not known is only in the range of all versions. */
export function isKnownWithin(version: string | undefined, { since, before }: { readonly since?: string; readonly before?: string }): boolean {
  return version === undefined ? since === undefined && before === undefined : isWithin(version, since, before);
}
