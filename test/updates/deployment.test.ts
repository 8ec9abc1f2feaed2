import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, CfnParameter, Duration, PhysicalName, Stack, Tags } from 'aws-cdk-lib/core';
import { CapacitySize, Deployment, HuggingFaceSageMakerEndpointProps } from '../../src';
import { endpointTemplate, IRELAND, newEndpoint, newStack, onlyResource, template } from '../util';

const ENDPOINT = 'AWS::SageMaker::Endpoint';
const ALARM = 'AWS::CloudWatch::Alarm';
const canary = (rollbackAlarms?: cloudwatch.IAlarmRef[]) =>
  Deployment.canary({ size: CapacitySize.percent(10), waitInterval: Duration.minutes(5), rollbackAlarms });

function deploymentOf(props: Partial<HuggingFaceSageMakerEndpointProps>) {
  return onlyResource(endpointTemplate({ instanceCount: 4, ...props }), ENDPOINT).resource.Properties.DeploymentConfig;
}

test('without a deployment, nothing is configured or created', () => {
  const found = endpointTemplate({ endpointName: 'mistral' });
  expect(onlyResource(found, ENDPOINT).resource.Properties).not.toHaveProperty('DeploymentConfig');
  found.resourceCountIs(ALARM, 0);
  found.resourceCountIs('AWS::IAM::Policy', 0);
});

test.each<[string, Deployment, object]>([
  ['all at once', Deployment.allAtOnce(), { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 } } }],
  ['all at once, with times', Deployment.allAtOnce({ terminationWait: Duration.minutes(10), maximumExecutionTimeout: Duration.minutes(30) }), {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 }, TerminationWaitInSeconds: 600, MaximumExecutionTimeoutInSeconds: 1800,
    },
  }],
  ['canary', Deployment.canary({ size: CapacitySize.percent(10), waitInterval: Duration.minutes(5), terminationWait: Duration.minutes(2) }), {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type: 'CANARY', WaitIntervalInSeconds: 300, CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 } }, TerminationWaitInSeconds: 120,
    },
  }],
  ['linear', Deployment.linear({ stepSize: CapacitySize.instances(1), waitInterval: Duration.minutes(5), maximumExecutionTimeout: Duration.hours(1) }), {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type: 'LINEAR', WaitIntervalInSeconds: 300, LinearStepSize: { Type: 'INSTANCE_COUNT', Value: 1 } },
      MaximumExecutionTimeoutInSeconds: 3600,
    },
  }],
  ['rolling', Deployment.rolling({ maximumBatchSize: CapacitySize.instances(2), waitInterval: Duration.minutes(1) }), {
    RollingUpdatePolicy: { MaximumBatchSize: { Type: 'INSTANCE_COUNT', Value: 2 }, WaitIntervalInSeconds: 60 },
  }],
  ['rolling, with times', Deployment.rolling({
    maximumBatchSize: CapacitySize.percent(25),
    waitInterval: Duration.minutes(1),
    rollbackMaximumBatchSize: CapacitySize.percent(50),
    maximumExecutionTimeout: Duration.hours(8),
  }), {
    RollingUpdatePolicy: {
      MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 25 },
      WaitIntervalInSeconds: 60,
      MaximumExecutionTimeoutInSeconds: 28800,
      RollbackMaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 },
    },
  }],
])('the endpoint has a deployment configuration: %s', (_what, deployment, expected) => {
  expect(deploymentOf({ deployment })).toEqual(expected);
});

