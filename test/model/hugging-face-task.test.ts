import { HuggingFaceTask } from '../../src';

const constants = Object.entries(HuggingFaceTask).filter(([name]) => /^[A-Z]/.test(name)) as [string, HuggingFaceTask][];

test('each constant has the name of its task', () => {
  expect(constants.length).toBeGreaterThan(45);
  expect(constants.map(([, task]) => task.toString())).toEqual(constants.map(([name]) => name.toLowerCase().replace(/_/g, '-')));
});

test('any other task has a name', () => {
  expect(HuggingFaceTask.of('of-tomorrow').toString()).toBe('of-tomorrow');
});
