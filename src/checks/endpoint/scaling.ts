import { AutoScaleOptions } from '../../capacity/auto-scale-options';
import { isKnown } from '../../common/known';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { LARGEST_STEP, STEPS } from '../../updates/deployment-settings';
import { Check, finding, Finding, when } from '../finding';
import { countFindings, IntegerFound, integerMessage } from '../ranges';

const REGISTER = 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html';

/** What happens to a value that the API of Application Auto Scaling rejects. */
export const REJECTED_BY_SCALING = 'Application Auto Scaling rejects it, and the deployment is rolled back';

/** Limits of the number of instances in the wrong order. */
export interface OrderFound {
  readonly minCapacity: number;
  readonly maxCapacity: number;
}

export type LimitFound = IntegerFound | OrderFound;

/** The message of a check of the limits of the number of instances. */
export function limitMessage(prop: string, found: LimitFound): string {
  return 'got' in found ? integerMessage(prop, found)
    : `'${prop}' must be at most 'maxCapacity', got ${found.minCapacity} and ${found.maxCapacity}`;
}

export const SCALED_TWICE: Check<object> = {
  id: 'scaling-twice',
  severity: 'error',
  what: '`autoScale` is called twice',
  why: 'an endpoint has one minimum and one maximum number of instances',
  fix: 'call the methods of the object that the first call returned',
  source: REGISTER,
  message: prop => `'${prop}' must not be called twice`,
};

export const LIMITS: Check<LimitFound> = {
  id: 'scaling-bounds',
  severity: 'error',
  what: '`minCapacity` is not an integer of at least 0, `maxCapacity` is not an integer of at least 1, or `minCapacity` is greater than '
    + '`maxCapacity`',
  why: REJECTED_BY_SCALING,
  fix: 'set integers, with `minCapacity` at most `maxCapacity`',
  source: REGISTER,
  message: limitMessage,
};

const TO_ZERO: Check<object> = {
  id: 'scaling-to-zero',
  severity: 'error',
  what: '`autoScale` or a schedule scales a real-time endpoint to 0 instances',
  why: 'without a queue or inference components, an endpoint has at least one instance',
  fix: 'set at least 1, set `asyncInference`, or use a `HuggingFaceSageMakerComponentEndpoint`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html',
  message: prop => `'${prop}' must be at least 1 for a real-time endpoint, got 0`,
};

const BURSTABLE: Check<{ readonly instanceType: string }> = {
  id: 'scaling-burstable',
  severity: 'error',
  what: '`autoScale` is called for a burstable instance type, such as ml.t2.medium',
  why: REJECTED_BY_SCALING,
  fix: 'use another instance type',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-console.html',
  message: (prop, { instanceType }) => `'${prop}' ${instanceType} is burstable, and SageMaker does not scale burstable instances`,
};

const INSTANCE_COUNT: Check<OrderFound & { readonly got: number }> = {
  id: 'scaling-instance-count',
  severity: 'warning',
  what: '`instanceCount` is less than `minCapacity` or greater than `maxCapacity`',
  why: 'the endpoint starts with that number of instances, and is then scaled to the nearest limit',
  fix: 'set an `instanceCount` from `minCapacity` to `maxCapacity`',
  source: REGISTER,
  message: (prop, { minCapacity, maxCapacity, got }) => `'${prop}' should be from ${minCapacity} to ${maxCapacity}, the limits of `
    + `'autoScale', got ${got}`,
};

/** A step of an update that is not right for a number of instances. */
interface StepFound {
  /** Where the number of instances is set. */
  readonly setBy: "'autoScale'" | 'the schedule';
  readonly limit: 'minCapacity' | 'maxCapacity';
  readonly capacity: number;

  /** The number of instances of the step, and the percentage of all instances that is allowed. Undefined if there are too few instances for steps. */
  readonly step?: { readonly got: number; readonly range: string };
}

const STEP: Check<StepFound> = {
  id: 'scaling-deployment-size',
  severity: 'warning',
  what: '`deployment` updates a part of the instances at a time, and `minCapacity` is less than 2, or the part is a number of instances '
    + 'that is outside of '
    + 'the percentage that AWS allows of `minCapacity` or `maxCapacity`',
  why: 'the part is compared with the number of instances at the time of the update, and SageMaker may reject the update',
  fix: 'use `CapacitySize.percent` and a `minCapacity` of at least 2, or `Deployment.allAtOnce`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html',
  message: (prop, { setBy, limit, capacity, step }) => step
    ? `'${prop}' must be ${step.range} percent of the instances, got ${step.got} of ${capacity} instances ('${limit}' of ${setBy})`
    : `'${prop}' requires at least 2 instances, because it updates a part of them at a time, but '${limit}' of ${setBy} is ${capacity}`,
};

const NO_POLICY: Check<object> = {
  id: 'scaling-without-policy',
  severity: 'warning',
  what: '`autoScale` is called, and there is no scaling policy and no schedule',
  why: 'the number of instances never changes',
  fix: 'call one of its methods, such as `scaleOnConcurrentRequests`, or `scaleOnBacklog` with `asyncInference`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-policy.html',
  message: prop => `'${prop}' has no scaling policy and no schedule, so the number of instances never changes`,
};

