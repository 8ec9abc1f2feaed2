import { ModelProfile } from '../../src';
import { basisOf, weightsSize, weightsText } from '../../src/checks/weights-size';
import { modelPlanOf } from '../util';

const GIB = 2 ** 30;

test('the size comes from a profile, or from the ID', () => {
  expect(weightsSize(modelPlanOf({ modelProfile: new ModelProfile({ weightsBytes: 5 }) }))).toEqual({ weightsBytes: 5, basis: 'profile' });
  expect(weightsSize(modelPlanOf({ modelId: 'org/model-7B' }))).toEqual({ weightsBytes: 14e9, basis: 'id' });
  expect(weightsSize(modelPlanOf({ modelId: 'org/model' }))).toBeUndefined();
  expect(weightsSize(modelPlanOf({ modelId: 'org/model-7B', modelProfile: new ModelProfile({ attentionHeads: 8 }) }))).toBeUndefined();
});

test('an estimate is known as one', () => {
  const modelProfile = new ModelProfile({ weightsBytes: 5 });
  expect(basisOf(modelPlanOf({ modelProfile: Object.assign(modelProfile, { _isEstimate: true }) }))).toBe('config');
});

test.each([
  [{ weightsBytes: 2 * GIB, basis: 'profile' as const }, 'the model has 2.0 GiB of weights'],
  [{ weightsBytes: 2 * GIB, basis: 'id' as const }, 'the model has 2.0 GiB of weights (estimated from its ID)'],
  [{ weightsBytes: 2 * GIB, basis: 'config' as const }, 'the model has 2.0 GiB of weights (estimated from its configuration)'],
  [{ weightsBytes: 2 * GIB, basis: 'profile' as const, loadedBits: 8 }, 'the model has 2.0 GiB of weights (loaded with 8 bits per parameter)'],
  [{ weightsBytes: 2 * GIB, basis: 'id' as const, loadedBits: 4 },
    'the model has 2.0 GiB of weights (estimated from its ID, loaded with 4 bits per parameter)'],
])('%j in a message', (size, text) => {
  expect(weightsText(size)).toBe(text);
});
