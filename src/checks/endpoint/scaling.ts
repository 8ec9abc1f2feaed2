import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Token } from 'aws-cdk-lib/core';
import { AutoScaleOptions } from '../../capacity/auto-scale-options';
import { GpuUtilizationScalingOptions } from '../../capacity/gpu-utilization-scaling-options';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { SageMakerInstanceType } from '../../instance/sagemaker-instance-type.generated';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { LARGEST_STEP, STEPS } from '../../updates/deployment-settings';
import { Check, finding, Finding } from '../legacy';

const REGISTER = 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html';
const SCHEDULES = 'https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html';
const METRICS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html';
const ASYNC_METRICS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html';
const REFUSED = 'Application Auto Scaling refuses it, and the deployment is rolled back';

const TWICE: Check = {
  id: 'scaling-twice',
  severity: 'error',
  what: '`autoScale` is called again',
  why: 'an endpoint has one pair of bounds',
  fix: 'keep what the first call returned, and add the policies there',
  source: REGISTER,
};

const BOUNDS: Check = {
  id: 'scaling-bounds',
  severity: 'error',
  what: '`minCapacity` is no integer of at least 0, `maxCapacity` is none of at least 1, or the first is above the second',
  why: REFUSED,
  fix: 'name two integers in their order',
  source: REGISTER,
};

const TO_ZERO: Check = {
  id: 'scaling-to-zero',
  severity: 'error',
  what: 'a real-time endpoint is to be scaled to 0 instances, by `autoScale` or by a schedule',
  why: 'without a queue or inference components, an endpoint has at least one instance',
  fix: 'take at least 1, or `asyncInference`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html',
};

const BURSTABLE: Check = {
  id: 'scaling-burstable',
  severity: 'error',
  what: '`autoScale` with a burstable instance type, such as ml.t2.medium',
  why: REFUSED,
  fix: 'take another instance type',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-console.html',
};

const INSTANCE_COUNT: Check = {
  id: 'scaling-instance-count',
  severity: 'warning',
  what: '`instanceCount` is outside of `minCapacity` and `maxCapacity`',
  why: 'the endpoint starts with that number, and only then is it changed to the nearest bound',
  fix: 'set an `instanceCount` between them',
  source: REGISTER,
};

const STEP: Check = {
  id: 'scaling-deployment-size',
  severity: 'warning',
  what: '`deployment` moves a number of instances at a time that is not the part that AWS allows of `minCapacity` or of `maxCapacity`, or any part where there may be one instance',
  why: 'it is held against the number of instances that there is by then, and an update may be refused',
  fix: 'take `CapacitySize.percent`, and a `minCapacity` of at least 2',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html',
};

const NO_POLICY: Check = {
  id: 'scaling-without-policy',
  severity: 'warning',
  what: '`autoScale` is called, and nothing says what to scale on',
  why: 'the number of instances never changes',
  fix: 'call one of its methods, such as `scaleOnInvocations`, or `scaleOnBacklog` with `asyncInference`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-policy.html',
};

const TARGET_VALUE: Check = {
  id: 'scaling-target-value',
  severity: 'error',
  what: 'a target is not above 0, or a utilization is above 100 %',
  why: 'the number of instances ends at a bound, whatever the load',
  fix: 'name the load that one instance shall have',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html',
};

const NO_GPU: Check = {
  id: 'scaling-on-gpu-without-gpu',
  severity: 'error',
  what: '`scaleOnGpuUtilization` with an `instanceType`, or a type of `fallbackInstanceTypes`, that has no GPU',
  why: 'there is no such metric, and the number of instances never changes',
  fix: 'scale on invocations or on concurrent requests, or with `asyncInference` on the backlog',
  source: METRICS,
};

const GPU_COUNT: Check = {
  id: 'scaling-gpu-count',
  severity: 'error',
  what: '`scaleOnGpuUtilization` with an instance type whose number of GPUs is not known, with an `acceleratorCount` that is not theirs, or with a token that cannot be multiplied',
  why: 'the metric counts up to 100 for each GPU, so that the target would be wrong by that factor',
  fix: 'set `acceleratorCount` where the number is not known, and nowhere else',
  source: METRICS,
};

