import { readFileSync } from 'fs';
import { join } from 'path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { integrationApp, STACK_NAME } from './app';

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

test('the code that docs/deploying.md shows is the one that is compiled here', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'deploying.md'), 'utf8');
  const [, shown] = /```mts\n([^]*?)```/.exec(page)!;
  expect(shown).toBe(readFileSync(join(__dirname, 'invoke.ts'), 'utf8'));
});
