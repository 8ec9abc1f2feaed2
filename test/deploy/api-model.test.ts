import { readdirSync } from 'fs';
import { join } from 'path';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { stacksOf, synthesizeApp } from '../../local-aws/synthesis';
import { ModelData, TelemetryEnrichment } from '../../src';
import { REGION_PARTITIONS, PARTITION_DNS_SUFFIXES } from '../../src/container/registry-accounts.generated';
import { ApiModel, callsOf } from '../api-model/api-model';
import { Literals } from '../api-model/literals';
import { addModel, newHost } from '../component/component-stack';
import { components, copyScalings, hosts } from '../component/generators';
import { legalProps, regions, scalings } from '../generators';
import { IMAGES } from '../images';
import { integrationApp } from '../integ/app';
import { SNAPSHOT_TEMPLATES } from '../snapshot-templates';
import { endpointTemplate, newEndpoint, newStack, template as templateOf } from '../util';

const repository = join(__dirname, '..', '..');

let api: ApiModel;
beforeAll(async () => { api = await ApiModel.load(); });

function literalsOf(region = 'af-south-1'): Literals {
  const partition = REGION_PARTITIONS[region];
  return { region, partition, dnsSuffix: PARTITION_DNS_SUFFIXES[partition] };
}

test('each SageMaker resource is a call of its own', () => {
  expect(callsOf(SNAPSHOT_TEMPLATES['everything set']()).filter(({ service }) => service === 'sagemaker')).toEqual([
    {
      service: 'sagemaker',
      operation: 'CreateModel',
      input: {
        ModelName: expect.stringMatching(/^Stack-EmbeddingsModel.*-1ABCDEFGHIJK$/),
        ExecutionRoleArn: 'arn:aws:iam::111122223333:role/server',
        PrimaryContainer: expect.objectContaining({ Mode: 'SingleModel' }),
        VpcConfig: { Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'], SecurityGroupIds: ['sg-0123456789abcdef0'] },
        Tags: [{ Key: 'modelId', Value: 'BAAI/bge-small-en-v1.5' }],
      },
    },
    {
      service: 'sagemaker',
      operation: 'CreateEndpointConfig',
      input: {
        EndpointConfigName: expect.stringMatching(/^Stack-EmbeddingsEndpointConfig/),
        ProductionVariants: [expect.objectContaining({ ModelName: expect.stringMatching(/^Stack-EmbeddingsModel.*-1ABCDEFGHIJK$/), InitialInstanceCount: 2 })],
      },
    },
    {
      service: 'sagemaker',
      operation: 'CreateEndpoint',
      input: {
        EndpointName: 'embeddings',
        EndpointConfigName: expect.stringMatching(/^Stack-EmbeddingsEndpointConfig/),
        Tags: [{ Key: 'modelId', Value: 'BAAI/bge-small-en-v1.5' }],
      },
    },
  ]);
});

const snapshots = jest.requireActual('../__snapshots__/snapshots.test.ts.snap');

test.each(Object.keys(snapshots))('the API accepts the snapshot %s', name => {
  const { [name.replace(/ 1$/, '')]: template } = SNAPSHOT_TEMPLATES;
  expect(api.refusals(template())).toEqual([]);
});

const examples = readdirSync(join(repository, 'examples'), { withFileTypes: true, recursive: true })
  .filter(({ name, parentPath }) => name === 'package.json' && !parentPath.includes('node_modules')).map(({ parentPath }) => parentPath);

test.each(examples)('the API accepts the example %s', folder => {
  const stacks = synthesizeApp(folder);
  expect(stacks).not.toEqual([]);
  stacks.forEach(({ template, region }) => expect(api.refusals(template, literalsOf(region))).toEqual([]));
});

test('the API accepts the app of the integration test', () => {
  const [{ template, region }] = stacksOf(integrationApp().synth());
  expect(api.refusals(template, literalsOf(region))).toEqual([]);
});

test('the API accepts alarms on the metrics of the server, and their enrichment', () => {
  const stack = newStack();
  newEndpoint(stack, { container: IMAGES.VLLM }).monitor({
    maximumTimeToFirstToken: Duration.seconds(2),
    maximumWaitingRequests: 20,
    maximumKeyValueCachePercent: 90,
    minimumPrefixCacheHitPercent: 30,
  });
  new TelemetryEnrichment(stack, 'Enrichment');
  expect(api.refusals(templateOf(stack).toJSON())).toEqual([]);
});

test('the API accepts the alarms and the dashboard of components', () => {
  const stack = newStack();
  const host = newHost(stack);
  host.monitor({
    maximumGpuReservationPercent: 90,
    maximumMemoryReservationPercent: 90,
    maximumCpuReservationPercent: 90,
    maximumNoCapacityFailures: 0,
    maximumServerErrors: 0,
  });
  host.dashboard();
  expect(api.refusals(templateOf(stack).toJSON())).toEqual([]); // without a component
  const other = newStack();
  const full = newHost(other);
  addModel(full).monitor({ minimumCopies: 1, maximumModelLatency: Duration.seconds(2) });
  addModel(full, {}, 'Code').addAdapter('Sql', { modelData: ModelData.s3Archive(s3.Bucket.fromBucketName(other, 'Bucket', 'adapters'), 'sql.tar.gz') });
  expect(api.refusals(templateOf(other).toJSON())).toEqual([]);
});

test('the API accepts a smoke test', () => {
  const stack = newStack();
  newEndpoint(stack).smokeTest();
  expect(api.refusals(templateOf(stack).toJSON())).toEqual([]);
});

test('the API accepts the templates for all valid props', () => {
  fc.assert(fc.property(legalProps, regions, (props, region) => {
    expect(api.refusals(endpointTemplate(props, { region }).toJSON(), literalsOf(region))).toEqual([]);
  }), { numRuns: 2000 });
});

test('the API accepts the templates for all valid inference components', () => {
  const ids = fc.string().filter(id => !id.includes('/'));
  fc.assert(fc.property(hosts, components, fc.option(copyScalings), ids, (props, options, scaling, id) => {
    const stack = newStack();
    const host = newHost(stack, props);
    const chat = addModel(host, options, `Model${id}`);
    if (scaling) {
      chat.autoScale(scaling);
    }
    const modelData = ModelData.s3Archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), 'sql.tar.gz');
    chat.addAdapter('Sql', { modelData });
    host.monitor();
    host.dashboard();
    chat.grants.invokeWithBearerToken(new iam.User(stack, 'User'));
    expect(api.refusals(templateOf(stack).toJSON(), literalsOf('eu-west-1'))).toEqual([]);
  }), { numRuns: 30 });
});

test.each([false, true])('the API accepts a scaled endpoint (with a queue: %s)', queue => {
  fc.assert(fc.property(legalProps, regions, scalings(queue), (props, region, { bounds, scaleOn }) => {
    // which are not scaled, or have no queue
    fc.pre(![props.instanceType, ...props.fallbackInstanceTypes ?? []].some(type => /^ml\.(t\d|inf1)\b/.test(type.toString())));
    const stack = newStack({ region });
    const asyncInference = queue ? { outputBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'answers') } : undefined;
    scaleOn(newEndpoint(stack, { ...props, asyncInference }).autoScale(bounds));
    expect(api.refusals(templateOf(stack).toJSON(), literalsOf(region))).toEqual([]);
  }), { numRuns: 200 });
});
