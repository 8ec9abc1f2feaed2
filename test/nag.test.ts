import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AsyncOutcome, CapacitySize, Deployment, HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps } from '../src';
import { IRELAND, newEndpoint } from './util';

const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'nag-'));
afterAll(() => fs.rmSync(outdir, { recursive: true }));

/** The rules of cdk-nag's AwsSolutions that the README's example breaks. */
function brokenRules(
  name: string, prepare?: (endpoint: HuggingFaceSageMakerEndpoint) => void, props?: (stack: Stack) => Partial<HuggingFaceSageMakerEndpointProps>,
): string[] {
  const app = new App({ outdir: path.join(outdir, name) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  const endpoint = newEndpoint(stack, props?.(stack));
  prepare?.(endpoint);
  let failed = false;
  try {
    app.synth();
  } catch {
    failed = true;
  }
  const { pluginReports } = JSON.parse(fs.readFileSync(path.join(outdir, name, 'validation-report.json'), 'utf8'));
  const rules: string[] = pluginReports.flatMap(({ violations }: any) => violations).map(({ ruleName }: any) => ruleName);
  expect(failed).toBe(rules.length > 0);
  return rules;
}

const MANAGED_POLICY = 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSageMakerFullAccess]';
const WILDCARD = 'AwsSolutions-IAM5[Resource::*]';

test("the README's example breaks these rules of cdk-nag and no other", () => {
  expect(brokenRules('all')).toEqual([MANAGED_POLICY, WILDCARD]);
});

test('a scaled endpoint breaks no other rule of cdk-nag', () => {
  expect(brokenRules('scaled', endpoint => {
    const scaling = endpoint.autoScale({ minCapacity: 1, maxCapacity: 2 });
    scaling.scaleOnConcurrentRequests('Concurrency', { concurrentRequestsPerModel: 8 });
  })).toEqual([MANAGED_POLICY, WILDCARD]);
});

test('each broken rule of cdk-nag has a reason', () => {
  expect(brokenRules('acknowledged', endpoint => {
    Validations.of(endpoint).acknowledge(
      { id: MANAGED_POLICY, reason: 'the documented default of the prop role, which a role of one\'s own replaces' },
      { id: WILDCARD, reason: 'ecr:GetAuthorizationToken knows no resource but *: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html' },
    );
  })).toEqual([]);
});

test('safe updates break no other rule', () => {
  expect(brokenRules('updates', undefined, () => ({
    endpointName: 'mistral',
    instanceCount: 2,
    deployment: Deployment.canary({ size: CapacitySize.percent(50), waitInterval: Duration.minutes(5) }),
  }))).toEqual([MANAGED_POLICY, WILDCARD]);
});

test('queues, new topics and captured data break no rule but that of their folders', () => {
  const rules = brokenRules('operations', undefined, stack => {
    const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', 'arn:aws:s3:::answers');
    return {
      asyncInference: { outputBucket: bucket, createTopicsFor: [AsyncOutcome.SUCCESS, AsyncOutcome.ERROR] },
      dataCapture: { bucket, samplingPercentage: 10 },
    };
  });
  expect(rules.filter(rule => rule !== MANAGED_POLICY && rule !== WILDCARD)).toEqual([
    'AwsSolutions-IAM5[Resource::arn:aws:s3:::answers/async-endpoint-outputs/*]',
    'AwsSolutions-IAM5[Resource::arn:aws:s3:::answers/async-endpoint-failures/*]',
    'AwsSolutions-IAM5[Resource::arn:aws:s3:::answers/data-capture/*]',
  ]);
});
