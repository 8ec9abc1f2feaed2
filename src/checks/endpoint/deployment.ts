import { Duration } from 'aws-cdk-lib/core';
import { isKnown } from '../../common/known';
import { elsewhere, LocationPart, locationOf } from '../../common/location';
import { amountIn } from '../../input/amounts';
import { familyOf } from '../../instance/instance-family';
import { InstanceShare } from '../../instance/instance-share';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { DeploymentSettings, LARGEST_STEP, STEPS } from '../../updates/deployment-settings';
import { Check, finding, Finding, REJECTED, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage, lengthFindings, LengthFound, lengthMessage } from '../ranges';

const ALARMS_PAGE = 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html';

/** A number of instances that is not the part of all instances that a step may move. */
interface PartFound {
  readonly instances: number;
  readonly instanceCount: number;

  /** The smallest part, in percent. */
  readonly minimum?: number;
}

const SIZE: Check<IntegerFound | PartFound> = {
  id: 'deployment-size',
  severity: 'error',
  what: 'a step of `deployment` is not a part of the instances that AWS allows: at most 50% for a canary, 10 to 50% for linear steps, '
    + '5 to 50% for rolling batches',
  why: REJECTED,
  fix: 'use a size in this range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html',
  message: (prop, values) => 'got' in values ? integerMessage(prop, values)
    : `'${prop}' must be ${values.minimum ? `${values.minimum} to` : 'at most'} ${LARGEST_STEP} percent of the instances, `
      + `got ${values.instances} with an 'instanceCount' of ${values.instanceCount}`,
};

export const ROLLBACK_SIZE: Check<IntegerFound> = {
  id: 'deployment-rollback-size',
  severity: 'error',
  what: '`rollbackMaximumBatchSize` of `deployment` or `rollingUpdate` is not an integer from 1 to 100 percent, or not an integer of at least 1 '
    + 'instance or copy',
  why: REJECTED,
  fix: 'use a size in this range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RollingUpdatePolicy.html',
  message: integerMessage,
};

const ONE_INSTANCE: Check<object> = {
  id: 'deployment-of-one-instance',
  severity: 'warning',
  what: '`deployment` moves the traffic in parts, but there is only one instance',
  why: 'one instance cannot be divided, and AWS does not document what happens',
  fix: 'use at least two instances, or `Deployment.allAtOnce`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html',
  message: prop => `'${prop}' updates a part of the instances at a time, but 'instanceCount' is 1`,
};

export const WAIT: Check<IntegerFound> = {
  id: 'deployment-wait',
  severity: 'error',
  what: '`waitInterval` or `terminationWait` of `deployment`, or `waitInterval` of `rollingUpdate`, is not from 0 to 1 hour, in whole seconds',
  why: REJECTED,
  fix: 'use a time in this range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html',
  message: integerMessage,
};

export const TIMEOUT: Check<IntegerFound> = {
  id: 'deployment-timeout',
  severity: 'error',
  what: '`maximumExecutionTimeout` of `deployment` or `rollingUpdate` is not from 10 minutes to 8 hours, in whole seconds',
  why: REJECTED,
  fix: 'use a time in this range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html',
  message: integerMessage,
};

export const TIMEOUT_BELOW_WAITS: Check<{ readonly seconds: number; readonly waitsSeconds: number }> = {
  id: 'deployment-timeout-below-waits',
  severity: 'error',
  what: '`maximumExecutionTimeout` of `deployment` or `rollingUpdate` is not longer than all of its waits together',
  why: 'every update exceeds the timeout and fails',
  fix: 'increase the timeout, or shorten the waits, such as `terminationWait`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html',
  message: (prop, { seconds, waitsSeconds }) => `'${prop}' must be longer than the waits of an update, which take ${waitsSeconds} seconds in total, `
    + `got ${seconds} seconds`,
};

interface ShortWait {
  readonly seconds: number;
  readonly neededSeconds: number;

