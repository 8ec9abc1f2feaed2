import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

const FOLDER = join(__dirname, '..', '.github', 'workflows');

interface Workflow {
  readonly on: object;
  readonly permissions?: unknown;
  readonly jobs: Record<string, Job>;
}

interface Job {
  readonly permissions?: Record<string, string>;
  readonly steps: { readonly uses?: string; readonly run?: string }[];
}

const workflows = readdirSync(FOLDER).map(name => [name, parse(readFileSync(join(FOLDER, name), 'utf8')) as Workflow] as const);
const ofPullRequests = workflows.filter(([, { on }]) => Object.keys(on).some(event => event.startsWith('pull_request')));

test.each(workflows)('each action of %s is one commit, which no tag can move', (_name, { jobs }) => {
  const actions = Object.values(jobs).flatMap(({ steps }) => steps).flatMap(({ uses }) => uses ?? []);
  expect(actions).not.toEqual([]);
  expect(actions.filter(action => !/^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
});

test('all workflows use the same commit of an action', () => {
  const text = workflows.map(([name]) => readFileSync(join(FOLDER, name), 'utf8')).join('\n');
  const actions = new Set([...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action));
  expect([...actions].map(action => action.split('@')[0]).sort()).toEqual([...new Set([...actions].map(action => action.split('@')[0]))].sort());
});

test.each(workflows)('a job of %s that has no permissions of its own only reads', (_name, { permissions }) => {
  expect(permissions).toEqual({ contents: 'read' });
});

test('only the jobs that publish have more permissions than to read', () => {
  const writing = workflows.flatMap(([name, { jobs }]) => Object.entries(jobs).flatMap(([job, { permissions = {} }]) => Object.entries(permissions)
    .filter(([, access]) => access !== 'read').map(([permission]) => `${name} ${job} ${permission}`)));
  expect(writing.sort()).toEqual([
    'release.yml release_github contents',
    'release.yml release_npm id-token',
    'release.yml release_nuget id-token',
    'release.yml release_pypi id-token',
    'site.yml deploy id-token',
    'site.yml deploy pages',
  ]);
});

test('a build of a pull request reads, installs what the lock file lists, and has no secret', () => {
  expect(ofPullRequests.map(([name]) => name)).toEqual(['build.yml']);
  ofPullRequests.forEach(([name, { on, jobs }]) => {
    expect(Object.keys(on)).not.toContain('pull_request_target'); // it would run with the permissions of the repository
    const commands = Object.values(jobs).flatMap(({ steps }) => steps).flatMap(({ run }) => run ?? []);
    expect(commands.filter(command => /\bnpm (i|install)\b/.test(command))).toEqual([]);
    expect(commands.filter(command => /\bnpm ci\b/.test(command))).toHaveLength(Object.keys(jobs).length);
    expect(readFileSync(join(FOLDER, name), 'utf8')).not.toContain('secrets.');
  });
});

test('no job writes a package that it installed otherwise than from the lock file', () => {
  const commands = workflows.flatMap(([, { jobs }]) => Object.values(jobs).flatMap(({ steps }) => steps)).flatMap(({ run }) => run ?? []);
  expect(commands.filter(command => /\bnpm (i|install)\b(?! --global| -g)|\b(yarn|pnpm) install\b/.test(command))).toEqual([]);
});
