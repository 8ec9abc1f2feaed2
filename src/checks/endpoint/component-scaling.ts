import { LIMITS, limitFindings, SCALED_TWICE } from './scaling';
import { TARGET, TRACKING } from './scaling-options';
import { targetFindings } from './scaling-policies';
import { ComponentAutoScaleOptions } from '../../capacity/component-auto-scale-options';
import { CopyInvocationsScalingOptions } from '../../capacity/copy-invocations-scaling-options';
import { NUMBER } from '../../input/kinds';
import { Shape } from '../../input/shape';
import { finding, Finding, when } from '../finding';

export const COMPONENT_AUTO_SCALE: Shape<ComponentAutoScaleOptions> = {
  ...TRACKING, minCapacity: NUMBER, maxCapacity: TARGET, concurrentRequestsPerCopy: NUMBER,
};
export const ON_COPY_INVOCATIONS: Shape<CopyInvocationsScalingOptions> = { ...TRACKING, invocationsPerCopy: TARGET };

/** Finds what is wrong with the limits of the number of copies, and with the target. */
export function copyScalingFindings(options: ComponentAutoScaleOptions, calledBefore: boolean): Finding[] {
  const { minCapacity = 1, maxCapacity, concurrentRequestsPerCopy } = options;
  return [
    ...when(calledBefore, () => finding(SCALED_TWICE, 'autoScale', {})),
    ...limitFindings(LIMITS, { minCapacity, maxCapacity }, 1),
    ...concurrentRequestsPerCopy === undefined ? [] : targetFindings('concurrentRequestsPerCopy', concurrentRequestsPerCopy),
  ];
}
