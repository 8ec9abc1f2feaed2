import { differences } from './templates';

const templates = { Stack: { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Path: '/', Tags: [{ Key: 'a' }] } } } } };

test('the same templates do not differ, in whichever order their keys are', () => {
  expect(differences(templates, structuredClone(templates))).toEqual([]);
  expect(differences({ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } })).toEqual([]);
});

test('a difference is reported with its path and both values', () => {
  const other = structuredClone(templates);
  other.Stack.Resources.Role.Properties.Tags[0].Key = 'b';
  expect(differences(templates, other)).toEqual(['/Stack/Resources/Role/Properties/Tags/0/Key: "a" became "b"']);
});

test.each([
  ['a stack that is missing', templates, {}, '/Stack'],
  ['a stack too many', {}, templates, '/Stack'],
  ['a list that is longer', { a: [1] }, { a: [1, 2] }, '/a/1'],
  ['a list in another order', { a: [1, 2] }, { a: [2, 1] }, '/a/0'],
  ['a number that is a string', { a: 1 }, { a: '1' }, '/a'],
  ['a list that is an object', { a: [1] }, { a: { 0: 1 } }, '/a'],
])('%s differs', (_, expected, actual, path) => {
  expect(differences(expected, actual)[0]).toMatch(new RegExp(`^${path}: `));
});
