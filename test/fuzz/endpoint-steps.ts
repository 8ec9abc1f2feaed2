import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration, Tags } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { Place, PLACES, Surroundings } from './surroundings';
import { Hostile, numbers, strings, durations } from './values';
import { HuggingFaceSageMakerEndpoint, ISageMakerEndpoint, MonitorOptions, ScalableInstanceCount, TelemetryEnrichment } from '../../src';

/** Something that an app does with a construct. */
export interface Step<T> {
  readonly name: string;
  readonly apply: (construct: T, around: Surroundings) => unknown;
}

export const places: fc.Arbitrary<Place> = fc.constantFrom(...PLACES, 'here', 'here', 'beside', 'beside', 'imported');
const optional = { requiredKeys: [] as [] };

/** The value of an option, seldom one that is not valid. */
export const mostly = <T>(valid: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 40, arbitrary: valid }, { weight: 1, arbitrary: other });

export const ids = mostly(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'), strings.filter(id => !id.includes('/')));
const positive = mostly(fc.double({ min: 0.5, max: 1000, noNaN: true }), numbers);
const percent = mostly(fc.integer({ min: 1, max: 99 }), numbers);
const times = mostly(fc.integer({ min: 1, max: 60 }).map(amount => Duration.seconds(amount)), durations);
export const capacity = (min: number) => mostly(fc.integer({ min, max: 3 }), numbers);

export const tracking = fc.record({
  scaleInCooldown: times, scaleOutCooldown: times, disableScaleIn: fc.boolean(), policyName: mostly(fc.constant('policy'), strings),
}, optional);

export const schedules: fc.Arbitrary<appscaling.ScalingSchedule> = fc.record({
  schedule: fc.constantFrom(
    appscaling.Schedule.cron({ hour: '8', minute: '0' }), appscaling.Schedule.rate(Duration.hours(1)), appscaling.Schedule.expression('rate(1 day)'),
    appscaling.Schedule.at(new Date('2030-01-01T00:00:00Z')),
  ),
  minCapacity: capacity(1),
  maxCapacity: mostly(fc.integer({ min: 3, max: 5 }), numbers),
}, { requiredKeys: ['schedule', 'minCapacity'] });

const scalingSteps: fc.Arbitrary<Step<ScalableInstanceCount>> = fc.oneof(
  fc.tuple(ids, tracking, positive).map(([id, options, value]) => step(`scaleOnInvocations ${id}`,
    (scaling: ScalableInstanceCount) => scaling.scaleOnInvocations(id, { ...options, invocationsPerInstance: value }))),
  fc.tuple(ids, tracking, positive).map(([id, options, value]) => step(`scaleOnConcurrentRequests ${id}`,
    (scaling: ScalableInstanceCount) => scaling.scaleOnConcurrentRequests(id, { ...options, concurrentRequestsPerModel: value }))),
  fc.tuple(ids, tracking, percent).map(([id, options, value]) => step(`scaleOnGpuUtilization ${id}`,
    (scaling: ScalableInstanceCount) => scaling.scaleOnGpuUtilization(id, { ...options, targetUtilizationPercent: value }))),
  fc.tuple(ids, tracking, positive).map(([id, options, value]) => step(`scaleOnBacklog ${id}`,
    (scaling: ScalableInstanceCount) => scaling.scaleOnBacklog(id, { ...options, backlogPerInstance: value }))),
  fc.tuple(ids, schedules).map(([id, schedule]) => step(`scaleOnSchedule ${id}`, (scaling: ScalableInstanceCount) => scaling.scaleOnSchedule(id, schedule))),
);

export function step<T>(name: string, apply: Step<T>['apply']): Step<T> {
  return { name, apply };
}

/** Options that need a GPU, a queue or a certain server. */
const otherMonitorOptions: fc.Arbitrary<MonitorOptions> = fc.record({
  maximumGpuMemoryPercent: percent,
  maximumBacklogAge: times,
  maximumTimeToFirstToken: times,
  maximumWaitingRequests: capacity(1),
  maximumKeyValueCachePercent: percent,
  minimumPrefixCacheHitPercent: percent,
}, optional);

const monitorOptions: fc.Arbitrary<MonitorOptions> = fc.tuple(mostly(fc.constant({}), otherMonitorOptions), fc.record({
  maximumServerErrorPercent: percent,
  maximumModelLatency: times,
  maximumOverheadLatency: times,
  maximumDiskPercent: percent,
  idleAfter: mostly(fc.integer({ min: 1, max: 24 }).map(hours => Duration.hours(hours)), durations),
  scalesToZero: fc.boolean(),
}, optional)).map(([others, options]) => ({ ...options, ...others }));

/** Who can get a permission. */
export const grantees: fc.Arbitrary<{ readonly name: string; readonly of: (around: Surroundings, construct: any) => iam.IGrantable }> = fc.oneof(
  places.map(place => ({ name: `role ${place}`, of: (around: Surroundings) => around.role(place) })),
  fc.constantFrom<{ readonly name: string; readonly of: (around: Surroundings, construct: any) => iam.IGrantable }>(
    { name: 'user', of: ({ stack }) => stack.node.tryFindChild('User') as iam.User | undefined ?? new iam.User(stack, 'User') },
  { name: 'the endpoint', of: (_, construct) => construct },
  { name: 'the role of the endpoint', of: (_, construct) => construct.role },
  { name: 'service', of: () => new iam.ServicePrincipal('lambda.amazonaws.com') },
  { name: 'account', of: () => new iam.AccountPrincipal('444455556666') },
  { name: 'ARN', of: () => new iam.ArnPrincipal('arn:aws:iam::111122223333:role/caller') },
  ),
);

const GRANTS = ['invoke', 'invokeAsync', 'invokeWithResponseStream', 'invokeWithBidirectionalStream', 'invokeWithBearerToken'] as const;

export const grantSteps: fc.Arbitrary<Step<any>> = fc.tuple(fc.constantFrom(...GRANTS), grantees)
  .map(([grant, grantee]) => step<any>(`grants.${grant} to ${grantee.name}`, (endpoint, around) => endpoint.grants[grant](grantee.of(around, endpoint))));

const EVENTS = ['onStateChange', 'onInService', 'onFailure', 'onDeploymentStateChange'] as const;

const eventSteps = fc.tuple(fc.constantFrom(...EVENTS), ids, places, fc.record({
  ruleName: mostly(fc.constant('rule'), strings), description: mostly(fc.constant('A rule'), strings),
}, optional)).map(([event, id, place, options]) => step<ISageMakerEndpoint>(`${event} ${id} ${place}`,
  (endpoint, around) => endpoint[event](id, { ...options, target: new targets.SnsTopic(around.topic(place)) })));

const statements = fc.constantFrom<(endpoint: any, around: Surroundings) => iam.PolicyStatement>(
  () => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::weights/*'] }),
(_, around) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [around.bucket('here').arnForObjects('*')] }),
(_, around) => new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [around.key('beside').keyArn] }),
endpoint => new iam.PolicyStatement({ actions: ['sagemaker:InvokeEndpoint'], resources: [endpoint.endpointArn] }),
() => new iam.PolicyStatement({ actions: ['s3:GetObject'] }),
() => new iam.PolicyStatement(),
);

export const roleSteps: fc.Arbitrary<Step<any>> = fc.oneof(
  statements.map(statement => step<any>('addToRolePolicy', (endpoint, around) => endpoint.addToRolePolicy(statement(endpoint, around)))),
  places.map(place => step<any>(`bucket.grantRead ${place}`, (endpoint, around) => around.bucket(place).grantRead(endpoint))),
  places.map(place => step<any>(`key.grantDecrypt ${place}`, (endpoint, around) => around.key(place).grantDecrypt(endpoint))),
  places.map(place => step<any>(`secret.grantRead ${place}`, (endpoint, around) => around.secret(place).grantRead(endpoint))),
  places.map(place => step<any>(`topic.grantPublish ${place}`, (endpoint, around) => around.topic(place).grantPublish(endpoint))),
);

export const watchSteps: fc.Arbitrary<Step<any>> = fc.oneof(
  fc.record({ dashboardName: mostly(fc.constant('chat'), strings), pricePerInstanceHour: positive, serverMetrics: fc.boolean() }, optional)
    .map(options => step<any>('dashboard', endpoint => endpoint.dashboard(options))),
  fc.constant(step<any>('dependency', (endpoint, around) => endpoint.node.addDependency(around.bucket('here')))),
  fc.tuple(mostly(fc.constant('team'), strings), mostly(fc.constantFrom('search', ''), strings))
    .map(([key, value]) => step<any>('tag', endpoint => Tags.of(endpoint).add(`a${key}`, value))),
);

/** What an app does with an endpoint. */
export const endpointSteps: fc.Arbitrary<Step<HuggingFaceSageMakerEndpoint>> = fc.oneof(
  fc.tuple(fc.record({ minCapacity: capacity(0), maxCapacity: capacity(2) }, { requiredKeys: ['maxCapacity'] }), fc.array(scalingSteps, { maxLength: 3 }))
    .map(([options, steps]) => step<HuggingFaceSageMakerEndpoint>(['autoScale', ...steps.map(({ name }) => name)].join(', '), (endpoint, around) => {
      const scaling = endpoint.autoScale(options);
      steps.forEach(({ apply }) => apply(scaling, around));
    })),
  fc.tuple(monitorOptions, fc.option(places)).map(([options, place]) => step<HuggingFaceSageMakerEndpoint>(`monitor ${Object.keys(options)} ${place}`,
    (endpoint, around) => endpoint.monitor({ ...options, ...place && { topic: around.topic(place) } }))),
  fc.constant(step<HuggingFaceSageMakerEndpoint>('outputs', endpoint => endpoint.outputs())),
  fc.record({
    requests: fc.array(fc.record({
      body: mostly<object>(fc.constant({ inputs: 'a dog' }), fc.dictionary(strings.filter(key => key !== '__proto__'), numbers)),
      contentType: mostly(fc.constant('application/json'), strings),
      customAttributes: strings,
      contains: mostly(fc.constant('dog'), strings),
    }, optional), { maxLength: 3 }),
    maximumLatency: times,
  }, optional).map(options => step<HuggingFaceSageMakerEndpoint>('smokeTest', endpoint => endpoint.smokeTest(options))),
  grantSteps, eventSteps, roleSteps, watchSteps,
  fc.constant(step<HuggingFaceSageMakerEndpoint>('alarm', endpoint => endpoint.metricModelLatency()
    .createAlarm(endpoint, 'LatencyAlarm', { threshold: 1, evaluationPeriods: 1 }))),
  places.map(place => step<HuggingFaceSageMakerEndpoint>(`composite alarm ${place}`, (endpoint, around) => new cloudwatch.CompositeAlarm(around.stack, 'Composite', {
    alarmRule: cloudwatch.AlarmRule.anyOf(around.alarm(place), ...Object.values(endpoint.monitor()).filter(each => each instanceof cloudwatch.Alarm)),
  }))),
  places.map(place => step<HuggingFaceSageMakerEndpoint>(`connections ${place}`, (endpoint, around) =>
    (endpoint as any).network && endpoint.connections.allowTo(around.securityGroup(place), ec2.Port.HTTPS))),
  fc.constant(step<HuggingFaceSageMakerEndpoint>('enrichment', (_, { stack }) => new TelemetryEnrichment(stack, 'Enrichment'))),
  fc.tuple(mostly(fc.constant('chat'), strings), grantees).map(([name, grantee]) => step<HuggingFaceSageMakerEndpoint>('fromEndpointName', ({ stack }, around) => {
    const imported = HuggingFaceSageMakerEndpoint.fromEndpointName(stack, 'Imported', name);
    imported.grants.invoke(grantee.of(around, { role: around.role('here'), grantPrincipal: around.role('here') }));
    imported.metricInvocations().createAlarm(stack, 'ImportedAlarm', { threshold: 1, evaluationPeriods: 1 });
    imported.onFailure('ImportedFailure');
  })),
);

/** Each method of an endpoint, with a value of any type in the place of an argument. */
export const hostileSteps = ({ name, of }: Hostile): readonly Step<HuggingFaceSageMakerEndpoint>[] => {
  const call = (method: string, apply: (endpoint: any, value: any, around: Surroundings) => unknown) =>
    step<HuggingFaceSageMakerEndpoint>(`${method} with ${name}`, (endpoint, around) => apply(endpoint, of(around.stack), around));
  const policies = ['scaleOnInvocations', 'scaleOnConcurrentRequests', 'scaleOnGpuUtilization', 'scaleOnBacklog', 'scaleOnSchedule'];
  const options = ['invocationsPerInstance', 'concurrentRequestsPerModel', 'targetUtilizationPercent', 'backlogPerInstance', 'minCapacity'];
  return [
    ...['autoScale', 'monitor', 'dashboard', 'smokeTest', 'addToRolePolicy', 'grantInvoke'].map(method => call(method, (endpoint, value) => endpoint[method](value))),
    ...['minCapacity', 'maxCapacity'].map(option => call(`autoScale ${option}`, (endpoint, value) => endpoint.autoScale({ maxCapacity: 2, [option]: value }))),
    ...Object.keys(MONITOR).map(option => call(`monitor ${option}`, (endpoint, value) => endpoint.monitor({ [option]: value }))),
    ...['dashboardName', 'serverMetrics', 'pricePerInstanceHour'].map(option => call(`dashboard ${option}`, (endpoint, value) => endpoint.dashboard({ [option]: value }))),
    ...['body', 'file', 'contentType', 'customAttributes', 'contains'].map(option =>
      call(`smokeTest ${option}`, (endpoint, value) => endpoint.smokeTest({ requests: [{ [option]: value }] }))),
    ...['requests', 'maximumLatency'].map(option => call(`smokeTest ${option}`, (endpoint, value) => endpoint.smokeTest({ [option]: value }))),
    call('smokeTest part of body', (endpoint, value) => endpoint.smokeTest({ requests: [{ body: { inputs: value } }] })),
    ...policies.flatMap((method, index) => [
      call(`id of ${method}`, (endpoint, value) => endpoint.autoScale({ maxCapacity: 2 })[method](value, { [options[index]]: 1 })),
      call(method, (endpoint, value) => endpoint.autoScale({ maxCapacity: 2 })[method]('A', value)),
      ...['schedule', 'policyName', 'scaleInCooldown', 'disableScaleIn', options[index]].map(option => call(`${method} ${option}`,
        (endpoint, value) => endpoint.autoScale({ maxCapacity: 2 })[method]('A', { [options[index]]: 1, [option]: value }))),
    ]),
    ...EVENTS.flatMap(event => [
      call(`id of ${event}`, (endpoint, value) => endpoint[event](value)),
      ...['target', 'eventPattern', 'ruleName', 'description'].map(option => call(`${event} ${option}`, (endpoint, value) => endpoint[event]('A', { [option]: value }))),
    ]),
    ...GRANTS.map(grant => call(`grants.${grant}`, (endpoint, value) => endpoint.grants[grant](value))),
    ...['fromEndpointName', 'fromEndpointArn', 'fromEndpointAttributes'].map(factory => call(factory, ({ stack }, value) =>
      (HuggingFaceSageMakerEndpoint as any)[factory](stack, 'Imported', value))),
    ...['endpointArn', 'variantName'].map(attribute => call(`fromEndpointAttributes ${attribute}`, ({ stack }, value) =>
      HuggingFaceSageMakerEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/a', [attribute]: value }))),
  ];
};

/** The options of `monitor`: the compiler asks for all of them. */
const MONITOR: Record<keyof MonitorOptions, true> = {
  topic: true,
  maximumServerErrorPercent: true,
  maximumModelLatency: true,
  maximumOverheadLatency: true,
  maximumGpuMemoryPercent: true,
  acceleratorCount: true,
  maximumDiskPercent: true,
  maximumBacklogAge: true,
  maximumTimeToFirstToken: true,
  maximumWaitingRequests: true,
  maximumKeyValueCachePercent: true,
  minimumPrefixCacheHitPercent: true,
  idleAfter: true,
  scalesToZero: true,
};
