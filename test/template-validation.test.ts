import * as fs from 'fs';
import * as path from 'path';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { addModel, newHost } from './component/component-stack';
import { legalProps, regions, scalings } from './generators';
import { IRELAND, newEndpoint } from './util';
import { ModelData, ScaleInStrategy } from '../src';

beforeAll(() => {
  delete process.env.CDK_VALIDATION;
  jest.spyOn(console, 'error').mockImplementation(); // the findings are asserted, not printed
});
afterAll(() => {
  process.env.CDK_VALIDATION = 'false';
});

/** What the template validation of aws-cdk-lib finds in an app, as rule and description. */
function findings(app: App): string[] {
  const report = path.join(app.synth().directory, 'validation-report.json');
  return fs.existsSync(report)
    ? JSON.parse(fs.readFileSync(report, 'utf8')).pluginReports.flatMap(({ violations }: any) => violations)
      .map(({ ruleName, description }: any) => `${ruleName} ${description}`)
    : [];
}

test('the template validation finds what is wrong', () => {
  const app = new App();
  const endpoint = newEndpoint(new Stack(app, 'Stack', { env: IRELAND }));
  endpoint.cfnEndpointConfig.addPropertyOverride('ProductionVariants.0.InitialInstanceCount', 'many');
  expect(findings(app)).toEqual([expect.stringContaining("'many' is not of type 'integer'")]);
});

test.each([[IRELAND], [{}]])("the template validation finds nothing in the README's example with the environment %j", env => {
  const app = new App();
  newEndpoint(new Stack(app, 'Stack', { env }));
  expect(findings(app)).toEqual([]);
});

test('the template validation finds nothing in alarms and a dashboard', () => {
  const app = new App();
  const endpoint = newEndpoint(new Stack(app, 'Stack', { env: IRELAND }));
  endpoint.monitor({ maximumModelLatency: Duration.seconds(5), maximumOverheadLatency: Duration.seconds(1), idleAfter: Duration.hours(1) });
  endpoint.dashboard({ pricePerInstanceHour: 1 });
  expect(findings(app)).toEqual([]);
});

test('the template validation finds nothing in an endpoint with inference components', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  const host = newHost(stack, { minInstanceCount: 0, scaleIn: { strategy: ScaleInStrategy.IDLE_RELEASE }, enhancedMetrics: true });
  const chat = addModel(host);
  chat.autoScale({ minCapacity: 0, maxCapacity: 2 });
  chat.addAdapter('Sql', { modelData: ModelData.s3Archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), 'sql.tar.gz') });
  host.monitor();
  host.dashboard();
  expect(findings(app)).toEqual([]);
});

test('the template validation finds nothing in templates of any legal props', () => {
  fc.assert(fc.property(legalProps, regions, (props, region) => {
    const app = new App();
    newEndpoint(new Stack(app, 'Stack', { env: { region } }), props);
    expect(findings(app)).toEqual([]);
  }), { numRuns: 60 });
});

test.each([false, true])('the template validation finds nothing in scaled endpoints (with a queue: %s)', queue => {
  fc.assert(fc.property(scalings(queue), ({ bounds, scaleOn }) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: IRELAND });
    const asyncInference = queue ? { outputBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'answers') } : undefined;
    scaleOn(newEndpoint(stack, { asyncInference }).autoScale(bounds));
    expect(findings(app)).toEqual([]);
  }), { numRuns: 20 });
});

test('the template validation finds nothing in a disabled endpoint with alarms, scaling, outputs and a smoke test', () => {
  const app = new App();
  const endpoint = newEndpoint(new Stack(app, 'Stack', { env: IRELAND }), { endpointName: 'one', enabled: false });
  endpoint.monitor();
  endpoint.dashboard();
  endpoint.outputs();
  endpoint.smokeTest({ requests: [{ body: { inputs: 'a dog' } }] });
  endpoint.autoScale({ maxCapacity: 2 }).scaleOnInvocations('Invocations', { invocationsPerInstance: 600 });
  expect(findings(app)).toEqual([]);
});