const EMPTY: Check<object> = {
  id: 'scaling-to-zero-after-monitor',
  severity: 'warning',
  what: '`autoScale` or a schedule allows 0 instances, and `scalesToZero` of `monitor` is false',
  why: 'the alarm `noInstance` goes into ALARM whenever the endpoint is scaled to 0 instances',
  fix: 'remove `scalesToZero`, or acknowledge the warning if you want this alarm',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html',
  message: prop => `'${prop}' of 'monitor' is false, but the endpoint may be scaled to 0 instances, so the alarm 'noInstance' then goes into ALARM`,
};

export const SCALING_CHECKS = [SCALED_TWICE, LIMITS, TO_ZERO, BURSTABLE, INSTANCE_COUNT, STEP, NO_POLICY, EMPTY];

const BURSTABLE_FAMILY = /^ml\.t\d/;

/** Whether requests are queued, so that the endpoint may have no instances for some time. */
export function isAsynchronous({ asyncInference }: EndpointPlan): boolean {
  return asyncInference !== undefined;
}

/** Finds what is wrong with the limits of the number of instances. */
export function autoScaleFindings(plan: EndpointPlan, { minCapacity = 1, maxCapacity }: AutoScaleOptions, calledBefore: boolean): Finding[] {
  const { instanceCount: got } = plan;
  return [
    ...when(calledBefore, () => finding(SCALED_TWICE, 'autoScale', {})),
    ...limitFindings(LIMITS, { minCapacity, maxCapacity }, 1),
    ...toZeroFindings(plan, 'minCapacity', minCapacity),
    ...plan.shares.filter(({ instanceType }) => BURSTABLE_FAMILY.test(instanceType.toString()))
      .map(({ prop, instanceType }) => finding(BURSTABLE, prop, { instanceType: instanceType.toString() })),
    ...when([got, minCapacity, maxCapacity].every(isKnown) && (got < minCapacity || got > maxCapacity),
      () => finding(INSTANCE_COUNT, 'instanceCount', { minCapacity, maxCapacity, got })),
    ...stepFindings(plan, "'autoScale'", minCapacity, maxCapacity),
  ];
}

/** Finds limits that are not integers, or in the wrong order. */
export function limitFindings(check: Check<LimitFound>, { minCapacity, maxCapacity }: Partial<AutoScaleOptions>, smallestMaximum: number): Finding[] {
  return [
    ...countFindings(check, 'minCapacity', minCapacity, 0),
    ...countFindings(check, 'maxCapacity', maxCapacity, smallestMaximum),
    ...isKnown(minCapacity) && isKnown(maxCapacity) && minCapacity > maxCapacity ? [finding(check, 'minCapacity', { minCapacity, maxCapacity })] : [],
  ];
}

/** Finds a real-time endpoint without instances. */
export function toZeroFindings(plan: EndpointPlan, option: 'minCapacity' | 'maxCapacity', count: number | undefined): Finding[] {
  return when(count === 0 && !isAsynchronous(plan), () => finding(TO_ZERO, option, {}));
}

/** Finds steps of an update that are not right for each number of instances that there may be. */
export function stepFindings(
  { deployment }: EndpointPlan, setBy: StepFound['setBy'], minCapacity: number | undefined, maxCapacity: number | undefined,
): Finding[] {
  const size = deployment?.step;
  const rule = deployment && STEPS[deployment.kind];
  if (!rule || !size || !isKnown(size._value)) {
    return [];
  }
  const { prop, minimum = 0 } = rule;
  const { _type: type, _value: got } = size;
  if (isKnown(minCapacity) && minCapacity < 2) {
    return [finding(STEP, prop, { setBy, limit: 'minCapacity', capacity: minCapacity })];
  }
  if (type === 'CAPACITY_PERCENT') {
    return [];
  }
  return [
    ...isKnown(minCapacity) && got * 100 > minCapacity * LARGEST_STEP
      ? [finding(STEP, prop, { setBy, limit: 'minCapacity', capacity: minCapacity, step: { got, range: `at most ${LARGEST_STEP}` } })] : [],
    ...isKnown(maxCapacity) && got * 100 < maxCapacity * minimum
      ? [finding(STEP, prop, { setBy, limit: 'maxCapacity', capacity: maxCapacity, step: { got, range: `at least ${minimum}` } })] : [],
  ];
}

/** Finds scaling that never happens. */
export function policyFindings(scales: boolean): Finding[] {
  return when(!scales, () => finding(NO_POLICY, 'autoScale', {}));
}

/** Finds an alarm for no instances that the user wants although scaling may remove all instances. */
export function emptyFindings(isWatchedWhileEmpty: boolean): Finding[] {
  return when(isWatchedWhileEmpty, () => finding(EMPTY, 'scalesToZero', {}));
}
