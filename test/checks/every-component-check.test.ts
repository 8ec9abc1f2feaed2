import { COMPONENT_CASES, reportedOf } from './component-cases';
import { COMPONENT_SUBJECTS } from '../../src/checks/endpoint/component-subjects';

const CHECKS = COMPONENT_SUBJECTS.flatMap(subject => subject.checks);

test('every check of inference components has a case, and an ID of its own', () => {
  expect(Object.keys(COMPONENT_CASES).sort()).toEqual(CHECKS.map(({ id }) => id).sort());
});

test.each(Object.entries(COMPONENT_CASES))('%s is found in the mistake', (id, { mistake, region }) => {
  const { severity } = CHECKS.find(check => check.id === id)!;
  const found = reportedOf(mistake, region).filter(finding => finding.id === `huggingface-sagemaker:${id}`);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity, message: expect.not.stringMatching(/\.$|undefined|NaN|\[object/) });
});

test.each(Object.entries(COMPONENT_CASES))('%s is not found in the neighbor, which has no error', (id, { neighbor, neighborRegion }) => {
  const found = reportedOf(neighbor, neighborRegion);
  expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(found.map(finding => finding.id)).not.toContain(`huggingface-sagemaker:${id}`);
});
