import { execFileSync, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { SGLANG, VLLM } from './python-packages';
import { argumentRows, ArgumentReading, commandRows } from '../../projenrc/update-data/server-arguments/argument-rows';
import { updateArguments } from '../../projenrc/update-data/server-arguments/update-arguments';

/** Python reads Python. A machine of a contributor may not have it; that of CI has it. */
const withPython = process.env.CI || spawnSync('python3', ['--version']).status === 0 ? test : test.skip;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'server-arguments-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** An archive of a package, as PyPI has it. */
function pack(name: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  execFileSync('tar', ['-czf', join(folder, `${name}.tar.gz`), '-C', folder, name]);
}

function update(): { arguments: Record<string, unknown>; commands: Record<string, unknown> } {
  const files = { arguments: join(folder, 'arguments.json'), commands: join(folder, 'commands.json') };
  updateArguments(folder, files);
  return { arguments: JSON.parse(readFileSync(files.arguments, 'utf8')), commands: JSON.parse(readFileSync(files.commands, 'utf8')) };
}

withPython('the arguments of vLLM are read from its source, which is not run', () => {
  pack('vllm-1.0.0', VLLM);
  expect(update().arguments).toEqual({
    sources: ['https://pypi.org/project/vllm/#history', 'https://pypi.org/project/sglang/#history'],
    versions: { vllm: ['1.0.0'], sglang: [] },
    sglang: [],
    vllm: [
      { name: 'cpu', form: 'boolean' },
      { name: 'cuda', form: 'flag' },
      { name: 'device', form: 'string' }, // not all choices are known
      { name: 'eager', form: 'boolean' },
      { name: 'either', form: 'string' },
      { name: 'headless', form: 'flag' },
      { name: 'inner', form: 'json' },
      { name: 'kinds', form: 'list', values: ['auto', 'draft', 'generate'] },
      { name: 'known', form: 'json' },
      { name: 'lower', form: 'string' }, // another function reads the value
      { name: 'mapping', form: 'json' },
      { name: 'max-model-len', form: 'amount' },
      { name: 'model', form: 'string' },
      { name: 'more-kinds', form: 'list', values: ['auto', 'draft', 'draft,generate', 'generate', 'generate,draft'] },
      { name: 'names', form: 'list' },
      { name: 'open', form: 'string' },
      { name: 'optional-mapping', form: 'json' },
      { name: 'origins', form: 'json' },
      { name: 'parts', form: 'list' },
      { name: 'port', form: 'integer' },
      { name: 'quantization', form: 'string', caseless: true, values: ['awq', 'fp8', 'late'] },
      { name: 'rank', form: 'integer', values: ['8', '16'] },
      { name: 'runner', form: 'string', values: ['auto', 'draft', 'generate'] },
      { name: 'seed', form: 'integer' },
      { name: 'share', form: 'number' },
      { name: 'silent', form: 'flag' },
      { name: 'token', form: 'optional' },
      { name: 'tool-call-parser', form: 'string', unless: 'tool-parser-plugin', values: ['hermes', 'xlam'] },
    ],
  });
});

withPython('the arguments of SGLang are read from its annotations and calls', () => {
  pack('sglang-0.5.1', SGLANG);
  expect(update().arguments.sglang).toEqual([
    { name: 'backend', form: 'string', values: ['fast', 'slow'] },
    { name: 'dp-size', form: 'integer' },
    { name: 'level', form: 'integer', values: ['0', '1'] },
    { name: 'load-format', form: 'string', values: ['auto', 'gguf', 'pt'] },
    { name: 'mode', form: 'string', values: ['all', 'none'] },
    { name: 'model', form: 'string' },
    { name: 'model-path', form: 'string' },
    { name: 'parsed', form: 'string' },
    { name: 'parser', form: 'string', values: ['a', 'b', 'debug'] },
    { name: 'removed', form: 'flag' },
    { name: 'share', form: 'number' },
    { name: 'tensor-parallel-size', form: 'integer' },
    { name: 'tp-size', form: 'integer' },
    { name: 'trust', form: 'flag' },
    { name: 'urls', form: 'list' },
  ]);
});

withPython('the command lines in a package are read', () => {
  pack('vllm-1.0.0', VLLM);
  pack('sglang-0.5.1', SGLANG);
  expect(update().commands).toMatchObject({
    vllm: [
      { arguments: ['--headless'], source: 'docs/serving.md', versions: ['1.0.0-1.0.0'] },
      { arguments: ['--max-model-len', '4k', '--inner', '{"depth": 2}'], source: 'docs/serving.md' },
      { arguments: ['--names', 'a', 'b', '--eager'], source: 'tests/test_server.py' },
      { arguments: ['--seed', '1'], source: 'docs/serving.md' },
    ],
    sglang: [{ arguments: ['--model-path', 'org/model', '--tp-size', '2'], source: 'sglang/srt/README.md', versions: ['0.5.1-0.5.1'] }],
  });
});

withPython.each([
  ['for name in unknown():\n        parser.add_argument(name)', 'for name in unknown():'],
  ['parser.add_argument("--a", **unknown())', 'parser.add_argument(\'--a\', **unknown())'],
  ['parser.add_argument(unknown())', 'parser.add_argument(unknown())'],
  ['unknown(parser)', 'unknown(parser)'],
])('what cannot be read is an error: %s', (statement, shown) => {
  pack('vllm-1.0.0', { 'vllm/entrypoints/openai/cli_args.py': `def make_arg_parser(parser):\n    ${statement}\n` });
  const stderr = spawnSync('python3', [
    '-B', join(__dirname, '..', '..', 'projenrc', 'update-data', 'server-arguments', 'read_arguments.py'), join(folder, 'vllm-1.0.0.tar.gz'),
  ], { encoding: 'utf8' }).stderr;
  expect(stderr).toContain(`vllm.entrypoints.openai.cli_args: line 2 must be readable without running it: ${shown}`);
});

test('a folder must have archives', () => {
  writeFileSync(join(folder, 'vllm-notes.txt'), '');
  expect(() => update()).toThrow(`--arguments must name a folder with archives of the packages vllm and sglang, got '${folder}'`);
});

function readingsOf(...versions: ArgumentReading['arguments'][]): ArgumentReading[] {
  return versions.map((each, index) => ({ server: 'vllm', version: `1.${index}`, arguments: each }));
}

test('a row has the versions that have it, and each value its own', () => {
  expect(argumentRows(readingsOf(
    { old: { form: 'flag' }, same: { form: 'string', values: ['a', 'b'] }, gap: { form: 'flag' } },
    { same: { form: 'string', values: ['a', 'b', 'c'] } },
    { same: { form: 'string', values: ['a', 'c'] }, late: { form: 'integer' }, gap: { form: 'flag' } },
    { same: { form: 'string' }, late: { form: 'number' }, gap: { form: 'flag' } },
  ))).toEqual([
    { name: 'gap', form: 'flag', before: '1.1' },
    { name: 'gap', form: 'flag', since: '1.2' },
    { name: 'late', form: 'integer', since: '1.2', before: '1.3' },
    { name: 'late', form: 'number', since: '1.3' },
    { name: 'old', form: 'flag', before: '1.1' },
    { name: 'same', form: 'string', values: ['a', 'b <1.2', 'c >=1.1'], before: '1.3' },
    { name: 'same', form: 'string', since: '1.3' },
  ]);
});

test('a command line has the versions that have it', () => {
  const command = { arguments: ['--a'], source: 'docs/a.md' };
  const readings = [[command], [command], [], [{ ...command, source: 'docs/b.md' }]];
  expect(commandRows(readings.map((commands, index) => ({ server: 'vllm', version: `1.${index}`, commands })))).toEqual([
    { ...command, versions: ['1.0-1.1', '1.3-1.3'] },
  ]);
});
