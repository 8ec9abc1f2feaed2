import { METHOD_CASES, MethodCase } from './method-cases';
import { METHOD_SUBJECTS } from '../../src/checks/endpoint';
import { Finding } from '../../src/checks/finding';
import * as reports from '../../src/checks/report';
import { newEndpoint, newStack, template } from '../util';

const CHECKS = METHOD_SUBJECTS.flatMap(subject => subject.checks);

/** What is reported of a call on an endpoint, and at synth. */
function reported(props: MethodCase['props'], call: MethodCase['mistake']): Finding[] {
  const stack = newStack();
  const endpoint = newEndpoint(stack, props);
  const report = jest.spyOn(reports, 'report');
  try {
    call(endpoint);
    template(stack);
  } catch (error) {
    expect((error as Error).message).toContain('Stack/Endpoint');
  } finally {
    jest.restoreAllMocks();
  }
  return report.mock.calls.flatMap(([, findings]) => findings);
}

test('every check of a method has a mistake and a neighbor, and an id of its own', () => {
  expect(Object.keys(METHOD_CASES).sort()).toEqual(CHECKS.map(({ id }) => id).sort());
});

test.each(Object.entries(METHOD_CASES))('%s is found in the mistake', (id, { mistake, props }) => {
  const { severity } = CHECKS.find(check => check.id === id)!;
  const found = reported(props, mistake).filter(finding => finding.id === `huggingface-sagemaker:${id}`);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity, message: expect.not.stringMatching(/\.$|NaN|\[object/) });
});

test.each(Object.entries(METHOD_CASES))('%s is not found in the neighbor, and no error', (id, { neighbor, props, neighborProps = props }) => {
  const found = reported(neighborProps, neighbor);
  expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(found.map(finding => finding.id)).not.toContain(`huggingface-sagemaker:${id}`);
});
