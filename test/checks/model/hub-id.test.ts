import { CfnParameter } from 'aws-cdk-lib/core';
import { knownHubId } from '../../../src/checks/model/hub-id';
import { modelPlanOf, newStack } from '../../util';

test.each([
  ['a model on the Hub', 'org/model', 'org/model'],
  ['an unresolved token', new CfnParameter(newStack(), 'Model').valueAsString, undefined],
  ['a path', '/opt/ml/model', undefined],
])('the ID of %s', (_what, modelId, expected) => {
  expect(knownHubId(modelPlanOf({ modelId }))).toBe(expected);
});
