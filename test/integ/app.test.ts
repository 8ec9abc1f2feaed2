import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { adapterArchive } from './adapter-archive';
import { integrationApp, STACK_NAME } from './app';
import { COMPONENT_STACK_NAME, componentApp, STEPS } from './component-app';
import { MEMORY_STACK_NAME, memoryApp } from './memory-app';
import { OBSERVED_STACK_NAME, observedApp } from './observed-app';

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

test('the app that measures memory passes the name of a model that any component can use', () => {
  Template.fromStack(memoryApp().node.findChild(MEMORY_STACK_NAME) as Stack)
    .hasOutput('ModelName', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'ModelName'] } });
});

test('an update of the observed endpoint is watched by the alarm, which exists before', () => {
  const [first, watched] = (['first', 'watched'] as const).map(step => Template.fromStack(observedApp(step).node.findChild(OBSERVED_STACK_NAME) as Stack));
  expect(watched.toJSON()).not.toEqual(first.toJSON());
  for (const template of [first, watched]) {
    const [alarm] = Object.keys(template.findResources('AWS::CloudWatch::Alarm', {
      Properties: { EvaluationCriteria: { PromQLCriteria: { Query: Match.stringLikeRegexp('>= 0') } } },
    }));
    template.hasResourceProperties('AWS::SageMaker::Endpoint', {
      DeploymentConfig: { AutoRollbackConfiguration: { Alarms: [{ AlarmName: { Ref: alarm } }] } },
    });
  }
});

test('the adapter of the test has its files at the root of its archive, and weights of the shapes of its header', () => {
  const archive = adapterArchive(8);
  const extract = (file: string) => execFileSync('tar', ['-xzOf', archive, file], { maxBuffer: 1e8 });
  expect(execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n')).toEqual(['adapter_config.json', 'adapter_model.safetensors']);
  expect(JSON.parse(extract('adapter_config.json').toString())).toMatchObject({ peft_type: 'LORA', r: 8 });
  const weights = extract('adapter_model.safetensors');
  const length = Number(weights.readBigUInt64LE());
  const tensors: Record<string, any> = JSON.parse(weights.subarray(8, 8 + length).toString());
  const ends = Object.values(tensors).map(({ shape, data_offsets: [start, end] }) => {
    expect(end - start).toBe(2 * shape[0] * shape[1]);
    return end;
  });
  expect(weights.length).toBe(8 + length + Math.max(...ends));
});

test.each(['endpoint', 'components', 'adapters', 'memory', 'observed'])('docs/deploying.md describes the part %s', name => {
  expect(readFileSync(join(__dirname, 'run.ts'), 'utf8')).toMatch(new RegExp(`\\b${name}: ${name.toUpperCase()}\\b`));
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'deploying.md'), 'utf8')).toContain(`| \`${name}\` |`);
});

test('the code that docs/deploying.md shows is the one that is compiled here', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'deploying.md'), 'utf8');
  const [, shown] = /```mts\n([^]*?)```/.exec(page)!;
  expect(shown).toBe(readFileSync(join(__dirname, 'invoke.ts'), 'utf8'));
});