const MIXED_GPUS: Check = {
  id: 'scaling-on-mixed-gpu-counts',
  severity: 'error',
  what: '`scaleOnGpuUtilization` with `fallbackInstanceTypes` that have another number of GPUs than `instanceType`',
  why: 'the metric counts up to 100 for each GPU, so that a target that is right for one type is wrong for another',
  fix: 'take types with as many GPUs, or scale on invocations, on concurrent requests, or with `asyncInference` on the backlog',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html',
};

const UNKNOWN_GPUS: Check = {
  id: 'scaling-on-unknown-gpu-count',
  severity: 'warning',
  what: '`scaleOnGpuUtilization` with a type of `fallbackInstanceTypes` whose number of GPUs the library does not know',
  why: 'the metric counts up to 100 for each GPU, so that the target is wrong for a type with another number of them',
  fix: 'look at the type, and acknowledge it where it has as many, or scale on invocations, on concurrent requests, or with `asyncInference` on the backlog',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html',
};

const BACKLOG: Check = {
  id: 'scaling-on-backlog-in-real-time',
  severity: 'error',
  what: '`scaleOnBacklog` on a real-time endpoint',
  why: 'it has no queue and no such metric, and the number of instances never changes',
  fix: 'scale on invocations or on concurrent requests, or set `asyncInference`',
  source: ASYNC_METRICS,
};

const REQUESTS: Check = {
  id: 'scaling-on-requests-of-async',
  severity: 'error',
  what: '`scaleOnInvocations` or `scaleOnConcurrentRequests` on an endpoint with `asyncInference`',
  why: 'it does not publish these metrics, and the number of instances never changes',
  fix: 'take `scaleOnBacklog`',
  source: ASYNC_METRICS,
};

const SCHEDULE: Check = {
  id: 'scaling-schedule',
  severity: 'error',
  what: 'a schedule names neither `minCapacity` nor `maxCapacity`, a number that is no integer of at least 0, a minimum above its maximum, or an end before its start',
  why: REFUSED,
  fix: 'name the bounds from that time on, in their order',
  source: SCHEDULES,
};

const SCHEDULE_TWICE: Check = {
  id: 'scaling-schedule-twice',
  severity: 'error',
  what: '`scaleOnSchedule` is called again with the id of another schedule',
  why: 'it is the name of the schedule, and the second one would take the place of the first, or be refused',
  fix: 'give each schedule an id of its own',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html',
};

const SCHEDULE_BOUNDS: Check = {
  id: 'scaling-schedule-bounds',
  severity: 'warning',
  what: 'a schedule names one bound alone, beyond the other bound of `autoScale`',
  why: 'the schedule has no effect where the other bound still holds',
  fix: 'name both bounds in the schedule',
  source: SCHEDULES,
};

const EMPTY: Check = {
  id: 'scaling-to-zero-after-monitor',
  severity: 'warning',
  what: '`autoScale` or a schedule with a minimum of 0 after `monitor`, which has added an alarm for no instance',
  why: 'it rings whenever there is none, as is meant to be',
  fix: 'call `monitor` afterwards, or set its `scalesToZero`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html',
};

export const SCALING_CHECKS = [
  TWICE, BOUNDS, TO_ZERO, BURSTABLE, INSTANCE_COUNT, STEP, NO_POLICY, TARGET_VALUE, NO_GPU, GPU_COUNT, MIXED_GPUS, UNKNOWN_GPUS,
  BACKLOG, REQUESTS, SCHEDULE, SCHEDULE_TWICE, SCHEDULE_BOUNDS, EMPTY,
];

const BURSTABLE_FAMILY = /^ml\.t\d/;

/** Whether requests are queued, so that there may be no instance for a while. */
export function isAsynchronous({ asyncInference }: EndpointPlan): boolean {
  return asyncInference !== undefined;
}

