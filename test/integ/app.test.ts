import { readFileSync } from 'fs';
import { join } from 'path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { integrationApp, STACK_NAME } from './app';
import { COMPONENT_STACK_NAME, componentApp, STEPS } from './component-app';

test('the app of the integration test is one endpoint, whose name it puts out', () => {
  const template = Template.fromStack(integrationApp().node.findChild(STACK_NAME) as Stack);
  template.resourceCountIs('AWS::SageMaker::Endpoint', 1);
  template.hasOutput('EndpointName', { Value: { 'Fn::GetAtt': [Object.keys(template.findResources('AWS::SageMaker::Endpoint'))[0], 'EndpointName'] } });
});

test('the app can try a condition in the trust policy of the role', () => {
  process.env.TRY_SOURCE_ACCOUNT = '1';
  try {
    Template.fromStack(integrationApp().node.findChild(STACK_NAME) as Stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': Match.anyValue() } } }] },
    });
  } finally {
    delete process.env.TRY_SOURCE_ACCOUNT;
  }
});

test('each step of the test of inference components is another template', () => {
  const templates = STEPS.map(step => JSON.stringify(Template.fromStack(componentApp(step).node.findChild(COMPONENT_STACK_NAME) as Stack).toJSON()));
  expect(new Set(templates).size).toBe(STEPS.length);
});

test('the code that docs/deploying.md shows is the one that is compiled here', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'deploying.md'), 'utf8');
  const [, shown] = /```mts\n([^]*?)```/.exec(page)!;
  expect(shown).toBe(readFileSync(join(__dirname, 'invoke.ts'), 'utf8'));
});
