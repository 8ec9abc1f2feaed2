import { EndpointPlan } from './endpoint-plan';

/** The default interval at which SageMaker publishes metrics, in seconds. */
const MINUTE = 60;

/** The seconds between two samples of an instance or of a copy. Uses the default for an unresolved token, which cannot be used in calculations. */
export function secondsBetweenSamples({ capacity: { metricPublishFrequency: frequency } }: EndpointPlan): number {
  return frequency === undefined || frequency.isUnresolved() ? MINUTE : frequency.toSeconds();
}
