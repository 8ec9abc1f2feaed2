import { IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding, REFUSED } from '../legacy';
import { DeploymentKind, DeploymentSettings } from '../../updates/deployment-settings';
import { EndpointPlan } from '../legacy';
import { familyOf } from '../../instance/instance-family';
import { amountIn } from '../../input/amounts';

const ALARMS_PAGE = 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html';

const SIZE: Check = {
  id: 'deployment-size',
  severity: 'error',
  what: 'a step of `deployment` is not the part of the instances that AWS allows: at most 50 % for a canary, 10 to 50 % for linear steps, 5 to 50 % for rolling batches',
  why: REFUSED,
  fix: 'take a size in that range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html',
};

const ROLLBACK_SIZE: Check = {
  id: 'deployment-rollback-size',
  severity: 'error',
  what: '`rollbackMaximumBatchSize` of `deployment` is not from 1 to 100 %, or no integer of at least 1',
  why: REFUSED,
  fix: 'take a size in that range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RollingUpdatePolicy.html',
};

const ONE_INSTANCE: Check = {
  id: 'deployment-of-one-instance',
  severity: 'warning',
  what: '`deployment` moves the traffic in parts, and there is one instance',
  why: 'one instance has no part, and AWS does not say what happens then',
  fix: 'take two instances or more, or `Deployment.allAtOnce`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html',
};

const WAIT: Check = {
  id: 'deployment-wait',
  severity: 'error',
  what: '`waitInterval` or `terminationWait` of `deployment` is not from 0 to 1 hour',
  why: REFUSED,
  fix: 'take a time in that range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html',
};

const TIMEOUT: Check = {
  id: 'deployment-timeout',
  severity: 'error',
  what: '`maximumExecutionTimeout` of `deployment` is not from 10 minutes to 8 hours',
  why: REFUSED,
  fix: 'take a time in that range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html',
};

const TIMEOUT_BELOW_WAITS: Check = {
  id: 'deployment-timeout-below-waits',
  severity: 'error',
  what: '`maximumExecutionTimeout` of `deployment` is not longer than all its waits together',
  why: 'every update would run out of time',
  fix: 'raise it, or shorten the waits',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html',
};

const SHORT_WAIT: Check = {
  id: 'deployment-wait-short',
  severity: 'warning',
  what: '`waitInterval` of `deployment`, or with `Deployment.allAtOnce` the `terminationWait`, which is 0 by default, is shorter than what an alarm needs: '
    + 'the minute of the library\'s own, or the time between metrics of requests, a minute or the `metricPublishFrequency` with `enhancedMetrics`',
  why: 'such an alarm cannot go off in that time, which is all that it is watched for',
  fix: 'wait several times as long',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch-enhanced-metrics.html',
};

const TOO_MANY_ALARMS: Check = {
  id: 'deployment-alarms',
  severity: 'error',
  what: '`rollbackAlarms` of `deployment` has more than 10 alarms',
  why: REFUSED,
  fix: 'name at most 10',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoRollbackConfig.html',
};

const ALARM_ELSEWHERE: Check = {
  id: 'deployment-alarm-elsewhere',
  severity: 'error',
  what: 'an alarm of `rollbackAlarms` of `deployment` is in another region or account than the endpoint',
  why: 'SageMaker is told its name, and looks for that in its own region and account',
  fix: 'make the alarm where the endpoint is',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Alarm.html',
};

const NO_ALARM: Check = {
  id: 'deployment-without-alarms',
  severity: 'warning',
  what: '`deployment` moves the traffic in steps, or keeps the old instances for a `terminationWait`, and no alarm is watched meanwhile',
  why: 'nothing but a failed health check ends the update: new instances that answer with errors take over all traffic, and both sets are billed until then',
  fix: 'set `endpointName`, for an alarm of the library, or name `rollbackAlarms`',
  source: ALARMS_PAGE,
};

const EXCLUDED: Check = {
  id: 'deployment-excluded',
  severity: 'error',
  what: '`deployment` is set for an instance type of the family inf1',
  why: 'AWS excludes it: all traffic moves at once, and no alarm is watched',
  fix: 'leave it out, or take another instance type',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html',
};

export const DEPLOYMENT_CHECKS = [
  SIZE, ROLLBACK_SIZE, ONE_INSTANCE, WAIT, TIMEOUT, TIMEOUT_BELOW_WAITS, SHORT_WAIT, TOO_MANY_ALARMS, ALARM_ELSEWHERE, NO_ALARM, EXCLUDED,
];

/**
 * The part of the instances that a step may move, in percent, and what the prop is called.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RollingUpdatePolicy.html
 */
