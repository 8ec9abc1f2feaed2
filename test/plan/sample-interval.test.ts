import { Duration, Lazy } from 'aws-cdk-lib/core';
import { EndpointPlan } from '../../src/plan/endpoint-plan';
import { secondsBetweenSamples } from '../../src/plan/sample-interval';

test.each<[string, Duration | undefined, number]>([
  ['the default', undefined, 60], ['a time', Duration.seconds(10), 10], ['an unresolved token', Duration.seconds(Lazy.number({ produce: () => 10 })), 60],
])('SageMaker publishes metrics at the interval of %s', (_what, metricPublishFrequency, seconds) => {
  expect(secondsBetweenSamples({ capacity: { metricPublishFrequency } } as EndpointPlan)).toBe(seconds);
});
