import { execFile } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';
import { App } from 'aws-cdk-lib/core';
import { create, destroy, HERE, NOTHING } from './util';
import { inventory } from '../../local-aws/inventory';
import { ACCOUNT, LocalAws } from '../../local-aws/local-aws';
import { StackToCreate } from '../../local-aws/stacks';
import { stacksOf } from '../../local-aws/synthesis';
import { ApiModel } from '../api-model/api-model';
import { PROGRAM } from '../integ/cdk';
import { componentApp, STEPS } from '../integ/component-app';
import { memoryApp } from '../integ/memory-app';
import { observedApp } from '../integ/observed-app';

/** The apps of the test on a real account, except for that of test/deploy/api-model.test.ts, by their steps. */
const APPS: [string, () => App][] = [
  ...STEPS.map((step): [string, () => App] => [`components: ${step}`, () => componentApp(step)]),
  ['memory', memoryApp],
  ['observed: first', () => observedApp('first')],
  ['observed: watched', () => observedApp('watched')],
];

let aws: LocalAws;
let api: ApiModel;
beforeAll(async () => {
  Object.assign(process.env, { CDK_DEFAULT_ACCOUNT: ACCOUNT, CDK_DEFAULT_REGION: HERE.region });
  [aws, api] = await Promise.all([LocalAws.start(), ApiModel.load()]);
});
afterAll(() => aws.stop());

let stacks: StackToCreate[] = [];
afterEach(async () => {
  await destroy(aws, stacks);
  stacks = [];
  expect(await inventory(aws, HERE.region)).toEqual(NOTHING);
});

test.each(APPS)('%s is created on a local AWS, and the API accepts it', async (_what, appOf) => {
  stacks = stacksOf(appOf().synth());
  expect(stacks.flatMap(({ template }) => api.refusals(template))).toEqual([]);
  expect(Object.values(await create(aws, stacks)).flat()).toHaveLength(1);
});

const repository = join(__dirname, '..', '..');
const run = (file: string, ...args: string[]) => promisify(execFile)(
  'npx', [...PROGRAM.split(' '), `test/integ/${file}`, ...args], { cwd: repository, env: { ...process.env, INTEG_STEP: 'first' } },
);

test('the command names its parts', async () => {
  await expect(run('run.ts', 'endpoint', 'nonsense')).rejects.toThrow(/nonsense is not a part of the test[^]*endpoint:[^]*components:[^]*adapters:[^]*memory:[^]*observed:/);
});

test.each(['app.ts', 'component-app.ts', 'memory-app.ts', 'observed-app.ts'])('%s is a program that the CDK CLI can run', async file => {
  await expect(run(file)).resolves.toBeDefined();
});
