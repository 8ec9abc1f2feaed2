import { readFileSync } from 'fs';
import { join } from 'path';
import { recommendedImages } from '../../projenrc/catalog/data';
import { documentationTables, withTable } from '../../projenrc/catalog/documentation-tables';
import { structUses } from '../../projenrc/catalog/struct-tables';
import { SERVERS } from '../../src/server/definitions';

const TABLES = documentationTables();

function textOf(file: string): string {
  return readFileSync(join(__dirname, '..', '..', file), 'utf8');
}

function linesOf(name: string): string {
  return TABLES.find(table => table.name === name)!.lines.join('\n');
}

test.each(TABLES.map(table => [table.name, table] as const))('the table %s matches data and code', (_, table) => {
  expect(textOf(table.file)).toBe(withTable(textOf(table.file), table));
});

test.each(SERVERS.map(server => [server.title, server] as const))('every setting of %s has its row', (title, { settings, argumentVariable }) => {
  const [, section] = `${linesOf('servers')}\n### `.split(`### ${title}\n`);
  const lines = section.slice(0, section.indexOf('\n### ')).split('\n');
  expect(lines.filter(line => /`ModelServer\.\w+\(\)`/.test(line))).toHaveLength(1);
  expect(lines.some(line => line.includes('`extraArguments:'))).toBe(argumentVariable !== undefined);
  for (const { name, typed, variables, aliases = [] } of settings) {
    const row = lines.find(line => line.startsWith(`| ${typed ? `\`${name}\`` : name} |`));
    expect([...variables.map(variable => variable.name), ...aliases].filter(variable => !row?.includes(`\`${variable}\``))).toEqual([]);
  }
});

test('every reserved variable has its row', () => {
  const expected = SERVERS.flatMap(({ title, reserved = [] }) => reserved.map(({ name }) => `| ${title} | \`${name}\` |`));
  expect(expected.length).toBeGreaterThan(10);
  expect(expected.filter(start => !linesOf('reserved-variables').includes(start))).toEqual([]);
});

test('every recommended image is listed with its evidence, and runs on an instance type', () => {
  const rows = linesOf('recommended-images').split('\n');
  for (const { repository, tag, evidence } of recommendedImages()) {
    const [, , constant, families, why] = rows.find(row => row.includes(`\`${repository}:${tag}\``))!.split(' | ');
    expect(constant).toMatch(/^`[A-Z0-9_]+`$/);
    expect(families).toMatch(/^[a-z0-9]/);
    expect(why).toContain(`[source](${/https:\S+$/.exec(evidence)![0]})`);
  }
});

test('the image determines the AMI for AWS Neuron', () => {
  expect(linesOf('inference-ami').split('\n').filter(row => /inf|trn/.test(row.split('|')[1]))).toEqual([
    '| inf1, trn2 | none | none |', '| inf2, trn1, trn1n | `al2-ami-sagemaker-inference-neuron-2` | none |',
  ]);
});

test('a page without the markers is an error that names them', () => {
  expect(() => withTable('no table', TABLES[0])).toThrow('docs/regions.md: must have the markers <!-- BEGIN supported-regions --> and <!-- END supported-regions -->');
});

/** What the names of the structs of a class begin with, because another class has functions with the same names. */
const PREFIXES: Record<string, string> = {
  HuggingFaceSageMakerComponentEndpoint: 'ComponentEndpoint', InferenceComponent: 'Component', ScalableCopyCount: 'Copy',
};

/** The name of the struct of a function, by the rule that users of Java and Go can rely on. */
function structNameOf(owner: string, call: string): string {
  const title = `${call[0].toUpperCase()}${call.slice(1)}`;
  switch (owner) {
    case 'Deployment': return `${title}DeploymentOptions`;
    case 'RoutingStrategy': return `${title}RoutingOptions`;
    default: {
      const name = title.startsWith('ScaleOn') ? `${title.slice('ScaleOn'.length)}ScalingOptions` : `${title}Options`;
      return title.startsWith('Add') ? name.slice('Add'.length) : `${PREFIXES[owner] ?? ''}${name}`;
    }
  }
}

test('every struct has the name of its function', () => {
  const uses = structUses();
  expect(uses.length).toBeGreaterThan(20);
  const constructors = uses.filter(({ call }) => call === 'new');
  expect(constructors.filter(({ owner, struct }) => struct !== `${owner}Props`)).toEqual([]);
  const others = uses.filter(({ call }) => call !== 'new' && !/^from\w+Attributes$/.test(call));
  expect(others.filter(({ owner, call, struct }) => struct !== structNameOf(owner, call))).toEqual([]);
});

test('no two functions share a struct', () => {
  const structs = structUses().map(({ struct }) => struct);
  expect(structs).toEqual([...new Set(structs)]);
});
