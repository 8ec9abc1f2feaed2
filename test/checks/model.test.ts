import { isHubId } from '../../src/checks/model';
import { newEndpoint, newStack } from '../util';

test.each([
  'gpt2', 'a', '0', '_a', 'bert-base-uncased', 'mistralai/Mistral-7B-Instruct-v0.1', 'a/b', 'org_1/name.with-all_of.it', `org/${'a'.repeat(96)}`,
])('%s is the id of a model', (id) => {
  expect(isHubId(id)).toBe(true);
  expect(() => newEndpoint(newStack(), { modelId: id })).not.toThrow();
});

test.each([
  '', ' ', 'a b', 'a/b/c', '/a', 'a/', '-a', 'a-', '.a', 'a.', 'a--b', 'a..b', 'org/a.git', 'org-/a', '.org/a', 'ä', 'a\n', `org/${'a'.repeat(97)}`,
  'https://huggingface.co/gpt2', 's3://bucket/model', '/models/gpt2', '/opt/ml/', '/opt/ml',
])('%j is refused', (id) => {
  expect(isHubId(id)).toBe(false);
  expect(() => newEndpoint(newStack(), { modelId: id })).toThrow(`got ${JSON.stringify(id)}`);
});

test.each(['/opt/ml/model', '/opt/ml/models/a b/ü', `/opt/ml/${'a'.repeat(248)}`])('%s in the container is a model', (path) => {
  expect(() => newEndpoint(newStack(), { modelId: path })).not.toThrow();
});

test.each([
  '/opt/ml/model;1', '/opt/ml/a\n', '/opt/ml/model(1)', `/opt/ml/${'a'.repeat(249)}`, `${'a'.repeat(200)}/${'b'.repeat(56)}`,
])('%j is refused, since it cannot be the value of a tag', (id) => {
  expect(() => newEndpoint(newStack(), { modelId: id })).toThrow(`in at most 256 characters, got ${JSON.stringify(id)}`);
});