/** Checks the bounds of the number of instances. */
export function autoScaleFindings(plan: EndpointPlan, { minCapacity = 1, maxCapacity }: AutoScaleOptions, calledBefore: boolean): Finding[] {
  const { instanceType, fallbackInstanceTypes, instanceCount } = plan;
  const findings = [
    ...calledBefore ? [finding(TWICE, "'autoScale' must be called once; keep what it returned, and add the policies there")] : [],
    ...capacity(BOUNDS, 'minCapacity', minCapacity, 0),
    ...capacity(BOUNDS, 'maxCapacity', maxCapacity, 1),
    ...order(BOUNDS, minCapacity, maxCapacity),
    ...toZero(plan, 'minCapacity', minCapacity),
  ];
  for (const [prop, types] of Object.entries({ instanceType: [instanceType], fallbackInstanceTypes })) {
    findings.push(...types.filter(type => BURSTABLE_FAMILY.test(type.toString()))
      .map(type => finding(BURSTABLE, `'${prop}' ${type} is burstable, which SageMaker does not scale; take another instance type`)));
  }
  const allKnown = ![instanceCount, minCapacity, maxCapacity].some(count => Token.isUnresolved(count));
  if (allKnown && (instanceCount < minCapacity || instanceCount > maxCapacity)) {
    findings.push(finding(INSTANCE_COUNT, `'instanceCount' is ${instanceCount}, which is not from ${minCapacity} to ${maxCapacity}, the bounds of 'autoScale'; `
      + 'set one between them'));
  }
  return [...findings, ...step(plan, "'autoScale'", minCapacity, maxCapacity)];
}

/** Checks that the steps of an update are parts of any number of instances that there may be. */
function step({ deployment }: EndpointPlan, of: string, minCapacity: number | undefined, maxCapacity: number | undefined): Finding[] {
  const size = deployment?.step;
  const rule = deployment && STEPS[deployment.kind];
  if (!rule || !size || Token.isUnresolved(size._value)) {
    return [];
  }
  const { prop, minimum = 0 } = rule;
  const { _type: type, _value: value } = size;
  if (isAbove(2, minCapacity)) {
    return [finding(STEP, `'${prop}' is a part of the instances, and 'minCapacity' of ${of} is ${minCapacity}, of which there is no part; `
      + 'take one of at least 2, or Deployment.allAtOnce')];
  }
  if (type === 'CAPACITY_PERCENT') {
    return [];
  }
  const wrong = (bound: string, count: number, range: string) => finding(STEP,
    `'${prop}' must be ${range} percent of the instances, got ${value} of the '${bound}' ${count} of ${of}; take CapacitySize.percent`);
  return [
    ...isKnown(minCapacity) && value * 100 > minCapacity * LARGEST_STEP ? [wrong('minCapacity', minCapacity, `at most ${LARGEST_STEP}`)] : [],
    ...isKnown(maxCapacity) && value * 100 < maxCapacity * minimum ? [wrong('maxCapacity', maxCapacity, `at least ${minimum}`)] : [],
  ];
}

/** What to scale on, whatever the instance type is. */
function onRequests(plan: EndpointPlan): string {
  return isAsynchronous(plan) ? "'scaleOnBacklog'" : "'scaleOnConcurrentRequests' or 'scaleOnInvocations'";
}

/** Checks that there is something to scale on. */
export function policyFindings(plan: EndpointPlan, scales: boolean): Finding[] {
  return scales ? [] : [finding(NO_POLICY, "'autoScale' has nothing to scale on, so that the number of instances never changes; "
    + `call one of its methods, such as ${onRequests(plan)}`)];
}

/** Checks the value that a metric is held at. */
export function targetFindings(option: string, value: number, maximum = Infinity): Finding[] {
  if (Token.isUnresolved(value) || (value > 0 && value <= maximum && value < Infinity)) {
    return [];
  }
  return [finding(TARGET_VALUE, `'${option}' must be above 0${maximum < Infinity ? ` and at most ${maximum}` : ''}, got ${value}`)];
}

