import { Duration } from 'aws-cdk-lib/core';
import { CapacitySize, Deployment } from '../../src';
import { newEndpoint, newStack } from '../util';

const waitInterval = Duration.minutes(5);
const canary = (size: CapacitySize) => Deployment.canary({ size, waitInterval });
const linear = (stepSize: CapacitySize) => Deployment.linear({ stepSize, waitInterval });
const rolling = (maximumBatchSize: CapacitySize) => Deployment.rolling({ maximumBatchSize, waitInterval });
const { instances, percent } = CapacitySize;

const create = (deployment: Deployment) => () => newEndpoint(newStack(), { instanceCount: 40, deployment });

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html
// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RollingUpdatePolicy.html
test.each<[string, Deployment, string]>([
  ['canary', canary(percent(0)), "'deployment.size' must be an integer from 1 to 50 percent, got 0"],
  ['canary', canary(percent(51)), "'deployment.size' must be an integer from 1 to 50 percent, got 51"],
  ['canary', canary(instances(21)), "'deployment.size' must be at most 50 percent of the instances, got 21"],
  ['linear', linear(percent(9)), "'deployment.stepSize' must be an integer from 10 to 50 percent, got 9"],
  ['linear', linear(percent(51)), "'deployment.stepSize' must be an integer from 10 to 50 percent, got 51"],
  ['linear', linear(instances(3)), "'deployment.stepSize' must be 10 to 50 percent of the instances, got 3"],
  ['rolling', rolling(percent(4)), "'deployment.maximumBatchSize' must be an integer from 5 to 50 percent, got 4"],
  ['rolling', rolling(percent(51)), "'deployment.maximumBatchSize' must be an integer from 5 to 50 percent, got 51"],
  ['rolling', rolling(instances(1)), "'deployment.maximumBatchSize' must be 5 to 50 percent of the instances, got 1"],
])('a step that %s traffic cannot move: %j', (_kind, deployment, message) => {
  expect(create(deployment)).toThrow(message);
});

test.each([
  canary(percent(1)), canary(percent(50)), canary(instances(1)), canary(instances(20)),
  linear(percent(10)), linear(percent(50)), linear(instances(4)), linear(instances(20)),
  rolling(percent(5)), rolling(percent(50)), rolling(instances(2)), rolling(instances(20)),
  Deployment.allAtOnce(),
])('a step within the limits is accepted: %j', deployment => expect(create(deployment)).not.toThrow());
