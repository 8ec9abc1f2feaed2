import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { create, destroy, HERE, NOTHING, synthesizeStack } from './util';
import { inventory } from '../../local-aws/inventory';
import { LocalAws } from '../../local-aws/local-aws';
import { StackToCreate } from '../../local-aws/stacks';
import { ComponentCapacitySize, ModelData } from '../../src';
import { addModel, newHost } from '../component/component-stack';

let aws: LocalAws;
const events: string[] = [];
beforeAll(async () => {
  aws = await LocalAws.start({ onResource: ({ event, type, id }) => events.push(`${event} ${type} ${id}`) });
});
afterAll(() => aws.stop());

let stacks: StackToCreate[] = [];
afterEach(async () => {
  await destroy(aws, stacks);
  expect(await inventory(aws, HERE.region)).toEqual(NOTHING);
});

const defineModels = (stack: Stack) => {
  const host = newHost(stack, { minInstanceCount: 0 });
  const chat = addModel(host, {
    copyCount: 2, rollingUpdate: { maximumBatchSize: ComponentCapacitySize.copies(1), waitInterval: Duration.minutes(5) },
  });
  chat.autoScale({ minCapacity: 0, maxCapacity: 4 });
  const modelData = ModelData.s3Archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), 'sql.tar.gz');
  chat.addAdapter('Sql', { modelData, maxRank: 16 });
  addModel(host, { acceleratorCount: 2 }, 'Code').autoScale({ minCapacity: 0, maxCapacity: 2 });
};

test('two models, one of them with an adapter, are in service on one endpoint', async () => {
  stacks = [synthesizeStack(defineModels)];
  const [endpoint] = (await create(aws, stacks)).Stack;
  const client = aws.sageMaker(HERE.region);
  const { InferenceComponents: found = [] } = await client.listInferenceComponents({ EndpointNameEquals: endpoint });
  expect(found.map(({ InferenceComponentStatus: status }) => status)).toEqual(['InService', 'InService', 'InService']);
  const described = await Promise.all(found.map(({ InferenceComponentName }) => client.describeInferenceComponent({ InferenceComponentName })));
  expect(described.map(({ RuntimeConfig: runtime }) => runtime?.DesiredCopyCount)).toEqual(expect.arrayContaining([2, 1, undefined]));
});

test('adapters are deleted before their base, and components before their endpoint', async () => {
  const stack = synthesizeStack(defineModels);
  await create(aws, [stack]);
  events.length = 0;
  await destroy(aws, [stack]);
  stacks = [];
  const at = (pattern: RegExp) => events.findIndex(event => pattern.test(event));
  const order = [/InferenceComponent GpuChatSql/, /InferenceComponent GpuChatInf/, /SageMaker::Endpoint /].map(at);
  expect(order).toEqual([...order].sort((one, other) => one - other));
  expect(order).not.toContain(-1);
});

test('an endpoint with components is disabled, and enabled again', async () => {
  const define = (enabled: boolean) => synthesizeStack(stack => addModel(newHost(stack, { endpointName: 'shared', enabled })).autoScale({ maxCapacity: 2 }));
  stacks = [define(false)];
  expect((await create(aws, stacks)).Stack).toEqual([]);
  expect(await inventory(aws, HERE.region)).toMatchObject({ 'endpoints': [], 'endpoint configurations': [expect.anything()], 'models': [expect.anything()] });
  await destroy(aws, stacks);
  stacks = [define(true)];
  expect((await create(aws, stacks)).Stack).toHaveLength(1);
});

test('the local AWS rejects what SageMaker rejects', async () => {
  stacks = [synthesizeStack(stack => addModel(newHost(stack)))];
  const [endpoint] = (await create(aws, stacks)).Stack;
  const client = aws.sageMaker(HERE.region);
  const { Models: [{ ModelName: model }] = [] } = await client.listModels({});
  const request = {
    InferenceComponentName: 'other',
    EndpointName: endpoint,
    VariantName: 'AllTraffic',
    Specification: { ModelName: model, ComputeResourceRequirements: { MinMemoryRequiredInMb: 1024 } },
    RuntimeConfig: { CopyCount: 1 },
  };
  const wrong: [object, string][] = [
    [{ RuntimeConfig: { CopyCount: 0 } }, 'larger than 0'],
    [{ Specification: { ...request.Specification, ComputeResourceRequirements: {} } }, 'MinMemoryRequiredInMb'],
    [{ VariantName: 'Other' }, 'variant'],
    [{ Specification: { BaseInferenceComponentName: 'none' } }, 'base inference component'],
    [{ EndpointName: 'none' }, 'Could not find endpoint'],
  ];
  for (const [change, message] of wrong) {
    await expect(client.createInferenceComponent({ ...request, ...change })).rejects.toThrow(message);
  }
  await expect(client.deleteEndpoint({ EndpointName: endpoint })).rejects.toThrow('which has inference components');
});