test('with a name for the endpoint, there is an alarm for the new instances, which the endpoint waits for', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack, { endpointName: 'Mistral', deployment: canary(), instanceCount: 2 });
  const found = template(stack);
  const { id, resource } = onlyResource(found, ALARM);
  const config = onlyResource(found, 'AWS::SageMaker::EndpointConfig').id;
  expect(resource.Properties).toMatchObject({
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocation5XXErrors',
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0.05,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
  expect(resource.Properties).not.toHaveProperty('AlarmName');
  expect(resource.Properties.Dimensions).toHaveLength(3);
  expect(resource.Properties.Dimensions).toEqual(expect.arrayContaining([
    { Name: 'EndpointName', Value: 'Mistral' },
    { Name: 'VariantName', Value: 'AllTraffic' },
    { Name: 'EndpointConfigName', Value: { 'Fn::GetAtt': [config, 'EndpointConfigName'] } },
  ]));
  const { DependsOn: dependsOn, Properties: properties } = onlyResource(found, ENDPOINT).resource;
  expect(properties.DeploymentConfig.AutoRollbackConfiguration).toEqual({ Alarms: [{ AlarmName: { Ref: id } }] });
  expect(dependsOn).toContain(id);
  expect(stack.resolve(endpoint.rollbackAlarm!.alarmName)).toEqual({ Ref: id });
});

test('the role may look at the alarm, by a policy that the model does not wait for', () => {
  const stack = newStack();
  newEndpoint(stack, { endpointName: 'mistral', deployment: Deployment.allAtOnce() });
  const found = template(stack);
  const alarm = onlyResource(found, ALARM).id;
  const policies = Object.entries<any>(found.findResources('AWS::IAM::Policy')).filter(([, { Properties: { PolicyDocument: document } }]) =>
    document.Statement.some(({ Action: action }: any) => action === 'cloudwatch:DescribeAlarms'));
  expect(policies).toHaveLength(1);
  const [[id, { Properties: { PolicyDocument: document } }]] = policies;
  expect(document.Statement).toEqual([{ Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: { 'Fn::GetAtt': [alarm, 'Arn'] } }]);
  expect(onlyResource(found, ENDPOINT).resource.DependsOn).toContain(id);
  expect(onlyResource(found, 'AWS::SageMaker::Model').resource.DependsOn ?? []).not.toContain(id);
});

test('your own role gets the policy under a separate name', () => {
  const stack = newStack();
  newEndpoint(stack, { endpointName: 'mistral', deployment: Deployment.allAtOnce(), role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/server') });
  const names = Object.values<any>(template(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyName);
  expect(new Set(names.map(name => JSON.stringify(name))).size).toBe(2);
});

test('a name that is a parameter serves the alarm too', () => {
  const stack = newStack();
  newEndpoint(stack, { endpointName: new CfnParameter(stack, 'Name').valueAsString, deployment: canary() });
  expect(onlyResource(template(stack), ALARM).resource.Properties.Dimensions).toContainEqual({ Name: 'EndpointName', Value: { Ref: 'Name' } });
});

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>]>([
  ['without a name', {}],
  ['with a name that is generated if needed', { endpointName: PhysicalName.GENERATE_IF_NEEDED }],
])('%s, there is no alarm of its own', (_what, props) => {
  const stack = newStack();
  const endpoint = newEndpoint(stack, { ...props, deployment: canary() });
  template(stack).resourceCountIs(ALARM, 0);
  expect(onlyResource(template(stack), ENDPOINT).resource.Properties.DeploymentConfig).not.toHaveProperty('AutoRollbackConfiguration');
  expect(endpoint.rollbackAlarm).toBeUndefined();
});

test('your own alarms replace its alarm', () => {
  const stack = newStack();
  const alarms = ['errors', 'latency'].map(name => cloudwatch.Alarm.fromAlarmName(stack, name, name));
  const endpoint = newEndpoint(stack, { endpointName: 'mistral', deployment: canary(alarms) });
  const found = template(stack);
  found.resourceCountIs(ALARM, 0);
  expect(endpoint.rollbackAlarm).toBeUndefined();
  expect(onlyResource(found, ENDPOINT).resource.Properties.DeploymentConfig.AutoRollbackConfiguration).toEqual({ Alarms: [{ AlarmName: 'errors' }, { AlarmName: 'latency' }] });
});

test.each<[string, (stack: Stack) => cloudwatch.IAlarmRef]>([
  ['an alarm', stack => alarmOf(stack)],
  ['an alarm of the lowest level', stack => alarmOf(stack).node.defaultChild as cloudwatch.CfnAlarm],
  ['a composite alarm', stack => new cloudwatch.CompositeAlarm(stack, 'Composite', { alarmRule: alarmOf(stack) })],
])('%s of the stack is there before the endpoint', (_what, create) => {
  const stack = newStack();
  newEndpoint(stack, { deployment: canary([create(stack)]) });
  const { Alarms: [{ AlarmName: name }] } = onlyResource(template(stack), ENDPOINT).resource.Properties.DeploymentConfig.AutoRollbackConfiguration;
  expect(Object.keys(template(stack).toJSON().Resources)).toContain(name.Ref);
});

const METRIC = new cloudwatch.Metric({ namespace: 'AWS/SageMaker', metricName: 'ModelLatency', dimensionsMap: { EndpointName: 'mistral', VariantName: 'AllTraffic' } });

function alarmOf(stack: Stack): cloudwatch.Alarm {
  return METRIC.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
}

describe('the alarms that the role may look at', () => {
  const resources = (create: (stack: Stack) => cloudwatch.IAlarmRef[]) => {
    const stack = newStack();
    newEndpoint(stack, { deployment: canary(create(stack)) });
    const statements = Object.values<any>(template(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    return statements.filter(({ Action: action }) => action === 'cloudwatch:DescribeAlarms').map(({ Resource: resource }) => resource);
  };
  const composite = (stack: Stack) => new cloudwatch.CompositeAlarm(stack, 'Composite', { alarmRule: alarmOf(stack) });

  test('are named', () => {
    expect(resources(stack => [alarmOf(stack)])).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^Alarm/), 'Arn'] }]);
    expect(resources(stack => [alarmOf(stack).node.defaultChild as cloudwatch.CfnAlarm])).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^Alarm/), 'Arn'] }]);
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
  test.each<[string, (stack: Stack) => cloudwatch.IAlarmRef]>([
    ['a composite alarm', composite],
    ['a composite alarm that exists already', stack => cloudwatch.CompositeAlarm.fromCompositeAlarmName(stack, 'Imported', 'any')],
    ['an alarm that exists already, of whatever kind', stack => cloudwatch.Alarm.fromAlarmName(stack, 'Imported', 'any')],
  ])('are all alarms, for %s', (_what, create) => {
    expect(resources(stack => [create(stack)])).toEqual(['*']);
    expect(resources(stack => [new cloudwatch.Alarm(stack, 'Metric', { metric: METRIC, threshold: 1, evaluationPeriods: 1 }), create(stack)])).toEqual(['*']);
  });
});

