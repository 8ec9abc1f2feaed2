import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib/core';
import { ComponentCapacitySize, ComponentRollingUpdateOptions } from '../../src';
import { ComponentUpdateGuard } from '../../src/updates/component-update-guard';
import { newStack, onlyResource, template } from '../util';

const BATCH = { maximumBatchSize: ComponentCapacitySize.percent(50), waitInterval: Duration.minutes(5) };
const ALARM = 'AWS::CloudWatch::Alarm';
const POLICY = 'AWS::IAM::Policy';

/** A guard for updates with a role of the stack. */
function guardWith(options: Partial<ComponentRollingUpdateOptions> = {}, roleIsShared = false) {
  const stack = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  const serverErrors = (metricOptions: cloudwatch.MetricOptions) =>
    new cloudwatch.Metric({ namespace: 'AWS/SageMaker', metricName: 'Invocation5XXErrors', ...metricOptions });
  const { deploymentConfig } = new ComponentUpdateGuard(stack, 'Guard', { options: { ...BATCH, ...options }, role, roleIsShared, serverErrors });
  return { found: template(stack), config: stack.resolve(deploymentConfig) };
}

const knownAlarm = (id = 'one') => cloudwatch.Alarm.fromAlarmName(newStack(), id, id);

test.each<[string, Partial<ComponentRollingUpdateOptions>, object]>([
  ['a batch', {}, { maximumBatchSize: { type: 'CAPACITY_PERCENT', value: 50 }, waitIntervalInSeconds: 300 }],
  ['all options', {
    maximumBatchSize: ComponentCapacitySize.copies(2),
    rollbackMaximumBatchSize: ComponentCapacitySize.percent(25),
    maximumExecutionTimeout: Duration.hours(2),
  }, {
    maximumBatchSize: { type: 'COPY_COUNT', value: 2 },
    waitIntervalInSeconds: 300,
    maximumExecutionTimeoutInSeconds: 7200,
    rollbackMaximumBatchSize: { type: 'CAPACITY_PERCENT', value: 25 },
  }],
])('the policy of an update has %s', (_what, options, expected) => {
  expect(guardWith({ ...options, rollbackAlarms: [] }).config).toEqual({ rollingUpdatePolicy: expected });
});

test('an update has an alarm, which the role may read', () => {
  const { found, config } = guardWith();
  const { id, resource: { Properties: alarm } } = onlyResource(found, ALARM);
  expect(alarm).toEqual({
    AlarmDescription: 'The copies return server errors during an update. SageMaker rolls the update back.',
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocation5XXErrors',
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0.05,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
  expect(config.autoRollbackConfiguration).toEqual({ alarms: [{ alarmName: { Ref: id } }] });
  expect(onlyResource(found, POLICY).resource.Properties).toMatchObject({
    PolicyName: expect.stringMatching(/^GuardPolicy/),
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: { 'Fn::GetAtt': [id, 'Arn'] } }] },
  });
});

test('the alarms of the user replace it', () => {
  const { found, config } = guardWith({ rollbackAlarms: [knownAlarm('one'), knownAlarm('two')] });
  found.resourceCountIs(ALARM, 0);
  expect(config.autoRollbackConfiguration).toEqual({ alarms: [{ alarmName: 'one' }, { alarmName: 'two' }] });
  expect(onlyResource(found, POLICY).resource.Properties.PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: '*' },
  ]);
});

test('no alarms need no permission', () => {
  const { found, config } = guardWith({ rollbackAlarms: [] });
  found.resourceCountIs(ALARM, 0);
  found.resourceCountIs(POLICY, 0);
  expect(config).not.toHaveProperty('autoRollbackConfiguration');
});

test('a role that others use gets a policy with a name of its own', () => {
  expect(onlyResource(guardWith({}, true).found, POLICY).resource.Properties.PolicyName).toMatch(/^StackGuard[0-9A-F]{8}-eu-west-1$/);
});