export const STEPS: Partial<Record<DeploymentKind, { readonly prop: string; readonly minimum?: number }>> = {
  CANARY: { prop: 'deployment.size' },
  LINEAR: { prop: 'deployment.stepSize', minimum: 10 },
  ROLLING: { prop: 'deployment.maximumBatchSize', minimum: 5 },
};
export const LARGEST_STEP = 50;
const LONGEST_WAIT = 3600;
const EXECUTION = { minimum: 600, maximum: 28_800 };
const MOST_ALARMS = 10;
const DEFAULT_INTERVAL = 60;
/** The period of the library's own alarm, in seconds. */
const OWN_PERIOD = 60;

/** Checks how updates move the traffic. */
export function deploymentFindings(plan: EndpointPlan): Finding[] {
  const { deployment } = plan;
  return deployment === undefined ? [] : [
    ...step(plan, deployment), ...rollbackStep(deployment), ...waits(plan, deployment), ...timeout(plan, deployment),
    ...alarms(plan, deployment), ...alarmsElsewhere(plan, deployment), ...excluded(plan),
  ];
}

/** Whether a size is a number that is no token, and no integer of at least 1. */
function isNoSize(value: number): boolean {
  return !Token.isUnresolved(value) && !(Number.isInteger(value) && value >= 1);
}

function step({ instanceCount }: EndpointPlan, { kind, step: size }: DeploymentSettings): Finding[] {
  const rule = STEPS[kind];
  if (!rule || !size || Token.isUnresolved(size._value)) {
    return [];
  }
  const { prop, minimum = 0 } = rule;
  const { _type: type, _value: value } = size;
  if (type === 'CAPACITY_PERCENT') {
    if (isNoSize(value) || value < minimum || value > LARGEST_STEP) {
      return [finding(SIZE, `'${prop}' must be an integer from ${minimum || 1} to ${LARGEST_STEP} percent, got ${value}`)];
    }
    return instanceCount === 1 ? [finding(ONE_INSTANCE, `'${prop}' is a part of the instances, and 'instanceCount' is 1, of which there is no part; `
      + 'take two instances or more, or Deployment.allAtOnce')] : [];
  }
  if (isNoSize(value)) {
    return [finding(SIZE, `'${prop}' must be an integer of at least 1, got ${value} instances`)];
  }
  const share = value * 100 / instanceCount;
  return Token.isUnresolved(instanceCount) || !(instanceCount >= 1) || (share >= minimum && share <= LARGEST_STEP) ? [] : [finding(SIZE,
    `'${prop}' must be ${minimum ? `${minimum} to` : 'at most'} ${LARGEST_STEP} percent of the instances, got ${value} of the 'instanceCount' ${instanceCount}; take another number, or CapacitySize.percent`)];
}

function rollbackStep({ rollbackMaximumBatchSize: size }: DeploymentSettings): Finding[] {
  if (!size || Token.isUnresolved(size._value)) {
    return [];
  }
  const ofPercent = size._type === 'CAPACITY_PERCENT';
  return isNoSize(size._value) || (ofPercent && size._value > 100) ? [finding(ROLLBACK_SIZE,
    `'deployment.rollbackMaximumBatchSize' must be ${ofPercent ? 'an integer from 1 to 100 percent' : 'an integer of at least 1'}, got ${size._value}`)] : [];
}

/** The seconds of a time, undefined where they are a token. */
function secondsOf(time: Duration | undefined): number | undefined {
  return time === undefined || time.isUnresolved() ? undefined : amountIn('seconds', time);
}

function waits(plan: EndpointPlan, settings: DeploymentSettings): Finding[] {
  const { waitInterval, terminationWait } = settings;
  return [
    ...Object.entries({ waitInterval, terminationWait }).flatMap(([name, time]) => {
      const seconds = secondsOf(time);
      return seconds === undefined || (Number.isInteger(seconds) && seconds <= LONGEST_WAIT) ? [] : [finding(WAIT,
        `'deployment.${name}' must be an integer from 0 to ${LONGEST_WAIT} seconds, got ${seconds}`)];
    }),
    ...shortWait(plan, settings),
  ];
}

/** Where all traffic moves at once, alarms are watched at the end alone. */
function shortWait({ props, hasRollbackAlarm }: EndpointPlan, settings: DeploymentSettings): Finding[] {
  const atOnce = settings.kind === 'ALL_AT_ONCE';
  const seconds = secondsOf(atOnce ? settings.terminationWait ?? Duration.seconds(0) : settings.waitInterval);
  const metricInterval = requestMetricInterval(props);
  if (seconds === undefined || metricInterval === undefined || (atOnce && !isWatched(hasRollbackAlarm, settings))) {
    return [];
  }
  const needed = hasRollbackAlarm ? Math.max(OWN_PERIOD, metricInterval) : metricInterval;
  const ofYours = seconds === 0 ? ['no alarm can', 'one on the metrics of requests'] : ['no alarm on the metrics of requests can', 'one'];
  const [none, which] = hasRollbackAlarm ? ['the alarm of the library cannot', 'it'] : ofYours;
  return seconds >= needed ? [] : [finding(SHORT_WAIT, `'deployment.${atOnce ? 'terminationWait' : 'waitInterval'}' is ${seconds} seconds, in which ${none} go off: `
    + `${which} needs ${needed} seconds for a value; wait several times as long`)];
}

