import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { addModel, COMPONENT, newHost } from './component-stack';
import { ComponentCapacitySize, HuggingFaceSageMakerEndpoint, InferenceComponent, ModelData } from '../../src';
import { IMAGES } from '../images';
import { newStack, onlyResource, template } from '../util';

const LOG_GROUP = 'AWS::Logs::LogGroup';

const archive = (stack: Stack) => ModelData.s3Archive(
  stack.node.tryFindChild('Adapters') as s3.IBucket | undefined ?? s3.Bucket.fromBucketName(stack, 'Adapters', 'adapters'), 'sql.tar.gz');

test('its values are those of the model, and its resources are escape hatches', () => {
  const stack = newStack();
  const host = newHost(stack);
  const chat = addModel(host);
  expect(chat.endpoint).toBe(host);
  expect([chat.modelId, chat.servedModelName]).toEqual(['Qwen/Qwen3-8B', 'Qwen/Qwen3-8B']);
  expect(chat.node.defaultChild).toBe(chat.cfnInferenceComponent);
  expect(stack.resolve(chat.cfnModel.logicalId)).toBe(onlyResource(template(stack), 'AWS::SageMaker::Model').id);
  expect(chat.logGroup).toBeUndefined();
  template(stack).resourceCountIs(LOG_GROUP, 0);
});

