import { Duration, Lazy } from 'aws-cdk-lib/core';
import { ComponentAutoScaleOptions } from '../../../src';
import { COMPONENT_AUTO_SCALE, copyScalingFindings, ON_COPY_INVOCATIONS } from '../../../src/checks/endpoint/component-scaling';
import { readShape } from '../../../src/input/shape';
import { found } from '../../util';

const bounds = (prop: string, values: object) => ({ id: 'scaling-bounds', prop, values });
const target = (got: number) => ({ id: 'scaling-target-value', prop: 'concurrentRequestsPerCopy', values: { maximum: undefined, got } });

test.each<[ComponentAutoScaleOptions, object[]]>([
  [{ maxCapacity: 1 }, []],
  [{ minCapacity: 0, maxCapacity: 1 }, []],
  [{ maxCapacity: 2, concurrentRequestsPerCopy: 0.5 }, []],
  [{ maxCapacity: 2, concurrentRequestsPerCopy: Lazy.number({ produce: () => 0 }) }, []],
  [{ minCapacity: -1, maxCapacity: 1 }, [bounds('minCapacity', { minimum: 0, got: -1 })]],
  [{ minCapacity: 3, maxCapacity: 2 }, [bounds('minCapacity', { minCapacity: 3, maxCapacity: 2 })]],
  [{ minCapacity: 0, maxCapacity: 0 }, [bounds('maxCapacity', { minimum: 1, got: 0 })]],
  // the default minimum is 1
  [{ maxCapacity: 0 }, [bounds('maxCapacity', { minimum: 1, got: 0 }), bounds('minCapacity', { minCapacity: 1, maxCapacity: 0 })]],
  [{ maxCapacity: 2, concurrentRequestsPerCopy: 0 }, [target(0)]],
])('%j', (options, expected) => {
  expect(found(copyScalingFindings(options, false))).toEqual(expected);
  expect(found(copyScalingFindings(options, true))).toEqual([{ id: 'scaling-twice', prop: 'autoScale', values: {} }, ...expected]);
});

const TRACKING = ['policyName', 'disableScaleIn', 'scaleInCooldown', 'scaleOutCooldown'];

test.each([
  ['autoScale', COMPONENT_AUTO_SCALE, [...TRACKING, 'minCapacity', 'maxCapacity', 'concurrentRequestsPerCopy']],
  ['scaleOnInvocations', ON_COPY_INVOCATIONS, [...TRACKING, 'invocationsPerCopy']],
])('an option of another type is found in %s', (_method, shape, props) => {
  const { wrong } = readShape<any>(shape as any, Object.fromEntries(props.map(prop => [prop, Duration])));
  expect(wrong.map(({ prop }) => prop)).toEqual(props);
});