/** Checks that an endpoint has a queue. */
export function backlogFindings(plan: EndpointPlan): Finding[] {
  return isAsynchronous(plan) ? [] : [finding(BACKLOG, "'scaleOnBacklog' needs an endpoint with 'asyncInference': a real-time endpoint has no queue; "
    + `take ${onRequests(plan)}`)];
}

/** Checks that an endpoint publishes the metrics of requests that are answered at once. */
export function requestFindings(plan: EndpointPlan, method: string): Finding[] {
  return isAsynchronous(plan) ? [finding(REQUESTS, `'${method}' needs a real-time endpoint: one with 'asyncInference' does not publish the metric; `
    + `take ${onRequests(plan)}`)] : [];
}

/** Checks that the number of GPUs is known, and right, and that of all types. */
export function gpuFindings(plan: EndpointPlan, options: GpuUtilizationScalingOptions): Finding[] {
  const { instanceType, fallbackInstanceTypes } = plan;
  const { targetUtilizationPercent: percent, acceleratorCount: given } = options;
  const { acceleratorKind: kind, acceleratorCount: known } = instanceType;
  if (kind !== undefined && kind !== AcceleratorKind.GPU) {
    return [noGpu(plan, 'instanceType', instanceType)];
  }
  if (given === undefined && known === undefined) {
    return [finding(GPU_COUNT, `the number of GPUs of 'instanceType' ${instanceType} is not known; set 'acceleratorCount'`)];
  }
  if (given !== undefined && (Token.isUnresolved(given) || !Number.isInteger(given) || given < 1)) {
    return [finding(GPU_COUNT, `'acceleratorCount' must be an integer of at least 1 that is known at synth, got ${given}`)];
  }
  if (given !== undefined && known !== undefined && given !== known) {
    return [finding(GPU_COUNT, `'acceleratorCount' must be ${known}, the number of GPUs of 'instanceType' ${instanceType}, got ${given}; leave it out`)];
  }
  const count = given ?? known;
  if (Token.isUnresolved(percent) && count !== 1) {
    return [finding(GPU_COUNT, "'targetUtilizationPercent' must be known at synth where an instance has several GPUs: it is multiplied by their number, got a token")];
  }
  const knownTypes = fallbackInstanceTypes.filter(type => type.acceleratorCount !== undefined);
  const withoutGpu = knownTypes.filter(type => type.acceleratorKind !== AcceleratorKind.GPU);
  const unknownTypes = fallbackInstanceTypes.filter(type => type.acceleratorCount === undefined && !Token.isUnresolved(type.toString()));
  const mixed = knownTypes.filter(type => type.acceleratorKind === AcceleratorKind.GPU && type.acceleratorCount !== count);
  return [
    ...withoutGpu.map(type => noGpu(plan, 'fallbackInstanceTypes', type)),
    ...mixed.length === 0 ? [] : [finding(MIXED_GPUS, "'scaleOnGpuUtilization' needs the same number of GPUs in every type, since the metric counts up to 100 for each: "
      + `'instanceType' ${instanceType} has ${count}, and 'fallbackInstanceTypes' ${mixed.map(type => `${type} has ${type.acceleratorCount}`).join(', ')}; `
      + `take types with as many GPUs, or ${onRequests(plan)}`)],
    ...unknownTypes.length === 0 ? [] : [finding(UNKNOWN_GPUS,
      `the number of GPUs of 'fallbackInstanceTypes' ${unknownTypes.join(', ')} is not known, and 'scaleOnGpuUtilization' needs ${count} as of 'instanceType' ${instanceType}; `
      + `look at the types, or take ${onRequests(plan)}`)],
  ];
}

function noGpu(plan: EndpointPlan, prop: string, type: SageMakerInstanceType): Finding {
  return finding(NO_GPU, `'scaleOnGpuUtilization' needs a GPU, which '${prop}' ${type} does not have; take ${onRequests(plan)}`);
}

