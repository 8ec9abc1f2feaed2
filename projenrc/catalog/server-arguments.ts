import { readFileSync } from 'fs';
import { join } from 'path';
import { markerLine } from './source-text';
import { ServerFamily } from '../../src/container/server-family';
import { ArgumentRow } from '../update-data/server-arguments/argument-rows';

/** The arguments of servers in a file of data/: their versions, and a list of rows for each server. */
export interface ArgumentData {
  readonly versions: Readonly<Record<string, readonly string[]>>;
  readonly [server: string]: unknown;
}

/** A letter for each form. */
const FORMS: Readonly<Record<ArgumentRow['form'], string>> = {
  flag: 'f', boolean: 'b', integer: 'i', amount: 'a', number: 'n', string: 's', json: 'j', list: 'l', optional: 'o',
};

/** The arguments in data/, read from packages and reviewed. */
export function argumentData(): ArgumentData[] {
  const folder = join(__dirname, '..', '..', 'data');
  return ['server-arguments.json', 'reviewed-arguments.json'].map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

/**
 * The table of arguments: a string for each server, which is parsed when it is needed. Its first line has the versions. Each other line has an
 * argument: its name, the places in the list of versions since and before which it exists, its form, and its values with their own such places.
 */
export function serverArgumentsFile(data: readonly ArgumentData[]): string[] {
  const tables = data.flatMap(({ versions, ...rows }) => Object.entries(versions).map(([server, list]) => [server, list, rows[server]] as const));
  return [
    markerLine('server-arguments.json and data/reviewed-arguments.json'),
    "import { ServerFamily } from '../container/server-family';",
    '',
    'export const ARGUMENTS: Readonly<Partial<Record<ServerFamily, string>>> = {',
    ...tables.flatMap(([server, versions, rows]) => [
      `  [ServerFamily.${memberOf(server)}]: \``,
      versions.join(' '),
      ...(rows as ArgumentRow[]).map(row => lineOf(row, versions)),
      '`,',
    ]),
    '};',
    '',
  ];
}

function memberOf(server: string): string {
  return Object.entries(ServerFamily).find(([, family]) => family === server)![0];
}

function lineOf({ name, form, values, caseless, unless, since, before }: ArgumentRow, versions: readonly string[]): string {
  return [
    name + placeOf('>', since, versions) + placeOf('<', before, versions),
    FORMS[form] + (caseless ? '~' : '') + (unless ? `!${unless}` : ''),
    ...(values ? [values.map(value => valueOf(value, versions)).join('|')] : []),
  ].join(' ');
}

/** `naive >=0.14.0 <0.30.0` -> `naive>1<24`. */
function valueOf(text: string, versions: readonly string[]): string {
  const [value, ...bounds] = text.split(' ');
  return value + bounds.map(bound => placeOf(bound[0], bound.replace(/^[<>]=?/, ''), versions)).join('');
}

function placeOf(sign: string, version: string | undefined, versions: readonly string[]): string {
  if (version === undefined) {
    return '';
  }
  const place = versions.indexOf(version);
  if (place < 0) {
    throw new Error(`the version of an argument must be one of those that were read, got ${version}`);
  }
  return sign + place;
}
