import { compareNaturally } from '../natural-order';

/** How a value is written. `amount`: a whole number, with a unit such as `1k` or not. `optional`: a flag that may have a value. */
export type ArgumentForm = 'flag' | 'boolean' | 'integer' | 'amount' | 'number' | 'string' | 'json' | 'list' | 'optional';

/** What is known about an argument, without its name. */
export interface ArgumentFacts {
  readonly form: ArgumentForm;

  /** The allowed values; any value if there is none. In a row, with the versions that do not have all of them: `naive <0.30.0`. */
  readonly values?: readonly string[];

  /** Whether a value may have any capitalization. */
  readonly caseless?: boolean;

  /** The argument that allows other values too, such as a plugin. */
  readonly unless?: string;
}

/** The arguments of one version of a server. */
export interface ArgumentReading {
  readonly server: string;
  readonly version: string;
  readonly arguments: Readonly<Record<string, ArgumentFacts>>;
}

/** An argument, and the first versions that have it and no longer have it, among those that were read. Left out if all of them have it. */
export interface ArgumentRow extends ArgumentFacts {
  readonly name: string;
  readonly since?: string;
  readonly before?: string;
}

/** The command lines of one version of a server. */
export interface CommandReading {
  readonly server: string;
  readonly version: string;
  readonly commands: readonly { readonly arguments: readonly string[]; readonly source: string }[];
}

/** A command line, where it is in the package, and the first and the last version that have it, of each row of versions that have it. */
export interface CommandRow {
  readonly arguments: readonly string[];
  readonly source: string;
  readonly versions: readonly string[];
}

/** Versions in a row that have the same. */
interface Run<T> {
  readonly first: number;
  readonly last: number;
  readonly same: T;
}

/** The arguments of all versions that were read, from the oldest to the newest, as rows. */
export function argumentRows(readings: readonly ArgumentReading[]): ArgumentRow[] {
  const versions = readings.map(({ version }) => version);
  const names = new Set(readings.flatMap(reading => Object.keys(reading.arguments)));
  return [...names].sort(compareNaturally).flatMap(name =>
    runs(readings.map(reading => reading.arguments[name]), signature).map(run => {
      const { values, ...facts } = run.same;
      const sets = readings.slice(run.first, run.last + 1).map(reading => reading.arguments[name].values ?? []);
      return { name, ...facts, ...(values && { values: valuesOf(sets, versions.slice(run.first)) }), ...rangeOf(run, versions) };
    }));
}

/** The command lines of all versions that were read, as rows. */
export function commandRows(readings: readonly CommandReading[]): CommandRow[] {
  const versions = readings.map(({ version }) => version);
  const sources = new Map<string, string>();
  const lines = readings.map(({ commands }) => new Set(commands.map(command => {
    const line = JSON.stringify(command.arguments);
    sources.set(line, sources.get(line) ?? command.source);
    return line;
  })));
  return [...sources].sort(([left], [right]) => compareNaturally(left, right)).map(([line, source]) => ({
    arguments: JSON.parse(line),
    source,
    versions: runs(lines.map(each => each.has(line) || undefined), String).map(({ first, last }) => `${versions[first]}-${versions[last]}`),
  }));
}

function valuesOf(sets: readonly (readonly string[])[], versions: readonly string[]): string[] {
  const all = [...new Set(sets.flat())].sort(compareNaturally);
  return all.flatMap(value => runs(sets.map(set => set.includes(value) || undefined), String).map(({ first, last }) => [
    value,
    ...(first > 0 ? [`>=${versions[first]}`] : []),
    ...(last < sets.length - 1 ? [`<${versions[last + 1]}`] : []),
  ].join(' ')));
}

function rangeOf({ first, last }: Run<unknown>, versions: readonly string[]): { since?: string; before?: string } {
  return {
    ...(first > 0 && { since: versions[first] }),
    ...(last < versions.length - 1 && { before: versions[last + 1] }),
  };
}

function runs<T>(items: readonly (T | undefined)[], keyOf: (item: T) => string): Run<T>[] {
  const found: Run<T>[] = [];
  items.forEach((item, index) => {
    const previous = found.at(-1);
    if (item === undefined) {
      return;
    }
    if (previous && previous.last === index - 1 && keyOf(previous.same) === keyOf(item)) {
      found[found.length - 1] = { ...previous, last: index };
    } else {
      found.push({ first: index, last: index, same: item });
    }
  });
  return found;
}

/** What makes a row of its own. Values have their own versions. */
function signature({ form, values, caseless, unless }: ArgumentFacts): string {
  return JSON.stringify([form, values !== undefined, caseless, unless]);
}