  /** Whether the alarm is that of the library. */
  readonly hasRollbackAlarm: boolean;
}

const SHORT_WAIT: Check<ShortWait> = {
  id: 'deployment-wait-short',
  severity: 'warning',
  what: '`waitInterval` of `deployment` or `rollingUpdate`, or `terminationWait` of `Deployment.allAtOnce`, which is 0 by default, is shorter '
    + 'than an alarm needs: one minute for the alarm of the library, or the interval of the request metrics: one minute, or '
    + '`metricPublishFrequency` with `enhancedMetrics`',
  why: 'the alarm cannot go into ALARM in that time, and SageMaker does not watch it afterwards',
  fix: 'use a wait that is several times as long',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch-enhanced-metrics.html',
  message: (prop, { seconds, neededSeconds, hasRollbackAlarm }) => `'${prop}' is ${seconds} seconds, but `
    + `${hasRollbackAlarm ? 'the alarm of the library' : 'an alarm on a request metric'} needs at least ${neededSeconds} seconds to go into ALARM`,
};

export const TOO_MANY_ALARMS: Check<LengthFound> = {
  id: 'deployment-alarms',
  severity: 'error',
  what: '`rollbackAlarms` of `deployment` or `rollingUpdate` has more than 10 alarms',
  why: REJECTED,
  fix: 'set at most 10, or combine several into a composite alarm',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoRollbackConfig.html',
  message: lengthMessage,
};

interface AlarmElsewhere {
  readonly what: LocationPart;

  /** The path of the alarm. */
  readonly alarm: string;
  readonly ofAlarm: string;
  readonly ofEndpoint: string;
}

const ALARM_ELSEWHERE: Check<AlarmElsewhere> = {
  id: 'deployment-alarm-elsewhere',
  severity: 'error',
  what: 'an alarm in `rollbackAlarms` of `deployment` or `rollingUpdate` is in another region or account than the endpoint',
  why: 'SageMaker finds an alarm by its name, in the region and account of the endpoint',
  fix: 'create the alarm in the region and account of the endpoint',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Alarm.html',
  message: (prop, { what, alarm, ofAlarm, ofEndpoint }) => `'${prop}' must contain only alarms in the ${what} of the endpoint, ${ofEndpoint}, `
    + `got ${alarm} in ${ofAlarm}`,
};

const NO_ALARM: Check<{ readonly terminationWaitSeconds?: number }> = {
  id: 'deployment-without-alarms',
  severity: 'warning',
  what: '`deployment` moves the traffic in steps, or keeps the old instances for a `terminationWait`, and no alarm is watched meanwhile',
  why: 'only a failed health check stops the update: new instances that respond with errors receive all traffic, and both sets of instances are '
    + 'billed until then',
  fix: 'set `endpointName`, for an alarm of the library, or set `rollbackAlarms`',
  source: ALARMS_PAGE,
  message: (prop, { terminationWaitSeconds }) => terminationWaitSeconds === undefined
    ? `'${prop}' has no alarm, so new instances that respond with errors receive all traffic`
    : `'${prop}' is ${terminationWaitSeconds} seconds, in which both sets of instances are billed but no alarm is watched`,
};

const EXCLUDED: Check<{ readonly instanceType: string }> = {
  id: 'deployment-excluded',
  severity: 'error',
  what: '`deployment` is set together with an instance type of the family Inf1',
  why: 'AWS does not support it: all traffic moves at once, and no alarm is watched',
  fix: 'leave `deployment` out, or use another instance type',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html',
  message: (prop, { instanceType }) => `'deployment' has no effect with '${prop}' ${instanceType}: SageMaker does not support it for the family Inf1`,
};

export const DEPLOYMENT_CHECKS = [
  SIZE, ROLLBACK_SIZE, ONE_INSTANCE, WAIT, TIMEOUT, TIMEOUT_BELOW_WAITS, SHORT_WAIT, TOO_MANY_ALARMS, ALARM_ELSEWHERE, NO_ALARM, EXCLUDED,
];

