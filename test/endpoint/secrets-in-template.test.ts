import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnParameter, Lazy, SecretValue, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { HuggingFaceSageMakerEndpoint } from '../../src';
import { newEndpoint, newStack, template } from '../util';

const TOKEN = `hf_${'aB3'.repeat(11)}x`;
const statement = (value: string) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'], conditions: { StringEquals: { 'aws:UserAgent': value } } });

test.each<[string, (endpoint: HuggingFaceSageMakerEndpoint) => unknown]>([
  ['a statement', endpoint => endpoint.addToRolePolicy(statement(TOKEN))],
  ['a tag', endpoint => Tags.of(endpoint).add('token', TOKEN)],
  ['an escape hatch', endpoint => endpoint.cfnModel.addPropertyOverride('PrimaryContainer.Environment.TOKEN', TOKEN)],
  ['the name of a schedule', endpoint => endpoint.autoScale({ maxCapacity: 2 })
    .scaleOnSchedule(TOKEN, { schedule: appscaling.Schedule.expression('rate(1 day)'), minCapacity: 1 })],
  ['the ID of a rule', endpoint => endpoint.onFailure(TOKEN)],
  ['the pattern of a rule', endpoint => endpoint.onFailure('Failure', { eventPattern: { detail: { Tags: [TOKEN] } } })],
])('a Hub token in %s is an error that does not repeat it', (_name, add) => {
  const stack = newStack();
  add(newEndpoint(stack));
  const message = messageOf(() => template(stack));
  expect(message).toContain('must not contain a Hugging Face Hub token in plain text');
  expect(message).not.toContain(TOKEN);
});

test('a Hub token that is the default of a parameter is an error', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Token', { default: TOKEN, noEcho: true });
  newEndpoint(stack, { environment: { HF_TOKEN: parameter.valueAsString } });
  expect(messageOf(() => template(stack))).toContain("'Stack/Token' must not contain a Hugging Face Hub token in plain text");
});

test('a Hub token is found after another value, and in one of several parameters', () => {
  const stack = newStack();
  const [count, token] = [
    new CfnParameter(stack, 'Count', { type: 'Number', default: 5 }), new CfnParameter(stack, 'Token', { default: TOKEN, noEcho: true }),
  ];
  newEndpoint(stack, { instanceCount: count.valueAsNumber, environment: { A: 'x', B: token.valueAsString } });
  new CfnParameter(stack, 'Unused', { default: TOKEN });
  const message = messageOf(() => template(stack));
  expect(message).toContain("'Stack/Token' must not contain a Hugging Face Hub token in plain text");
  expect(message).not.toContain('2 problems');
});

test.each<[string, (endpoint: HuggingFaceSageMakerEndpoint) => unknown, string]>([
  ['the path of the element', endpoint => endpoint.cfnModel.addPropertyOverride('PrimaryContainer.Environment', { A: 'x', TOKEN }), 'Stack/Endpoint/Model'],
  ['id', endpoint => new Construct(endpoint, TOKEN), 'id'],
])('the message has %s', (_name, add, prop) => {
  const stack = newStack();
  add(newEndpoint(stack));
  expect(messageOf(() => template(stack))).toMatch(new RegExp(`^Stack/Endpoint: '${prop}' must not contain`));
});

test('a default of a parameter that the endpoint does not use is not its concern', () => {
  const stack = newStack();
  new CfnParameter(stack, 'Token', { default: TOKEN });
  newEndpoint(stack);
  expect(() => template(stack)).not.toThrow();
});

test('a Hub token that is only known at synth is an error', () => {
  const stack = newStack();
  let value = 'nothing yet';
  newEndpoint(stack, { environment: { ANY: Lazy.string({ produce: () => value }) } });
  value = TOKEN;
  expect(messageOf(() => template(stack))).toContain('must not contain a Hugging Face Hub token in plain text');
});

test('a reference to a secret is not a secret', () => {
  const stack = newStack();
  newEndpoint(stack, { hubAccessToken: SecretValue.secretsManager('hub') }).addToRolePolicy(statement('hf_' + 'a'.repeat(29)));
  expect(() => template(stack)).not.toThrow();
});

function messageOf(fail: () => unknown): string {
  try {
    fail();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing is thrown');
}