function isWatched(hasRollbackAlarm: boolean, { rollbackAlarms = [] }: DeploymentSettings): boolean {
  return hasRollbackAlarm || rollbackAlarms.length > 0;
}

/** The seconds between the metrics of requests, which follow the frequency with enhanced metrics alone; undefined where they are a token. */
function requestMetricInterval({ enhancedMetrics, metricPublishFrequency }: EndpointPlan['props']): number | undefined {
  return enhancedMetrics && metricPublishFrequency ? secondsOf(metricPublishFrequency) : DEFAULT_INTERVAL;
}

function timeout(plan: EndpointPlan, settings: DeploymentSettings): Finding[] {
  const seconds = secondsOf(settings.maximumExecutionTimeout);
  const { minimum, maximum } = EXECUTION;
  if (seconds === undefined) {
    return [];
  }
  if (!Number.isInteger(seconds) || seconds < minimum || seconds > maximum) {
    return [finding(TIMEOUT, `'deployment.maximumExecutionTimeout' must be an integer from ${minimum} to ${maximum} seconds, got ${seconds}`)];
  }
  const total = (secondsOf(settings.waitInterval) ?? 0) * leastWaits(plan, settings) + (secondsOf(settings.terminationWait) ?? 0);
  return seconds > total ? [] : [finding(TIMEOUT_BELOW_WAITS,
    `'deployment.maximumExecutionTimeout' must be longer than the waits of an update, which are ${total} seconds together, got ${seconds}; raise it, or shorten the waits`)];
}

/** How often an update waits at least: between its steps. */
function leastWaits({ instanceCount }: EndpointPlan, { kind, step: size }: DeploymentSettings): number {
  if (kind === 'CANARY') {
    return 1;
  }
  const whole = size?._type === 'CAPACITY_PERCENT' ? 100 : instanceCount;
  if (!size || Token.isUnresolved(size._value) || Token.isUnresolved(whole) || !(size._value > 0)) {
    return 0;
  }
  return Math.ceil(whole / size._value) - 1;
}

function alarms({ hasRollbackAlarm }: EndpointPlan, settings: DeploymentSettings): Finding[] {
  const { kind, rollbackAlarms = [], terminationWait } = settings;
  if (rollbackAlarms.length > MOST_ALARMS) {
    return [finding(TOO_MANY_ALARMS, `'deployment.rollbackAlarms' must have at most ${MOST_ALARMS} alarms, got ${rollbackAlarms.length}`)];
  }
  if (isWatched(hasRollbackAlarm, settings)) {
    return [];
  }
  const remedy = "set 'endpointName', for an alarm of the library, or name 'rollbackAlarms'";
  if (kind !== 'ALL_AT_ONCE') {
    return [finding(NO_ALARM, `'deployment' has no alarm, so that new instances which answer with errors take over all traffic; ${remedy}`)];
  }
  const seconds = secondsOf(terminationWait) ?? 0;
  return seconds === 0 ? [] : [finding(NO_ALARM,
    `'deployment.terminationWait' is ${seconds} seconds, in which both sets of instances are billed and no alarm is watched; ${remedy}, or leave it out`)];
}

function alarmsElsewhere({ scope }: EndpointPlan, { rollbackAlarms = [] }: DeploymentSettings): Finding[] {
  return rollbackAlarms.flatMap(alarm => (['region', 'account'] as const)
    .map(what => ({ what, here: scope[what], there: placeOf(alarm)[what] }))
    .filter(({ here, there }) => ![here, there].some(place => Token.isUnresolved(place)) && here !== there)
    .map(({ what, here, there }) => finding(ALARM_ELSEWHERE,
      `'deployment.rollbackAlarms' must be of the ${what} of the endpoint, ${here}, got ${alarm.node.path} of ${there}; make the alarm there`)));
}

/** Where an alarm is: by its ARN, which is all that tells of one that exists already. */
function placeOf({ alarmRef, env }: IAlarmRef): { readonly region: string; readonly account: string } {
  const [, , , region = env.region, account = env.account] = alarmRef.alarmArn.split(':');
  return { region, account };
}

function excluded({ instanceType }: EndpointPlan): Finding[] {
  return familyOf(instanceType) === 'inf1' ? [finding(EXCLUDED,
    `'deployment' has no effect with 'instanceType' ${instanceType}, which AWS excludes; leave it out, or take another instance type`)] : [];
}