/** In seconds. */
export const WAITS = { minimum: 0, maximum: 3600, unit: 'seconds' };
export const EXECUTION = { minimum: 600, maximum: 28_800, unit: 'seconds' };
const REQUEST_METRIC_INTERVAL = 60;
/** The period of the alarm of the library. */
const OWN_PERIOD = 60;

/** Checks how updates move the traffic. */
export function deploymentFindings(plan: EndpointPlan): Finding[] {
  const { deployment } = plan;
  return deployment === undefined ? [] : [
    ...step(plan, deployment), ...rollbackStep(deployment), ...waits(plan, deployment), ...timeout(plan, deployment),
    ...alarms(plan, deployment), ...alarmsElsewhere(plan, 'deployment.rollbackAlarms', deployment.rollbackAlarms), ...plan.shares.flatMap(excluded),
  ];
}

function step({ instanceCount }: EndpointPlan, { kind, step: size }: DeploymentSettings): Finding[] {
  const rule = STEPS[kind];
  if (!rule || !size || !isKnown(size._value)) {
    return [];
  }
  const { prop, minimum } = rule;
  const value = size._value;
  if (size._type === 'CAPACITY_PERCENT') {
    const wrong = integerFindings(SIZE, prop, value, { minimum: minimum ?? 1, maximum: LARGEST_STEP, unit: 'percent' });
    return wrong.length > 0 ? wrong : when(instanceCount === 1, () => finding(ONE_INSTANCE, prop, {}));
  }
  const wrong = integerFindings(SIZE, prop, value, { minimum: 1 });
  if (wrong.length > 0 || !isKnown(instanceCount) || !(instanceCount >= 1)) {
    return wrong;
  }
  const part = value * 100 / instanceCount;
  return when(part < (minimum ?? 0) || part > LARGEST_STEP, () => finding(SIZE, prop, { instances: value, instanceCount, minimum }));
}

function rollbackStep({ rollbackMaximumBatchSize: size }: DeploymentSettings): Finding[] {
  const range = size?._type === 'CAPACITY_PERCENT' ? { minimum: 1, maximum: 100, unit: 'percent' } : { minimum: 1 };
  return integerFindings(ROLLBACK_SIZE, 'deployment.rollbackMaximumBatchSize', size?._value, range);
}

/** The seconds of a time. Undefined if they are not known. */
export function secondsOf(time: Duration | undefined): number | undefined {
  const seconds = time && amountIn('seconds', time);
  return isKnown(seconds) ? seconds : undefined;
}

function waits(plan: EndpointPlan, settings: DeploymentSettings): Finding[] {
  const { waitInterval, terminationWait } = settings;
  return [
    ...integerFindings(WAIT, 'deployment.waitInterval', secondsOf(waitInterval), WAITS),
    ...integerFindings(WAIT, 'deployment.terminationWait', secondsOf(terminationWait), WAITS),
    ...shortWait(plan, settings),
  ];
}

/** If all traffic moves at once, alarms are watched only at the end. */
function shortWait({ capacity, hasRollbackAlarm }: EndpointPlan, settings: DeploymentSettings): Finding[] {
  if (settings.kind !== 'ALL_AT_ONCE') {
    return shortWaitFindings('deployment.waitInterval', secondsOf(settings.waitInterval), capacity, hasRollbackAlarm);
  }
  const seconds = secondsOf(settings.terminationWait ?? Duration.seconds(0));
  return isWatched(hasRollbackAlarm, settings) ? shortWaitFindings('deployment.terminationWait', seconds, capacity, hasRollbackAlarm) : [];
}

