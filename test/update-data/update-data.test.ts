import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { tgiFile, upstream } from './upstream';
import { formatJson, readCatalog } from '../../projenrc/update-data/data-folder';
import { main } from '../../projenrc/update-data/main';
import { datesTable } from '../../projenrc/update-data/source-dates';
import { SDK_FOLDER, UPSTREAM_SOURCES, UpstreamFiles, UpstreamSource, urlOf } from '../../projenrc/update-data/upstream-files';

const SOURCES = Object.values<UpstreamSource>(UPSTREAM_SOURCES);

let folder: string;
let dataFolder: string;
let errors: string;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'update-data-'));
  dataFolder = join(folder, 'data');
  writeAll(dataFolder, {
    'additional-images.json': '{"images":[]}',
    'accelerators.json': readFileSync(join(__dirname, '..', '..', 'data', 'accelerators.json'), 'utf8'),
  });
  errors = output = '';
  jest.spyOn(process.stderr, 'write').mockImplementation(text => {
    errors += text;
    return true;
  });
  jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    output += text;
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function writeAll(into: string, files: UpstreamFiles): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text);
  }
  return into;
}

function contents(): Record<string, string> {
  return Object.fromEntries(readdirSync(dataFolder).map(file => [file, readFileSync(join(dataFolder, file), 'utf8')]));
}

test('a run writes the data, and a second run changes nothing', async () => {
  const from = writeAll(join(folder, 'upstream'), { ...upstream(), 'other/notes.md': 'not ours' });
  expect(await main(['--from', from], dataFolder)).toBe(0);
  const first = contents();
  expect(Object.keys(first)).toEqual(['accelerators.json', 'additional-images.json', 'images.json', 'instance-types.json', 'registries.json']);
  expect(await main(['--from', from], dataFolder)).toBe(0);
  expect(contents()).toEqual(first);
  expect(errors).toBe('');
});

test('the folder may stand after --, as npm writes it', async () => {
  expect(await main(['--', '--from', writeAll(join(folder, 'upstream'), upstream())], dataFolder)).toBe(0);
  expect(errors).toBe('');
  expect(readCatalog(dataFolder)).toBeDefined();
});

test('the age of each source is reported', async () => {
  jest.useFakeTimers({ now: Date.parse('2026-11-26T12:00:00Z'), doNotFake: ['nextTick'] });
  const dates = '| optimum-neuron/containers.mdx | 2026-11-20 |';
  expect(await main(['--from', writeAll(join(folder, 'upstream'), upstream({ 'SOURCES.md': dates }))], dataFolder)).toBe(0);
  jest.useRealTimers();
  expect(output).toContain('update-data: source: https://github.com/huggingface/optimum-neuron/blob/main/docs/source/containers.mdx '
    + 'is from 2026-11-20, 6 days old\n');
  expect(output).toContain('update-data: source: https://github.com/aws/deep-learning-containers/tree/main/docs/src/data has no date\n');
});

test('a region that no source knows stops nothing, and is reported', async () => {
  const registries = { 'us-east-1': '763104351884', 'mars-north-1': '763104351884' };
  const from = writeAll(join(folder, 'upstream'), upstream({ [`${SDK_FOLDER}/huggingface-llm.json`]: tgiFile({ registries }) }));
  expect(await main(['--from', from], dataFolder)).toBe(0);
  expect(output).toContain('update-data: warning: sagemaker-python-sdk/huggingface-llm.json: region mars-north-1 is left out, '
    + 'because neither aws-cdk-lib nor the AWS SDK knows it (upgrade them)\n');
  expect(contents()['registries.json']).not.toContain('mars');
});

test('a file with a mistake leaves everything as it was', async () => {
  const from = writeAll(join(folder, 'upstream'), upstream());
  await main(['--from', from], dataFolder);
  const before = contents();
  writeAll(from, { [`${SDK_FOLDER}/huggingface-llm.json`]: tgiFile({ tag_prefix: 3 }) });
  expect(await main(['--from', from], dataFolder)).toBe(1);
  expect(errors).toBe('update-data: sagemaker-python-sdk/huggingface-llm.json: versions[\'3.3.6\'].tag_prefix: must be a text, got 3\n');
  expect(contents()).toEqual(before);
});

test('nothing is written where a file is missing at the first run', async () => {
  const from = writeAll(join(folder, 'upstream'), upstream({ [UPSTREAM_SOURCES.karpenter.local]: undefined }));
  expect(await main(['--from', from], dataFolder)).toBe(1);
  expect(errors).toBe('update-data: ec2/karpenter-instance-types.md: the file must be there and hold text, got no file\n');
  expect(readCatalog(dataFolder)).toBeUndefined();
});

