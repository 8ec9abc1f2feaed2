import {
  alarmsElsewhere, EXECUTION, ROLLBACK_SIZE, secondsOf, shortWaitFindings, TIMEOUT, TIMEOUT_BELOW_WAITS, TOO_MANY_ALARMS, WAIT, WAITS,
} from './deployment';
import { isKnown } from '../../common/known';
import { ComponentEndpointPlan, ComponentPlan } from '../../plan/component-plan';
import { Check, finding, Finding, REJECTED, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage, lengthFindings } from '../ranges';

const POLICY = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRollingUpdatePolicy.html';

/** A number of copies that is not the part of all copies that a batch may have. */
interface PartFound {
  readonly id: string;
  readonly copies: number;
  readonly limit: string;
}

const SIZE: Check<IntegerFound | PartFound> = {
  id: 'component-update-size',
  severity: 'error',
  what: '`maximumBatchSize` of `rollingUpdate` is not an integer from 5 to 50 percent, or not a number of copies that can be 5 to 50 percent of them',
  why: REJECTED,
  fix: 'use a size in this range',
  source: POLICY,
  message: (prop, found) => 'got' in found ? integerMessage(prop, found)
    : `'${prop}' must be 5 to 50 percent of the copies of ${found.id}, got ${found.copies} of ${found.limit}`,
};

const ONE_COPY: Check<{ readonly id: string }> = {
  id: 'component-update-of-one-copy',
  severity: 'warning',
  what: '`rollingUpdate` replaces a part of the copies at a time, but there is never more than one copy',
  why: 'one copy cannot be divided, and AWS does not document what happens',
  fix: 'use at least two copies, or leave `rollingUpdate` out',
  source: POLICY,
  message: (prop, { id }) => `'${prop}' replaces a part of the copies at a time, but ${id} has one copy`,
};

export const COMPONENT_UPDATE_CHECKS = [SIZE, ONE_COPY];

const BATCH = 'rollingUpdate.maximumBatchSize';
const WAIT_PROP = 'rollingUpdate.waitInterval';
const ALARMS_PROP = 'rollingUpdate.rollbackAlarms';

/** In percent. */
const LEAST = 5;
const MOST = 50;

/** Checks how the copies of a component are updated. */
export function componentUpdateFindings({ rollingUpdate }: ComponentPlan, plan: ComponentEndpointPlan): Finding[] {
  if (!rollingUpdate) {
    return [];
  }
  const { maximumBatchSize: size, waitInterval, rollbackMaximumBatchSize: rollback, rollbackAlarms = [] } = rollingUpdate;
  const percent = { minimum: LEAST, maximum: MOST, unit: 'percent' };
  return [
    ...integerFindings(SIZE, BATCH, size._value, size._type === 'CAPACITY_PERCENT' ? percent : { minimum: 1 }),
    ...integerFindings(ROLLBACK_SIZE, 'rollingUpdate.rollbackMaximumBatchSize', rollback?._value,
      rollback?._type === 'CAPACITY_PERCENT' ? { minimum: 1, maximum: 100, unit: 'percent' } : { minimum: 1 }),
    ...waitFindings(secondsOf(waitInterval), plan, rollingUpdate.rollbackAlarms === undefined, rollbackAlarms.length > 0),
    ...timeoutFindings(secondsOf(rollingUpdate.maximumExecutionTimeout), secondsOf(waitInterval)),
    ...lengthFindings(TOO_MANY_ALARMS, ALARMS_PROP, rollbackAlarms.length, { maximum: 10, counted: 'alarms' }),
    ...alarmsElsewhere(plan, ALARMS_PROP, rollbackAlarms),
  ];
}

function waitFindings(seconds: number | undefined, { capacity }: ComponentEndpointPlan, hasRollbackAlarm: boolean, isWatched: boolean): Finding[] {
  const wrong = integerFindings(WAIT, WAIT_PROP, seconds, WAITS);
  return wrong.length > 0 || !(hasRollbackAlarm || isWatched) ? wrong : shortWaitFindings(WAIT_PROP, seconds, capacity, hasRollbackAlarm);
}

/** An update of at most half of the copies at a time has two batches or more, and waits at least once. */
function timeoutFindings(seconds: number | undefined, waitsSeconds: number | undefined): Finding[] {
  const prop = 'rollingUpdate.maximumExecutionTimeout';
  const wrong = integerFindings(TIMEOUT, prop, seconds, EXECUTION);
  return wrong.length > 0 || seconds === undefined || waitsSeconds === undefined || seconds > waitsSeconds ? wrong
    : [finding(TIMEOUT_BELOW_WAITS, prop, { seconds, waitsSeconds })];
}

/** A component, and the numbers of copies between which it scales. */
interface Scaled {
  readonly id: string;
  readonly plan: ComponentPlan;
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
}

/** Finds a batch that is not a part of the copies, however many there are. */
export function updateSizeFindings({ id, plan: { rollingUpdate, copyCount }, minCapacity = copyCount, maxCapacity = copyCount }: Scaled): Finding[] {
  const size = rollingUpdate?.maximumBatchSize;
  if (!size || ![size._value, copyCount, minCapacity, maxCapacity].every(isKnown)) {
    return [];
  }
  const most = Math.max(maxCapacity, copyCount);
  const least = Math.min(minCapacity, copyCount);
  if (size._type === 'CAPACITY_PERCENT') {
    return when(most === 1, () => finding(ONE_COPY, BATCH, { id }));
  }
  const found = (limit: string) => [finding(SIZE, BATCH, { id, copies: size._value, limit })];
  return size._value * 100 > MOST * most ? found(`at most ${most}`)
    : size._value * 100 < LEAST * least ? found(`at least ${least}`) : [];
}

/** How many copies an update starts before it stops the old ones: one, or a batch, if their number is known. */
export function copiesInBatch({ plan: { rollingUpdate } }: Scaled, copies: number): number {
  const size = rollingUpdate?.maximumBatchSize;
  if (!size || !isKnown(size._value)) {
    return 1;
  }
  return size._type === 'CAPACITY_PERCENT' ? Math.max(1, Math.floor(copies * size._value / 100)) : size._value;
}