/** Finds a wait in which an alarm cannot go into ALARM. Nothing is found in what is not known: no comparison with NaN is true. */
export function shortWaitFindings(prop: string, seconds = NaN, capacity: EndpointPlan['capacity'], hasRollbackAlarm: boolean): Finding[] {
  const interval = requestMetricInterval(capacity) ?? NaN;
  const neededSeconds = hasRollbackAlarm ? Math.max(OWN_PERIOD, interval) : interval;
  return when(seconds < neededSeconds, () => finding(SHORT_WAIT, prop, { seconds, neededSeconds, hasRollbackAlarm }));
}

function isWatched(hasRollbackAlarm: boolean, { rollbackAlarms = [] }: DeploymentSettings): boolean {
  return hasRollbackAlarm || rollbackAlarms.length > 0;
}

/** The seconds between two values of a request metric, which depend on the frequency only with enhanced metrics. Undefined if they are not known. */
function requestMetricInterval({ enhancedMetrics, metricPublishFrequency }: EndpointPlan['capacity']): number | undefined {
  return enhancedMetrics && metricPublishFrequency ? secondsOf(metricPublishFrequency) : REQUEST_METRIC_INTERVAL;
}

function timeout(plan: EndpointPlan, settings: DeploymentSettings): Finding[] {
  const prop = 'deployment.maximumExecutionTimeout';
  const seconds = secondsOf(settings.maximumExecutionTimeout);
  const wrong = integerFindings(TIMEOUT, prop, seconds, EXECUTION);
  if (wrong.length > 0 || seconds === undefined) {
    return wrong;
  }
  const waitsSeconds = (secondsOf(settings.waitInterval) ?? 0) * leastWaits(plan, settings) + (secondsOf(settings.terminationWait) ?? 0);
  return when(seconds <= waitsSeconds, () => finding(TIMEOUT_BELOW_WAITS, prop, { seconds, waitsSeconds }));
}

/** How often an update waits between its steps, at least. */
function leastWaits({ instanceCount }: EndpointPlan, { kind, step: size }: DeploymentSettings): number {
  if (kind === 'CANARY') {
    return 1;
  }
  const whole = size?._type === 'CAPACITY_PERCENT' ? 100 : instanceCount;
  return size && isKnown(size._value) && isKnown(whole) && size._value > 0 ? Math.ceil(whole / size._value) - 1 : 0;
}

function alarms({ hasRollbackAlarm }: EndpointPlan, settings: DeploymentSettings): Finding[] {
  const { kind, rollbackAlarms, terminationWait } = settings;
  if (isWatched(hasRollbackAlarm, settings)) {
    return lengthFindings(TOO_MANY_ALARMS, 'deployment.rollbackAlarms', rollbackAlarms?.length ?? 0, { maximum: 10, counted: 'alarms' });
  }
  if (kind !== 'ALL_AT_ONCE') {
    return [finding(NO_ALARM, 'deployment', {})];
  }
  const terminationWaitSeconds = secondsOf(terminationWait) ?? 0;
  return when(terminationWaitSeconds > 0, () => finding(NO_ALARM, 'deployment.terminationWait', { terminationWaitSeconds }));
}

/** Finds alarms that SageMaker does not find where the endpoint is. */
export function alarmsElsewhere({ scope }: EndpointPlan, prop: string, rollbackAlarms: DeploymentSettings['rollbackAlarms'] = []): Finding[] {
  return rollbackAlarms.flatMap(alarm => (['region', 'account'] as const).flatMap(part =>
    elsewhere([part], scope, locationOf(alarm.alarmRef.alarmArn, alarm.env)).map(({ what, expected, got }) =>
      finding(ALARM_ELSEWHERE, prop, { what, alarm: alarm.node.path, ofAlarm: got, ofEndpoint: expected }))));
}

function excluded({ instanceType, prop }: InstanceShare): Finding[] {
  return when(familyOf(instanceType) === 'inf1', () => finding(EXCLUDED, prop, { instanceType: instanceType.toString() }));
}
