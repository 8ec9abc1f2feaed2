import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration, Lazy } from 'aws-cdk-lib/core';
import { addModel, COMPONENT, newHost } from './component-stack';
import { CapacitySize, ComponentCapacitySize, ComponentRollingUpdateOptions } from '../../src';
import { awaitedBy } from '../dependencies';
import { newStack, onlyResource, template } from '../util';

const HALF: ComponentRollingUpdateOptions = { maximumBatchSize: ComponentCapacitySize.percent(50), waitInterval: Duration.minutes(5) };
const percent = ComponentCapacitySize.percent;
const copies = ComponentCapacitySize.copies;

/** The template of a component with four copies on two instances with four GPUs each. */
function templateWith(rollingUpdate: Partial<ComponentRollingUpdateOptions> = {}, copyCount = 4, host = {}) {
  const stack = newStack();
  addModel(newHost(stack, host), { copyCount, rollingUpdate: { ...HALF, ...rollingUpdate } });
  return template(stack);
}

const configOf = (of: ReturnType<typeof template>) => onlyResource(of, COMPONENT).resource.Properties.DeploymentConfig;

test('a component has no deployment configuration by default', () => {
  const stack = newStack();
  addModel(newHost(stack));
  expect(configOf(template(stack))).toBeUndefined();
});

test('all options are properties', () => {
  const found = templateWith({
    maximumBatchSize: copies(2), rollbackMaximumBatchSize: percent(25), maximumExecutionTimeout: Duration.hours(2), rollbackAlarms: [],
  });
  expect(configOf(found)).toEqual({
    RollingUpdatePolicy: {
      MaximumBatchSize: { Type: 'COPY_COUNT', Value: 2 },
      RollbackMaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 25 },
      WaitIntervalInSeconds: 300,
      MaximumExecutionTimeoutInSeconds: 7200,
    },
  });
  found.resourceCountIs('AWS::CloudWatch::Alarm', 0);
});

test('an alarm of the library rolls an update back, and the permission to read it exists before', () => {
  const found = templateWith();
  const { id, resource: alarm } = onlyResource(found, 'AWS::CloudWatch::Alarm');
  const component = onlyResource(found, COMPONENT);
  expect(configOf(found).AutoRollbackConfiguration).toEqual({ Alarms: [{ AlarmName: { Ref: id } }] });
  expect(alarm.Properties).toMatchObject({
    MetricName: 'Invocation5XXErrors',
    Namespace: 'AWS/SageMaker',
    Statistic: 'Average',
    Period: 60,
    Threshold: 0.05,
    TreatMissingData: 'notBreaching',
    Dimensions: [{ Name: 'InferenceComponentName', Value: component.resource.Properties.InferenceComponentName }],
  });
  const policies = Object.entries<any>(found.findResources('AWS::IAM::Policy')).filter(([, { Properties }]) =>
    JSON.stringify(Properties).includes('cloudwatch:DescribeAlarms'));
  expect(policies.map(([, { Properties }]) => Properties.PolicyDocument.Statement)).toEqual([
    [{ Action: 'cloudwatch:DescribeAlarms', Effect: 'Allow', Resource: { 'Fn::GetAtt': [id, 'Arn'] } }],
  ]);
  expect(awaitedBy(found.toJSON(), component.id)).toContain(policies[0][0]);
});

