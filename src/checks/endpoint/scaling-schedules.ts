import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { argumentFindings } from './method-arguments';
import { limitFindings, LimitFound, limitMessage, REJECTED_BY_SCALING, stepFindings, toZeroFindings } from './scaling';
import { AutoScaleOptions } from '../../capacity/auto-scale-options';
import { isKnown } from '../../common/known';
import { STRING } from '../../input/kinds';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

const SCHEDULES = 'https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html';

/** A schedule without limits, limits that are not right, or an end before the start. */
type ScheduleFound = LimitFound | { readonly missing: 'limits' } | { readonly startTime: string; readonly endTime: string };

const SCHEDULE: Check<ScheduleFound> = {
  id: 'scaling-schedule',
  severity: 'error',
  what: 'a schedule sets neither `minCapacity` nor `maxCapacity`, or one that is not an integer of at least 0, or a `minCapacity` greater than its '
    + '`maxCapacity`, or an `endTime` that is not after its `startTime`',
  why: REJECTED_BY_SCALING,
  fix: 'set the limits that apply from that time on, and an `endTime` after `startTime`',
  source: SCHEDULES,
  message: (prop, found) => {
    if ('missing' in found) {
      return `'${prop}' or 'maxCapacity' must be set in a schedule, got neither`;
    }
    return 'endTime' in found ? `'${prop}' must be after 'startTime', got ${found.endTime} and ${found.startTime}` : limitMessage(prop, found);
  },
};

const TWICE: Check<{ readonly got: string }> = {
  id: 'scaling-schedule-twice',
  severity: 'error',
  what: '`scaleOnSchedule` is called twice with the same id',
  why: 'the id is the name of the schedule, and the second schedule would replace the first one, or Application Auto Scaling would reject it',
  fix: 'use another id for each schedule',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html',
  message: (prop, { got }) => `'${prop}' must be different for each schedule, got ${quoted(got)} again`,
};

const LIMIT_ALONE: Check<{ readonly got: number; readonly relation: 'greater' | 'less'; readonly other: string; readonly limit: number }> = {
  id: 'scaling-schedule-bounds',
  severity: 'warning',
  what: 'a schedule sets a `minCapacity` greater than the `maxCapacity` of `autoScale`, or a `maxCapacity` less than its `minCapacity`, and '
    + 'not the other limit',
  why: 'the schedule has no effect as long as the other limit applies',
  fix: 'set both limits in the schedule',
  source: SCHEDULES,
  message: (prop, { got, relation, other, limit }) => `'${prop}' ${got} of the schedule is ${relation} than '${other}' ${limit} of 'autoScale'`,
};

const NAME: Check<{ readonly got: string }> = {
  id: 'scaling-schedule-name',
  severity: 'error',
  what: 'the id of `scaleOnSchedule` does not have 1 to 256 characters, has a colon, a slash, a vertical bar or a control character, or begins or '
    + 'ends with a space',
  why: 'the id is the name of the schedule, and Application Auto Scaling rejects it',
  fix: 'use letters, digits and hyphens',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScheduledAction.html',
  message: (prop, { got }) => `'${prop}' must have 1 to 256 characters without ':', '/', '|' and control characters, and no space at its beginning `
    + `or end, got ${quoted(got)}`,
};

export const SCALING_SCHEDULE_CHECKS = [SCHEDULE, TWICE, NAME, LIMIT_ALONE];

/** The pattern of the API: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScheduledAction.html */
// eslint-disable-next-line no-control-regex
const NAME_PATTERN = /^(?! )[^\u0000-\u001f\u007f-\u009f:/|]{1,256}(?<! )$/;

/** Finds a schedule with the id of another one, or with an id that cannot be its name. */
export function scheduleIdFindings(id: string, ids: ReadonlySet<string>): Finding[] {
  const wrong = argumentFindings(STRING, id, 'id');
  return wrong.length > 0 ? wrong : [
    ...when(ids.has(id), () => finding(TWICE, 'id', { got: id })),
    ...when(isKnown(id) && !NAME_PATTERN.test(id), () => finding(NAME, 'id', { got: id })),
  ];
}

/** Finds what is wrong with the limits that apply from a time on. */
export function scheduleFindings(plan: EndpointPlan, limits: AutoScaleOptions, schedule: appscaling.ScalingSchedule): Finding[] {
  const { minCapacity, maxCapacity } = schedule;
  return [
    ...scheduleLimitFindings(limits, schedule),
    ...toZeroFindings(plan, 'minCapacity', minCapacity),
    ...toZeroFindings(plan, 'maxCapacity', maxCapacity),
    ...stepFindings(plan, 'the schedule', minCapacity, maxCapacity),
  ];
}

/** Finds what is wrong with a schedule of anything that scales. */
export function scheduleLimitFindings(limits: Partial<AutoScaleOptions>, schedule: appscaling.ScalingSchedule): Finding[] {
  const { minCapacity, maxCapacity, startTime, endTime } = schedule;
  return [
    ...limitFindings(SCHEDULE, { minCapacity, maxCapacity }, 0),
    ...when(minCapacity === undefined && maxCapacity === undefined, () => finding(SCHEDULE, 'minCapacity', { missing: 'limits' })),
    ...startTime && endTime && endTime <= startTime
      ? [finding(SCHEDULE, 'endTime', { startTime: startTime.toISOString(), endTime: endTime.toISOString() })] : [],
    ...limitAloneFindings(limits, schedule),
  ];
}

function limitAloneFindings(limits: Partial<AutoScaleOptions>, { minCapacity, maxCapacity }: appscaling.ScalingSchedule): Finding[] {
  const { minCapacity: least = 1, maxCapacity: most } = limits;
  return [
    ...isKnown(minCapacity) && isKnown(most) && maxCapacity === undefined && minCapacity > most
      ? [finding(LIMIT_ALONE, 'minCapacity', { got: minCapacity, relation: 'greater', other: 'maxCapacity', limit: most })] : [],
    ...isKnown(maxCapacity) && isKnown(least) && minCapacity === undefined && maxCapacity < least
      ? [finding(LIMIT_ALONE, 'maxCapacity', { got: maxCapacity, relation: 'less', other: 'minCapacity', limit: least })] : [],
  ];
}
