import { execFileSync } from 'child_process';
import { Stack } from 'aws-cdk-lib/core';
import { create, destroy, HERE, NOTHING, synthesize } from './util';
import { inventory } from '../../local-aws/inventory';
import { LocalAws } from '../../local-aws/local-aws';
import { newEndpoint } from '../util';

const STACKS = 5;
const ENDPOINTS = 20;

let aws: LocalAws;
beforeAll(async () => { aws = await LocalAws.start(); });
afterAll(() => aws.stop());

function megabytes(pid: number): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' })) / 1024);
}

test('a hundred endpoints in five stacks are created and deleted', async () => {
  const times: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const start = Date.now();
    const result = await work();
    times[name] = (Date.now() - start) / 1000;
    return result;
  };

  const stacks = await timed('synthesized', () => synthesize(app => {
    for (let i = 0; i < STACKS; i++) {
      const stack = new Stack(app, `Stack${i}`, { env: HERE });
      for (let j = 0; j < ENDPOINTS; j++) {
        newEndpoint(stack, {}, `Endpoint${j}`);
      }
    }
  }));
  const sizes = stacks.map(({ template }) => JSON.stringify(template).length);
  expect(Math.max(...sizes)).toBeLessThan(1_000_000); // CloudFormation's limit

  const endpoints = await timed('in service', () => create(aws, stacks));
  expect(Object.values(endpoints).flat()).toHaveLength(STACKS * ENDPOINTS);
  const { Models: models, NextToken: more } = await aws.sageMaker(HERE.region).listModels({ MaxResults: 100 });
  expect([models!.length, more]).toEqual([STACKS * ENDPOINTS, undefined]);
  const memory = megabytes(aws.pid);

  await timed('deleted', () => destroy(aws, stacks));
  expect(await inventory(aws, HERE.region)).toEqual(NOTHING);

  process.stderr.write(`a hundred endpoints: ${Object.entries(times).map(([what, seconds]) => `${what} in ${seconds.toFixed(1)} s`).join(', ')}; `
    + `templates of at most ${Math.round(Math.max(...sizes) / 1024)} KiB; ${megabytes(process.pid)} MB for the tests, ${memory} MB for the local AWS\n`);
  expect(Object.values(times).reduce((sum, seconds) => sum + seconds)).toBeLessThan(100);
});