test('the alarms of the user replace that of the library', () => {
  const stack = newStack();
  const rollbackAlarms = [cloudwatch.Alarm.fromAlarmArn(stack, 'Known', 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:known')];
  addModel(newHost(stack), { copyCount: 4, rollingUpdate: { ...HALF, rollbackAlarms } });
  const found = template(stack);
  found.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  expect(configOf(found).AutoRollbackConfiguration).toEqual({ Alarms: [{ AlarmName: 'known' }] });
});

test('a role of the user gets a policy of its own', () => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  addModel(newHost(stack, { role }), { copyCount: 4, rollingUpdate: HALF });
  expect(JSON.stringify(template(stack).findResources('AWS::IAM::Policy'))).toContain('cloudwatch:DescribeAlarms');
});

const manyAlarms = () => Array.from({ length: 11 }, (_, index) => cloudwatch.Alarm.fromAlarmName(newStack(), `Alarm${index}`, `alarm-${index}`));

test.each<[string, Partial<ComponentRollingUpdateOptions>, RegExp]>([
  ['a batch below 5 percent', { maximumBatchSize: percent(4) }, /'rollingUpdate.maximumBatchSize' must be an integer from 5 to 50 percent, got 4/],
  ['a batch above 50 percent', { maximumBatchSize: percent(51) }, /'rollingUpdate.maximumBatchSize' must be an integer from 5 to 50 percent, got 51/],
  ['no copy', { maximumBatchSize: copies(0) }, /'rollingUpdate.maximumBatchSize' must be an integer of at least 1, got 0/],
  ['half a copy', { maximumBatchSize: copies(1.5) }, /'rollingUpdate.maximumBatchSize' must be an integer of at least 1, got 1.5/],
  ['too many copies', { maximumBatchSize: copies(3) }, /'rollingUpdate.maximumBatchSize' must be 5 to 50 percent of the copies of Chat, got 3 of at most 4/],
  ['instances', { maximumBatchSize: CapacitySize.instances(1) as any }, /'rollingUpdate.maximumBatchSize' must be a ComponentCapacitySize with a number/],
  ['no batch', { maximumBatchSize: undefined }, /'rollingUpdate.maximumBatchSize' must be a ComponentCapacitySize with a number, got undefined/],
  ['a rollback of more than all', { rollbackMaximumBatchSize: percent(101) }, /'rollingUpdate.rollbackMaximumBatchSize' must be an integer from 1 to 100 percent/],
  ['a long wait', { waitInterval: Duration.minutes(61) }, /'rollingUpdate.waitInterval' must be an integer from 0 to 3600 seconds, got 3660/],
  ['a short timeout', { maximumExecutionTimeout: Duration.minutes(9) }, /'rollingUpdate.maximumExecutionTimeout' must be an integer from 600 to 28800 seconds/],
  ['a timeout below its wait', { waitInterval: Duration.hours(1), maximumExecutionTimeout: Duration.hours(1) },
    /'rollingUpdate.maximumExecutionTimeout' must be longer than the waits of an update, which take 3600 seconds in total, got 3600/],
  ['too many alarms', { rollbackAlarms: manyAlarms() }, /'rollingUpdate.rollbackAlarms' must have at most 10 alarms, got 11/],
])('%s is rejected', (_what, options, message) => {
  expect(() => templateWith(options)).toThrow(message);
});

test('an alarm in another region is rejected', () => {
  const elsewhere = cloudwatch.Alarm.fromAlarmArn(newStack(), 'Alarm', 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:far');
  const stack = newStack({ account: '111122223333', region: 'eu-west-1' });
  expect(() => addModel(newHost(stack), { copyCount: 4, rollingUpdate: { ...HALF, rollbackAlarms: [elsewhere] } }))
    .toThrow(/'rollingUpdate.rollbackAlarms' must contain only alarms in the region of the endpoint, eu-west-1, got .* in us-east-1/);
});

test.each([
  [percent(5), 1], [percent(50), 2], [copies(1), 2], [copies(2), 4], [copies(1), 8],
])('a batch of %j of %d copies is accepted', (maximumBatchSize, copyCount) => {
  expect(() => templateWith({ maximumBatchSize }, copyCount, { maxInstanceCount: 8 })).not.toThrow();
});

test('the maximum number of copies counts for a component that scales', () => {
  const stack = newStack();
  addModel(newHost(stack), { rollingUpdate: { ...HALF, maximumBatchSize: copies(2) } }).autoScale({ maxCapacity: 4 });
  expect(() => template(stack)).not.toThrow();
});

test('a batch that is too small for any number of copies is rejected', () => {
  expect(() => templateWith({ maximumBatchSize: copies(1) }, 21, { maxInstanceCount: 8 })).toThrow(/got 1 of at least 21/);
});

test('nothing is reported of unresolved tokens', () => {
  const unknown = Lazy.number({ produce: () => 1 });
  expect(() => templateWith({ maximumBatchSize: percent(unknown), rollbackMaximumBatchSize: copies(unknown) })).not.toThrow();
  expect(() => templateWith({ maximumBatchSize: copies(1) }, unknown)).not.toThrow();
});

test.each<[string, Partial<ComponentRollingUpdateOptions>, number, string]>([
  ['one copy', {}, 1, "'rollingUpdate.maximumBatchSize' replaces a part of the copies at a time, but Chat has one copy"],
  ['a wait that is too short for the alarm', { waitInterval: Duration.seconds(30) }, 4, "'rollingUpdate.waitInterval' is 30 seconds, but the alarm of the library"],
  ['no room for a batch', { maximumBatchSize: copies(3) }, 6, '9 x 1 .* at the same time, which an update of Chat needs'],
])('%s is a warning', (_what, rollingUpdate, copyCount, message) => {
  const stack = newStack();
  addModel(newHost(stack), { copyCount, rollingUpdate: { ...HALF, ...rollingUpdate } });
  template(stack);
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(message));
});

test('room for one copy is not room for a batch', () => {
  const warningsOf = (maximumBatchSize: ComponentCapacitySize) => {
    const stack = newStack();
    addModel(newHost(stack), { copyCount: 6, rollingUpdate: { ...HALF, maximumBatchSize } });
    template(stack);
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('which an update of Chat needs'));
  };
  expect(warningsOf(copies(2))).toHaveLength(0);
  expect(warningsOf(copies(3))).toHaveLength(1);
  expect(warningsOf(percent(50))).toHaveLength(1);
  expect(warningsOf(percent(34))).toHaveLength(0);
});
