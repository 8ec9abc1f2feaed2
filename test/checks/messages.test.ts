import { COMPONENT_CASES, reportedOf } from './component-cases';
import { MESSAGE_VARIANTS } from './message-variants';
import { METHOD_CASES, reportedFor } from './method-cases';
import { findingsWith, PROP_CASES } from './prop-cases';
import { SUBJECTS } from '../../src/checks/all-subjects';
import { Finding } from '../../src/checks/finding';

const PREFIX = 'huggingface-sagemaker:';

function line(id: string, findings: readonly Finding[]): string {
  const { severity, prop, message } = findings.find(finding => finding.id === PREFIX + id)!;
  return `${id} [${severity}] ${prop}: ${message}`;
}

/** All messages on one page for a reviewer: a change of a message is a change of this snapshot. */
test('the message of each check', () => {
  const messages = [
    ...Object.entries(PROP_CASES).map(([id, { mistake, scope, routes }]) => line(id, findingsWith(mistake, scope, routes))),
    ...Object.entries(METHOD_CASES).map(([id, { mistake, props }]) => line(id, reportedFor(props, mistake))),
    ...Object.entries(COMPONENT_CASES).map(([id, { mistake, region }]) => line(id, reportedOf(mistake, region))),
  ];
  expect(messages.sort().join('\n\n')).toMatchSnapshot();
});

/** A message with alternatives has them all on this page. */
test.each(Object.entries(MESSAGE_VARIANTS))('each form of the message of %s', (id, variants) => {
  const { message } = SUBJECTS.flatMap(({ checks }) => checks).find(check => check.id === id)!;
  expect(variants.map(([prop, values]) => message(prop, values)).join('\n')).toMatchSnapshot();
});