describe('a log group', () => {
  test('is created with its retention, and without a key', () => {
    const stack = newStack();
    const chat = addModel(newHost(stack, { logRetention: logs.RetentionDays.ONE_WEEK }));
    expect(onlyResource(template(stack), LOG_GROUP).resource.Properties).toEqual({
      LogGroupName: `/aws/sagemaker/InferenceComponents/${stack.resolve(chat.inferenceComponentName)}`, RetentionInDays: 7,
    });
    expect(chat.logGroup).toBe(chat.node.findChild('LogGroup'));
  });

  test('is encrypted with a key, which Amazon CloudWatch Logs may use for it', () => {
    const stack = newStack();
    const logEncryptionKey = new kms.Key(stack, 'Key');
    const chat = addModel(newHost(stack, { logRetention: logs.RetentionDays.ONE_WEEK, logEncryptionKey }));
    expect(onlyResource(template(stack), LOG_GROUP).resource.Properties.KmsKeyId).toEqual(stack.resolve(logEncryptionKey.keyArn));
    const { Statement: statements } = onlyResource(template(stack), 'AWS::KMS::Key').resource.Properties.KeyPolicy;
    const name = stack.resolve(chat.inferenceComponentName);
    expect(statements.slice(1)).toEqual([expect.objectContaining({
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Condition: {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/InferenceComponents/${name}`]],
          },
        },
      },
    })]);
  });
});

test.each<[string, string | undefined, RegExp]>([
  ['the role of the library', undefined, /^GpuChatRollingUpdatePolicy[0-9A-F]{8}$/],
  ['a role that others use', 'server', /^StackGpuChatRollingUpdate[0-9A-F]{8}-eu-west-1$/],
])('the permission to read the alarm of an update is in a policy of %s', (_what, name, policyName) => {
  const stack = newStack();
  const role = name === undefined ? undefined : iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::111122223333:role/${name}`);
  addModel(newHost(stack, { role }), {
    copyCount: 4, rollingUpdate: { maximumBatchSize: ComponentCapacitySize.percent(50), waitInterval: Duration.minutes(5) },
  });
  const names = Object.values<any>(template(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyName);
  expect(names.filter(each => policyName.test(each))).toHaveLength(1);
});

describe('adapters', () => {
  const rankOf = (...ranks: (number | undefined)[]) => {
    const stack = newStack();
    const chat = addModel(newHost(stack));
    ranks.forEach((maxRank, index) => chat.addAdapter(`Adapter${index}`, { modelData: archive(stack), maxRank }));
    return onlyResource(template(stack), 'AWS::SageMaker::Model').resource.Properties.PrimaryContainer.Environment.SM_VLLM_MAX_LORA_RANK;
  };

  test.each([[[undefined], undefined], [[32], '32'], [[64, 8], '64'], [[8, undefined], '8']])('with the ranks %j set the rank %s', (ranks, expected) => {
    expect(rankOf(...ranks)).toBe(expected);
  });

  test.each<[string, (chat: InferenceComponent, stack: Stack) => unknown]>([
    ['before', (chat, stack) => [chat.autoScale({ minCapacity: 0, maxCapacity: 2 }), chat.addAdapter('Sql', { modelData: archive(stack) })]],
    ['after', (chat, stack) => [chat.addAdapter('Sql', { modelData: archive(stack) }), chat.autoScale({ minCapacity: 0, maxCapacity: 2 })]],
  ])('start the first copy if autoScale is called %s addAdapter', (_when, define) => {
    const stack = newStack();
    define(addModel(newHost(stack, { minInstanceCount: 0 })), stack);
    expect(Object.keys(template(stack).findResources('AWS::CloudWatch::Alarm')).map(id => id.replace(/[0-9A-F]{8}$/, '')).sort())
      .toEqual(['GpuChatScalingNoCapacity', 'GpuChatScalingNoCapacityOfSql']);
    expect(onlyResource(template(stack), 'AWS::ApplicationAutoScaling::ScalableTarget').resource.DependsOn.sort())
      .toEqual(Object.keys(template(stack).findResources(COMPONENT)).sort());
  });

  test('can be read by the role', () => {
    const stack = newStack();
    addModel(newHost(stack)).addAdapter('Sql', { modelData: archive(stack) });
    expect(JSON.stringify(template(stack).findResources('AWS::IAM::Policy'))).toContain(':s3:::adapters/sql.tar.gz');
  });
});

test.each<[string, (chat: InferenceComponent, stack: Stack) => unknown, RegExp]>([
  ['autoScale twice', chat => [1, 2].forEach(maxCapacity => chat.autoScale({ maxCapacity })), /^Stack\/Gpu\/Chat: 'autoScale' must not be called twice/],
  ['monitor twice', chat => [chat.monitor(), chat.monitor()], /^Stack\/Gpu\/Chat: 'monitor' must not be called twice/],
  ['the ID of another child', (chat, stack) => chat.addAdapter('Model', { modelData: archive(stack) }), /^Stack\/Gpu\/Chat: 'id' .*"Model"/],
  ['a rank of 0', (chat, stack) => chat.addAdapter('Sql', { modelData: archive(stack), maxRank: 0 }), /^Stack\/Gpu\/Chat: 'maxRank' must be/],
  ['no archive', chat => chat.addAdapter('Sql', {} as any), /^Stack\/Gpu\/Chat: 'modelData' must be a ModelData of a bucket and a key, got undefined/],
])('%s is rejected with the path of the component', (_what, call, message) => {
  const stack = newStack();
  expect(() => call(addModel(newHost(stack)), stack)).toThrow(message);
});

test('an adapter requires a server that loads adapters', () => {
  const stack = newStack();
  const chat = addModel(newHost(stack), { container: IMAGES.TEI });
  expect(() => chat.addAdapter('Sql', { modelData: archive(stack) })).toThrow(/^Stack\/Gpu\/Chat: 'addAdapter' requires a server/);
});

test.each<[string, any, RegExp]>([
  ['null', null, /^Stack\/Component: 2 problems\n.*'inferenceComponentName' must be a string, got undefined/],
  ['no name', { endpoint: true }, /'inferenceComponentName' must be/],
  ['no endpoint', { inferenceComponentName: 'one' }, /^Stack\/Component: 'endpoint' must be/],
])('a component is not imported by %s', (_what, attributes, message) => {
  expect(() => InferenceComponent.fromInferenceComponentAttributes(newStack(), 'Component', attributes)).toThrow(message);
});

test('an imported component has the name and the account of its endpoint', () => {
  const stack = newStack();
  const endpoint = HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Endpoint', 'arn:aws:sagemaker:us-east-1:444455556666:endpoint/shared');
  const imported = InferenceComponent.fromInferenceComponentAttributes(stack, 'Chat', { inferenceComponentName: 'chat-1', endpoint });
  expect(imported.env).toEqual({ account: '444455556666', region: 'us-east-1' });
  expect([imported.inferenceComponentName, imported.endpoint]).toEqual(['chat-1', endpoint]);
});
