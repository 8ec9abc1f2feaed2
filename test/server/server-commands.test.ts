import { statSync } from 'fs';
import { join } from 'path';
import { ArgumentTable, argumentOf, argumentTable } from '../../src/server/argument-table';
import { isAllowed } from '../../src/server/argument-value';
import { ArgumentLookup } from '../../src/server/server-argument';
import { SGLANG } from '../../src/server/sglang';
import { VLLM } from '../../src/server/vllm';
import * as COMMANDS from '../facts/server-commands.json';

/** Command lines from the documentation, examples and tests of the packages, which the arguments were not read from. */
const SERVERS = [
  { server: VLLM, commands: COMMANDS.vllm },
  { server: SGLANG, commands: COMMANDS.sglang },
];

/** What upstream wrote and cannot work, and a name that a reader has to replace. */
const MISTAKES = [
  'tensor_paralel_size', // docs/features/quantization/inc.md
  'max-model-len,2048', // tests/v1/kv_connector/nixl_integration/run_accuracy_test.sh
  'reasoning-parser example', // docs/features/reasoning_outputs.md
  'mm-processor-kwargs max_pixels=1003520', // docs/benchmarking/cli.md
  'pooler-config {"pooling_type": "CLS", ', // examples/pooling/embed/openai_embedding_long_text/client.py: a value in two parts
  'pooler-config {"pooling_type": "MEAN", ',
];

/** The beginnings of names that upstream writes. */
const ABBREVIATIONS = ['tp', 'dp', 'ep', 'disable-radix'];

interface Use {
  readonly name: string;
  readonly value?: string;
}

/** The arguments of a command line by their names, with the word that follows each. */
function usesOf(words: readonly string[]): Use[] {
  return words.flatMap((word, index) => {
    const [, name, value] = /^--(\w[^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const next = words[index + 1];
    return name ? [{ name, value: value ?? (next === undefined || /^-[-a-z]/i.test(next) ? undefined : next) }] : [];
  });
}

/** The uses of arguments that a version does not know, or of values that it does not allow. */
function findings({ server, commands }: typeof SERVERS[number], table: ArgumentTable, only?: string): string[] {
  const found = new Map<string, string | undefined>();
  for (const command of commands) {
    const uses = usesOf(command.arguments).filter(({ name }) => only === undefined || name === only);
    for (const version of versionsOf(command.versions, table.versions)) {
      for (const { name, value } of uses) {
        const key = `${version} ${name} ${value}`;
        found.set(key, found.has(key) ? found.get(key) : findingOf(argumentOf(server, version, name, table), name, value));
      }
    }
  }
  return [...found].flatMap(([key, finding]) => finding === undefined ? [] : [`${key}: ${finding}`]);
}

function findingOf(found: ArgumentLookup, name: string, value: string | undefined): string | undefined {
  if (found.status !== 'known' || !isNamed(found.argument.name, name)) {
    return found.status;
  }
  const hasValue = value !== undefined && !['flag', 'boolean'].includes(found.argument.form) && !name.includes('.');
  return hasValue && !isAllowed(found.argument, value) ? 'not allowed' : undefined;
}

/** Whether the row has the name itself, so that a row that is missing is not covered by a longer name that begins with it. */
function isNamed(row: string, name: string): boolean {
  const plain = name.split('.')[0].replace(/_/g, '-');
  return plain === row || plain === `no-${row}` || ABBREVIATIONS.includes(plain);
}

/** `['1.0-1.2']` -> `['1.0', '1.1', '1.2']`. */
function versionsOf(ranges: readonly string[], versions: readonly string[]): string[] {
  return ranges.flatMap(range => {
    const [first, last] = range.split('-').map(version => versions.indexOf(version));
    return versions.slice(first, last + 1);
  });
}

test.each(SERVERS)('every command line in the package of $server.title is valid in its version', subject => {
  const { server, commands } = subject;
  const table = argumentTable(server)!;
  expect(commands.flatMap(({ versions }) => versionsOf(versions, table.versions)).length).toBeGreaterThan(server === VLLM ? 5_000 : 200);
  expect(findings(subject, table).filter(finding => !MISTAKES.some(mistake => finding.includes(` ${mistake}`)))).toEqual([]);
});

/** The arguments that the command lines use most. */
const USED = SERVERS.flatMap(subject => {
  const counts = new Map<string, number>();
  subject.commands.flatMap(command => usesOf(command.arguments)).forEach(({ name }) => counts.set(name, (counts.get(name) ?? 0) + 1));
  const names = [...counts].sort(([, left], [, right]) => right - left).slice(0, 20).map(([name]) => name);
  return names.map(name => ({ subject, name }));
});

test.each(USED)('without its row, $name of $subject.server.title is found', ({ subject, name }) => {
  const table = argumentTable(subject.server)!;
  const rows = table.rows.filter(row => row.name !== name && `no-${row.name}` !== name);
  expect(rows.length).toBeLessThan(table.rows.length);
  expect(findings(subject, { ...table, rows }, name)).not.toEqual([]);
});

test('the table has at most 60 kB', () => {
  expect(statSync(join(__dirname, '..', '..', 'src', 'server', 'server-arguments.generated.ts')).size).toBeLessThan(60_000);
});
