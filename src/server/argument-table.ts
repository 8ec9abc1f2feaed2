import { minimumOf } from './argument-minimum';
import { closest } from './closest';
import { ArgumentForm, ArgumentLookup, ServerArgument } from './server-argument';
import { ARGUMENTS } from './server-arguments.generated';
import { ServerDefinition } from './server-definition';
import { ServerFamily } from '../container/server-family';

/** What the table says about an argument or a value in some versions, by their places in the list of versions. */
interface Range {
  readonly since: number;
  readonly before: number;
}

interface Row extends Range {
  readonly name: string;
  readonly form: ArgumentForm;
  readonly values?: readonly (Range & { readonly value: string })[];
  readonly caseless: boolean;
  readonly unless?: string;
}

/** The arguments of a server in the versions that were read. */
export interface ArgumentTable {
  readonly versions: readonly string[];
  readonly rows: readonly Row[];
}

const FORMS: Readonly<Record<string, ArgumentForm>> = {
  f: 'flag', b: 'boolean', i: 'integer', a: 'amount', n: 'number', s: 'string', j: 'json', l: 'list', o: 'optional',
};

/**
 * The servers that end if they get an argument that they do not know, and whose arguments are all known. They read the beginning of a name as the
 * name, if only one begins so: https://docs.python.org/3/library/argparse.html#allow-abbrev
 */
const COMPLETE: readonly ServerFamily[] = [ServerFamily.VLLM, ServerFamily.SGLANG];

const TABLES = new Map<string, ArgumentTable>();

/** The table of a server, parsed when it is first asked for. Undefined for the variants for AWS Neuron, which have arguments of their own. */
export function argumentTable({ family, neuron }: Pick<ServerDefinition, 'family' | 'neuron'>): ArgumentTable | undefined {
  const text = neuron ? undefined : ARGUMENTS[family!];
  if (text === undefined) {
    return undefined;
  }
  const table = TABLES.get(text) ?? parseTable(text);
  TABLES.set(text, table);
  return table;
}

/** What a version of a server knows about an argument, by its name without the leading hyphens. */
export function argumentOf(
  server: Pick<ServerDefinition, 'family' | 'neuron'>, version: string | undefined, name: string, table = argumentTable(server),
): ArgumentLookup {
  if (!table?.versions.includes(version!)) {
    return { status: 'unknown' };
  }
  const place = table.versions.indexOf(version!);
  const complete = COMPLETE.includes(server.family!);
  const row = rowOf(table, place, spelledName(server.family!, name), complete);
  if (row) {
    return { status: 'known', argument: { ...argumentIn(row, place), minimum: minimumOf(server.family!, table.versions[place], row.name) } };
  }
  const rows = table.rows.filter(each => namesOf(each).includes(spelledName(server.family!, name)));
  if (!complete && rows.length === 0) {
    return { status: 'unknown' };
  }
  return {
    status: 'not-in-version',
    removedIn: table.versions[rows.filter(({ before }) => before <= place).at(-1)?.before ?? -1],
    addedIn: table.versions[rows.find(({ before }) => before > place)?.since ?? -1],
  };
}

/** The argument of a version with the most similar name. Undefined if none is similar. */
export function closestArgument(server: Pick<ServerDefinition, 'family' | 'neuron'>, version: string, name: string): string | undefined {
  const table = argumentTable(server);
  const place = table?.versions.indexOf(version) as number;
  return table && closest(spelledName(server.family!, name), table.rows.filter(row => isAt(row, place)).flatMap(namesOf));
}

/** The argument that a variable sets: `SM_VLLM_MAX_MODEL_LEN` is `max-model-len`. Undefined if it does not have the prefix of the server. */
export function argumentOfVariable({ argumentVariable }: Pick<ServerDefinition, 'argumentVariable'>, variable: string): string | undefined {
  const prefix = argumentVariable?.('');
  return prefix !== undefined && variable.startsWith(prefix) ? variable.slice(prefix.length).toLowerCase().replace(/_/g, '-') : undefined;
}

/** Parses a table, as `projenrc/catalog/server-arguments.ts` writes it. */
export function parseTable(text: string): ArgumentTable {
  const [versions, ...lines] = text.trim().split('\n');
  return { versions: versions.split(' '), rows: lines.map(parseRow) };
}

function parseRow(line: string): Row {
  const [words, form, values] = line.split(' ');
  const { text: name, ...range } = parseRange(words);
  return {
    ...range,
    name,
    form: FORMS[form[0]],
    values: values?.split('|').map(parseRange).map(({ text: value, ...rest }) => ({ value, ...rest })),
    caseless: form.includes('~'),
    unless: form.split('!')[1],
  };
}

/** `naive>1<24` -> `naive`, since 1, before 24. */
function parseRange(text: string): Range & { readonly text: string } {
  const [, word, since = 0, before = Infinity] = /([^<>]*)(?:>(\d+))?(?:<(\d+))?/.exec(text)!;
  return { text: word, since: Number(since), before: Number(before) };
}

function isAt({ since, before }: Range, place: number): boolean {
  return since <= place && place < before;
}

/** The names that a row stands for. */
function namesOf({ name, form }: Row): string[] {
  return form === 'boolean' ? [name, `no-${name}`] : [name];
}

/** The row of a name, or that of the only argument that begins with it. */
function rowOf({ rows }: ArgumentTable, place: number, name: string, abbreviated: boolean): Row | undefined {
  const candidates = rows.filter(row => isAt(row, place));
  const exact = candidates.find(row => namesOf(row).includes(name));
  const similar = abbreviated ? candidates.filter(row => namesOf(row).some(each => each.startsWith(name))) : [];
  return exact ?? (similar.length === 1 ? similar[0] : undefined);
}

function argumentIn({ name, form, values, caseless, unless }: Row, place: number): ServerArgument {
  return { name, form, values: values?.filter(each => isAt(each, place)).map(({ value }) => value), caseless, unless };
}

/**
 * The name as the table has it. vLLM reads underscores as hyphens, and what follows a dot as a key of a JSON value.
 *
 * @see https://docs.vllm.ai/en/latest/configuration/serve_args/
 */
function spelledName(family: ServerFamily, name: string): string {
  const bare = name.replace(/^-+/, '');
  return family === ServerFamily.VLLM ? bare.split('.')[0].replace(/_/g, '-') : bare;
}
