import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CfnResource } from 'aws-cdk-lib/core';
import { create, destroy, HERE, NOTHING, synthesizeStack } from './util';
import { inventory } from '../../local-aws/inventory';
import { LocalAws, ResourceEvent } from '../../local-aws/local-aws';
import { pythonEnvironment } from '../../local-aws/python-environment';
import { SetupError } from '../../local-aws/setup-error';
import { createStack, deleteStack } from '../../local-aws/stacks';
import { SageMakerInstanceType } from '../../src';
import { newEndpoint } from '../util';

let aws: LocalAws | undefined;
async function start(options = {}): Promise<LocalAws> {
  aws = await LocalAws.start(options);
  return aws;
}
afterEach(async () => {
  await aws?.stop();
  aws = undefined;
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const stack = synthesizeStack(scope => newEndpoint(scope));

test('a resource of a type that the local AWS does not have fails the stack, before anything is created', async () => {
  const local = await start();
  const unknown = synthesizeStack(scope => {
    newEndpoint(scope);
    new CfnResource(scope, 'Pipeline', { type: 'AWS::SageMaker::Pipeline', properties: { PipelineName: 'p' } });
  });
  await expect(createStack(local, unknown)).rejects.toThrow('the local AWS has no AWS::SageMaker::Pipeline, while it created the stack Stack');
  expect(await inventory(local, HERE.region)).toEqual(NOTHING);
});

test('another resource type that the local AWS supports is created', async () => {
  const local = await start();
  const queue = synthesizeStack(scope => {
    newEndpoint(scope);
    new sqs.Queue(scope, 'Queue');
  });
  await create(local, [queue]);
  await destroy(local, [queue]);
});

test('an instance type that SageMaker does not have fails the stack', async () => {
  const local = await start();
  const wrong = synthesizeStack(scope => newEndpoint(scope, { instanceType: SageMakerInstanceType.of('ml.g99.xlarge') }));
  await expect(createStack(local, wrong)).rejects.toThrow("'ml.g99.xlarge'");
});

test('endpoints on instances of today are created', async () => {
  const local = await start();
  const modern = synthesizeStack(scope => ['ml.g6e.48xlarge', 'ml.p5.48xlarge', 'ml.inf2.xlarge', 'ml.m8g.large'].forEach((type, index) => {
    newEndpoint(scope, {}, `Endpoint${index}`).cfnEndpointConfig.addPropertyOverride('ProductionVariants.0.InstanceType', type);
  }));
  expect((await create(local, [modern])).Stack).toHaveLength(4);
});

test('each resource is reported as it is created and deleted', async () => {
  const events: ResourceEvent[] = [];
  const local = await start({ onResource: (event: ResourceEvent) => events.push(event) });
  await create(local, [stack]);
  await destroy(local, [stack]);
  const ids = Object.keys(stack.template.Resources).sort();
  expect(events.filter(({ event }) => event === 'created').map(({ id }) => id).sort()).toEqual(ids);
  expect(events.filter(({ event }) => event === 'deleted').map(({ id }) => id).sort()).toEqual(ids);
});

test('a stack that is not there is not deleted in silence', async () => {
  const local = await start();
  await expect(deleteStack(local, stack)).rejects.toThrow(/does not exist, while it deleted the stack Stack/);
});

test('a server that is killed in the middle of a deployment ends it with an error', async () => {
  const local = await start();
  process.kill(local.pid, 'SIGSTOP'); // it takes the request and does nothing
  const deployment = createStack(local, stack);
  setTimeout(() => process.kill(local.pid, 'SIGKILL'), 500);
  await expect(deployment).rejects.toThrow('the local AWS ended (SIGKILL), while it created the stack Stack');
}, 10_000);

test('a server that hangs ends the deployment with an error, and can be stopped', async () => {
  const local = await start({ timeoutSeconds: 3 });
  process.kill(local.pid, 'SIGSTOP');
  await expect(createStack(local, stack)).rejects.toThrow(/the local AWS gave no answer within 3 s, while it created the stack Stack/);
  await local.stop();
  expect(isAlive(local.pid)).toBe(false);
}, 20_000);

test('no process is left behind', async () => {
  const local = await start();
  expect(isAlive(local.pid)).toBe(true);
  await local.stop();
  expect(isAlive(local.pid)).toBe(false);
});

describe('without the local AWS', () => {
  const before = { ...process.env };
  const folder = mkdtempSync(join(tmpdir(), 'local-aws-'));
  afterEach(() => { process.env = { ...before }; });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function messageOfFailure(): Promise<string> {
    const error = await pythonEnvironment(() => undefined, folder).then(() => undefined, (reason: Error) => reason);
    expect(error).toBeInstanceOf(SetupError);
    expect(error!.message).not.toContain('\n');
    return error!.message;
  }

  test('the error names the Python version to install', async () => {
    process.env.PYTHON = join(folder, 'no-python');
    expect(await messageOfFailure()).toContain('Python 3.9 or newer with its module venv: install python3 and python3-venv');
  });

  test('the error explains that pip needs a package index', async () => {
    process.env.PIP_NO_INDEX = '1';
    expect(await messageOfFailure()).toMatch(/pip cannot install \(ERROR: No matching distribution found for .*\): give pip access to a Python package index/);
  });
});