test.each([
  [['--form', 'x'], 'the arguments must be none, --from <folder> or --arguments <folder>, got \'--form x\''],
  [['--from'], 'the arguments must be none, --from <folder> or --arguments <folder>, got \'--from\''],
  [['--', '--', '--from', 'a'], 'the arguments must be none, --from <folder> or --arguments <folder>, got \'-- -- --from a\''],
  [['--arguments'], 'the arguments must be none, --from <folder> or --arguments <folder>, got \'--arguments\''],
  [['--from', 'a', 'b'], 'the arguments must be none, --from <folder> or --arguments <folder>, got \'--from a b\''],
  [['--from', '/no/such/folder'], '--from must name a folder with upstream\'s files, got \'/no/such/folder\''],
  [['--from', __filename], `--from must name a folder with upstream's files, got '${__filename}'`],
])('the arguments %j are an error', async (args, message) => {
  expect(await main(args, dataFolder)).toBe(1);
  expect(errors).toBe(`update-data: ${message}\n`);
});

test.each([
  ['additional-images.json', '{', 'must be a JSON file, got: '],
  ['additional-images.json', '{}', 'images: must be a list, got undefined'],
  ['accelerators.json', '', 'must be a JSON file, got: '],
])('a file kept by hand with a mistake is an error: %s %s', async (file, text, message) => {
  writeAll(dataFolder, { [file]: text });
  expect(await main(['--from', writeAll(join(folder, 'upstream'), upstream())], dataFolder)).toBe(1);
  expect(errors).toContain(`update-data: ${join(dataFolder, file)}: ${message}`);
});

test('without a folder the files are downloaded from GitHub', async () => {
  const files = upstream();
  const remote = Object.fromEntries(Object.entries(files).map(([path, text]) => [remotePath(path), text]));
  const tree = [...Object.keys(remote), 'README.md'].map(path => ({ path }));
  const commits = [{ commit: { committer: { date: '2026-10-21T05:00:00Z' } } }];
  const fetched = jest.spyOn(global, 'fetch').mockImplementation(async url => {
    const path = String(url).replace(/^https:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/[^/]+\//, '');
    return new Response(/\/git\/trees\//.test(String(url)) ? JSON.stringify({ tree }) : /\/commits\?/.test(String(url)) ? JSON.stringify(commits) : remote[path]);
  });
  expect(await main([], dataFolder)).toBe(0);
  expect(errors).toBe('');
  const downloaded = contents();
  expect(fetched).toHaveBeenCalledWith('https://api.github.com/repos/aws/deep-learning-containers/git/trees/main?recursive=1');
  expect(fetched).toHaveBeenCalledWith('https://api.github.com/repos/aws/deep-learning-containers/commits?sha=main&path=docs/src/data&per_page=1');
  expect(fetched).toHaveBeenCalledTimes(Object.keys(files).length + 2 + SOURCES.length);
  expect(output).toContain(`update-data: source: ${urlOf(UPSTREAM_SOURCES.dlc)} is from 2026-10-21, `);

  const dates = datesTable(SOURCES.map(source => [source, '2026-10-21']));
  expect(await main(['--from', writeAll(join(folder, 'upstream'), { ...files, 'SOURCES.md': dates })], dataFolder)).toBe(0);
  expect(contents()).toEqual(downloaded);
});

test('a file that cannot be downloaded is an error', async () => {
  jest.spyOn(global, 'fetch').mockResolvedValue(new Response('', { status: 404 }));
  expect(await main([], dataFolder)).toBe(1);
  expect(errors).toBe('update-data: https://api.github.com/repos/aws/sagemaker-python-sdk/git/trees/master?recursive=1: must answer with a file, got status 404\n');
});

test('a server that cannot be reached is an error', async () => {
  jest.spyOn(global, 'fetch').mockRejectedValue(new Error('fetch failed'));
  expect(await main([], dataFolder)).toBe(1);
  expect(errors).toMatch(/^update-data: https:.*sagemaker-python-sdk.*: must be within reach, got: fetch failed\n$/);
});

test('a row of the data is a line', () => {
  expect(formatJson({ list: [{ a: 1, b: ['x'] }], table: { one: { a: 1 }, two: {} }, accounts: { registry: { 'us-east-1': '763104351884' } } })).toBe([
    '{',
    '  "list": [',
    '    {"a":1,"b":["x"]}',
    '  ],',
    '  "table": {',
    '    "one": {"a":1},',
    '    "two": {}',
    '  },',
    '  "accounts": {',
    '    "registry": {',
    '      "us-east-1": "763104351884"',
    '    }',
    '  }',
    '}',
    '',
  ].join('\n'));
});

/** The path upstream of a file of the folder. */
function remotePath(path: string): string {
  const source = Object.values(UPSTREAM_SOURCES).find(({ local }) => path === local || path.startsWith(`${local}/`))!;
  return source.remote + path.slice(source.local.length);
}