test('an alarm of another stack is named', () => {
  const app = new App();
  const alarm = alarmOf(new Stack(app, 'Alarms', { env: IRELAND }));
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  newEndpoint(stack, { deployment: canary([alarm]) });
  const { Alarms: alarms } = onlyResource(template(stack), ENDPOINT).resource.Properties.DeploymentConfig.AutoRollbackConfiguration;
  expect(alarms).toEqual([{ AlarmName: { 'Fn::ImportValue': expect.stringContaining('Alarm') } }]);
});

test('an empty list of alarms is none', () => {
  const found = endpointTemplate({ endpointName: 'mistral', deployment: canary([]) });
  found.resourceCountIs(ALARM, 0);
  expect(onlyResource(found, ENDPOINT).resource.Properties.DeploymentConfig).not.toHaveProperty('AutoRollbackConfiguration');
});

test('tags on the construct reach the alarm and the configuration', () => {
  const stack = newStack();
  Tags.of(newEndpoint(stack, { endpointName: 'mistral', deployment: canary() })).add('team', 'search');
  for (const type of [ALARM, 'AWS::SageMaker::EndpointConfig', ENDPOINT]) {
    expect(onlyResource(template(stack), type).resource.Properties.Tags).toContainEqual({ Key: 'team', Value: 'search' });
  }
});

test('the alarm may have more actions', () => {
  const stack = newStack();
  newEndpoint(stack, { endpointName: 'mistral', deployment: canary() }).rollbackAlarm!.addAlarmAction({ bind: () => ({ alarmActionArn: 'arn:aws:sns:eu-west-1:111122223333:oncall' }) });
  expect(onlyResource(template(stack), ALARM).resource.Properties.AlarmActions).toEqual(['arn:aws:sns:eu-west-1:111122223333:oncall']);
});