/** Checks that no alarm rings where there is no instance, once there may be none. */
export function emptyFindings(isWatched: boolean): Finding[] {
  return isWatched ? [finding(EMPTY, "'monitor' was called before the minimum of 0 instances, and its alarm 'noInstance' rings whenever there is none; "
    + "call 'monitor' afterwards, or set its 'scalesToZero'")] : [];
}

/** Checks that a schedule has a name of its own. */
export function scheduleIdFindings(id: string, ids: ReadonlySet<string>): Finding[] {
  return ids.has(id) ? [finding(SCHEDULE_TWICE, `'id' must be one that no other schedule has, got ${JSON.stringify(id)} again`)] : [];
}

/** Checks the bounds that hold from a time on. */
export function scheduleFindings(plan: EndpointPlan, bounds: AutoScaleOptions, schedule: appscaling.ScalingSchedule): Finding[] {
  const { minCapacity, maxCapacity, startTime, endTime } = schedule;
  const findings = [
    ...capacity(SCHEDULE, 'minCapacity', minCapacity, 0),
    ...capacity(SCHEDULE, 'maxCapacity', maxCapacity, 0),
    ...order(SCHEDULE, minCapacity, maxCapacity),
    ...toZero(plan, 'minCapacity', minCapacity),
    ...toZero(plan, 'maxCapacity', maxCapacity),
  ];
  if (minCapacity === undefined && maxCapacity === undefined) {
    findings.push(finding(SCHEDULE, "'minCapacity' or 'maxCapacity' must be set in a schedule, got neither"));
  }
  if (startTime && endTime && endTime <= startTime) {
    findings.push(finding(SCHEDULE, `'endTime' must be after 'startTime', got ${endTime.toISOString()} and ${startTime.toISOString()}`));
  }
  return [...findings, ...boundAlone(bounds, schedule), ...step(plan, 'the schedule', minCapacity, maxCapacity)];
}

function boundAlone(bounds: AutoScaleOptions, { minCapacity, maxCapacity }: appscaling.ScalingSchedule): Finding[] {
  const { minCapacity: least = 1, maxCapacity: most } = bounds;
  if (maxCapacity === undefined && isAbove(minCapacity, most)) {
    return [finding(SCHEDULE_BOUNDS, `'minCapacity' ${minCapacity} of the schedule is above 'maxCapacity' ${most} of 'autoScale'; name both bounds in the schedule`)];
  }
  if (minCapacity === undefined && isAbove(least, maxCapacity)) {
    return [finding(SCHEDULE_BOUNDS, `'maxCapacity' ${maxCapacity} of the schedule is below 'minCapacity' ${least} of 'autoScale'; name both bounds in the schedule`)];
  }
  return [];
}

function capacity(check: Check, option: string, count: number | undefined, least: number): Finding[] {
  if (count === undefined || Token.isUnresolved(count) || (Number.isInteger(count) && count >= least)) {
    return [];
  }
  return [finding(check, `'${option}' must be an integer of at least ${least}, got ${count}`)];
}

function order(check: Check, minCapacity: number | undefined, maxCapacity: number | undefined): Finding[] {
  return isAbove(minCapacity, maxCapacity) ? [finding(check, `'minCapacity' must be at most 'maxCapacity', got ${minCapacity} and ${maxCapacity}`)] : [];
}

function toZero(plan: EndpointPlan, option: string, count: number | undefined): Finding[] {
  if (count !== 0 || isAsynchronous(plan)) {
    return [];
  }
  return [finding(TO_ZERO, `'${option}' must be at least 1 for a real-time endpoint, got 0; only an endpoint with 'asyncInference' can have no instance`)];
}

function isAbove(one: number | undefined, other: number | undefined): boolean {
  return isKnown(one) && isKnown(other) && one > other;
}

function isKnown(count: number | undefined): count is number {
  return count !== undefined && !Token.isUnresolved(count);
}
