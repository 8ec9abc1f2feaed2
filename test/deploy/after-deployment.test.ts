import { Duration } from 'aws-cdk-lib/core';
import { create, destroy, HERE, NOTHING, synthesizeStack } from './util';
import { inventory } from '../../local-aws/inventory';
import { LocalAws } from '../../local-aws/local-aws';
import { StackToCreate } from '../../local-aws/stacks';
import { IMAGES } from '../images';
import { newEndpoint } from '../util';

let aws: LocalAws;
let stacks: StackToCreate[] = [];
const types: string[] = [];
beforeAll(async () => { aws = await LocalAws.start({ onResource: ({ event, type }) => void (event === 'created' && types.push(type)) }); });
afterAll(() => aws.stop());

afterEach(async () => {
  await destroy(aws, stacks);
  expect(await inventory(aws, HERE.region)).toEqual(NOTHING);
});

test('a smoke test is created after the endpoint and the permission to invoke it', async () => {
  types.length = 0;
  stacks = [synthesizeStack(stack => newEndpoint(stack, { endpointName: 'chat' }).smokeTest())];
  await create(aws, stacks);
  const test = types.indexOf('Custom::SageMakerEndpointSmokeTest');
  expect(test).toBeGreaterThan(types.indexOf('AWS::SageMaker::Endpoint'));
  expect(test).toBeGreaterThan(types.lastIndexOf('AWS::IAM::Policy'));
  expect(test).toBeGreaterThan(types.indexOf('AWS::Lambda::Function'));
});

test('alarms on the metrics of the server are created', async () => {
  types.length = 0;
  stacks = [synthesizeStack(stack => newEndpoint(stack, { endpointName: 'chat', container: IMAGES.VLLM })
    .monitor({ maximumTimeToFirstToken: Duration.seconds(2), maximumWaitingRequests: 20 }))];
  await create(aws, stacks);
  expect(types.filter(type => type === 'AWS::CloudWatch::Alarm')).toHaveLength(6);
});

test('a disabled endpoint leaves its model and its configuration', async () => {
  stacks = [synthesizeStack(stack => newEndpoint(stack, { endpointName: 'chat', enabled: false }))];
  await create(aws, stacks);
  const { endpoints, models, 'endpoint configurations': configurations } = await inventory(aws, HERE.region);
  expect([endpoints, models, configurations].map(({ length }) => length)).toEqual([0, 1, 1]);
});
