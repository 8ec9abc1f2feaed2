import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { widgetsOf } from '../../projenrc/pictures/dashboard-body';
import { legalProps, regions } from '../generators';
import { newEndpoint, newStack, template } from '../util';

const options = fc.record({
  maximumServerErrorPercent: fc.integer({ min: 1, max: 99 }),
  maximumModelLatency: fc.integer({ min: 1, max: 60_000 }).map(milliseconds => Duration.millis(milliseconds)),
  maximumDiskPercent: fc.integer({ min: 1, max: 99 }),
  acceleratorCount: fc.integer({ min: 0, max: 16 }),
  idleAfter: fc.integer({ min: 1, max: 288 }).map(steps => Duration.minutes(5 * steps)),
  scalesToZero: fc.boolean(),
}, { requiredKeys: ['acceleratorCount'] });

test('any legal endpoint can be monitored and shown', () => {
  fc.assert(fc.property(legalProps, regions, options, (props, region, monitorOptions) => {
    const stack = newStack({ region });
    const endpoint = newEndpoint(stack, props);
    const { acceleratorKind, acceleratorCount } = props.instanceType;
    const isKnown = acceleratorKind === 'neuron' || acceleratorCount !== undefined;
    const { all } = endpoint.monitor({ ...monitorOptions, acceleratorCount: isKnown ? undefined : monitorOptions.acceleratorCount });
    const dashboard = endpoint.dashboard();
    const alarms = Object.values<any>(template(stack).findResources('AWS::CloudWatch::Alarm'));
    expect(alarms).toHaveLength(all.length + (endpoint.rollbackAlarm ? 1 : 0));
    for (const { Properties: { Threshold: threshold, Period: period, EvaluationPeriods: count } } of alarms) {
      expect(threshold).toBeGreaterThan(0);
      expect((period ?? 300) * count).toBeLessThanOrEqual(86_400);
    }
    expect(widgetsOf(stack, dashboard.node.defaultChild as CfnDashboard).length).toBeGreaterThanOrEqual(9);
  }), { numRuns: 60 });
});
