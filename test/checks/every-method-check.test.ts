import { METHOD_CASES, reportedFor } from './method-cases';
import { METHOD_SUBJECTS } from '../../src/checks/endpoint/methods';

const CHECKS = METHOD_SUBJECTS.flatMap(subject => subject.checks);

test('every check of a method has a case, and an ID of its own', () => {
  expect(Object.keys(METHOD_CASES).sort()).toEqual(CHECKS.map(({ id }) => id).sort());
});

test.each(Object.entries(METHOD_CASES))('%s is found in the mistake', (id, { mistake, props }) => {
  const { severity } = CHECKS.find(check => check.id === id)!;
  const found = reportedFor(props, mistake).filter(finding => finding.id === `huggingface-sagemaker:${id}`);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity, message: expect.not.stringMatching(/\.$|NaN|\[object/) });
});

test.each(Object.entries(METHOD_CASES))('%s is not found in the neighbor, which has no error', (id, { neighbor, props, neighborProps = props }) => {
  const found = reportedFor(neighborProps, neighbor);
  expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(found.map(finding => finding.id)).not.toContain(`huggingface-sagemaker:${id}`);
});
