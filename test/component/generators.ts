import { Duration, Size } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import {
  ComponentAutoScaleOptions, ComponentCapacitySize, ComponentRollingUpdateOptions, ExecutionPermissions,
  HuggingFaceSageMakerComponentEndpointProps, InferenceComponentOptions, RoutingStrategy,
  ScaleInStrategy,
} from '../../src';

const optional = { requiredKeys: [] as [] };

/** The instance has four GPUs, 48 vCPUs and 384 GiB: there is room for one copy of each component on two of them, and for one more. */
export const hosts: fc.Arbitrary<Partial<HuggingFaceSageMakerComponentEndpointProps>> = fc.record({
  minInstanceCount: fc.integer({ min: 0, max: 2 }),
  maxInstanceCount: fc.integer({ min: 2, max: 8 }),
  endpointName: fc.stringMatching(/^[a-zA-Z0-9](-?[a-zA-Z0-9]){0,20}$/),
  routingStrategy: fc.constantFrom(RoutingStrategy.RANDOM, RoutingStrategy.LEAST_OUTSTANDING_REQUESTS),
  executionPermissions: fc.constantFrom(...Object.values(ExecutionPermissions)),
  enhancedMetrics: fc.boolean(),
  scaleIn: fc.record({
    strategy: fc.constantFrom(...Object.values(ScaleInStrategy)),
    cooldown: fc.integer({ min: 5, max: 1440 }).map(minutes => Duration.minutes(minutes)),
    maximumStepSize: fc.integer({ min: 1, max: 100 }),
  }, { requiredKeys: ['strategy'] }),
}, optional);

const seconds = (min: number, max: number) => fc.integer({ min, max }).map(each => Duration.seconds(each));

/** How the copies are updated. The wait is long enough for the alarm of the library, and shorter than the whole update. */
const rollingUpdates: fc.Arbitrary<ComponentRollingUpdateOptions> = fc.record({
  maximumBatchSize: fc.integer({ min: 5, max: 50 }).map(percent => ComponentCapacitySize.percent(percent)),
  waitInterval: seconds(60, 3600),
  rollbackMaximumBatchSize: fc.oneof(
    fc.integer({ min: 1, max: 100 }).map(percent => ComponentCapacitySize.percent(percent)),
    fc.integer({ min: 1, max: 9 }).map(count => ComponentCapacitySize.copies(count)),
  ),
  maximumExecutionTimeout: seconds(3601, 28_800),
  rollbackAlarms: fc.constant([]),
}, { requiredKeys: ['maximumBatchSize', 'waitInterval'] });

/** The options of a component that SageMaker accepts. */
export const components: fc.Arbitrary<Partial<InferenceComponentOptions>> = fc.record({
  acceleratorCount: fc.integer({ min: 1, max: 2 }),
  cpuCount: fc.integer({ min: 1, max: 48 }).map(quarters => quarters / 4),
  minMemory: fc.integer({ min: 128, max: 100_000 }).map(mebibytes => Size.mebibytes(mebibytes)),
  copyCount: fc.integer({ min: 1, max: 2 }),
  startupHealthCheckTimeout: seconds(60, 3600),
  rollingUpdate: rollingUpdates,
}, optional);

/** How the copies of a component are scaled. */
export const copyScalings: fc.Arbitrary<ComponentAutoScaleOptions> = fc.record({
  minCapacity: fc.integer({ min: 0, max: 1 }),
  maxCapacity: fc.integer({ min: 1, max: 2 }),
  concurrentRequestsPerCopy: fc.double({ min: 0.1, max: 1000, noNaN: true }),
  scaleInCooldown: seconds(0, 3600),
}, { requiredKeys: ['maxCapacity'] });
