import { CfnParameter, Duration, Lazy, Size } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, InferenceAmiVersion, ModelProfile, ModelServer, RoutingStrategy, SageMakerInstanceType } from '../../../src';
import { Finding, findingsOf } from '../../../src/checks';
import { capacityFindings } from '../../../src/checks/endpoint/capacity';
import { IMAGES } from '../../images';
import { found, image, newEndpoint, newStack, planOf, template, type } from '../../util';

const { LMI, SGLANG, TGI, VLLM } = IMAGES;

const RESERVATION = 'arn:aws:sagemaker:us-east-1:111122223333:training-plan/plan';
const prefixAware = (prefixLength: number, concurrencyThreshold: number) =>
  ({ routingStrategy: RoutingStrategy.prefixAware({ prefixLength, concurrencyThreshold }) });

const TYPE_TOKEN = SageMakerInstanceType.of(Lazy.string({ produce: () => 'ml.g5.xlarge' }));

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

function ofCapacity(props: Props) {
  return found(capacityFindings(planOf(props)));
}

const integer = (id: string, prop: string, minimum: number, maximum: number, got: number, unit?: string) =>
  ({ id, prop, values: { minimum, maximum, got, ...unit && { unit } } });
const arns = ['plan', `x${RESERVATION}`, `${RESERVATION}\n`, 'arn:aws:ec2:us-east-1:111122223333:capacity-reservation/cr-0', RESERVATION + 'a'.repeat(200)];

test.each<[string, Props, object]>([
  ...[299, 3601, 300.5].map<[string, Props, object]>(got => [`a provision timeout of ${got} seconds`,
    { instanceProvisionTimeout: Duration.millis(got * 1000) },
    integer('instance-provision-timeout', 'instanceProvisionTimeout', 300, 3600, got, 'seconds')]),
  ...arns.map<[string, Props, object]>(arn => [`the reservation ${arn}`, { mlReservationArn: arn },
    { id: 'ml-reservation-arn', prop: 'mlReservationArn', values: { arn } }]),
  ['a reservation with a fallback type', { mlReservationArn: RESERVATION, fallbackInstanceTypes: [type('g6.2xlarge')] },
    { id: 'ml-reservation-with-fallback', prop: 'mlReservationArn', values: {} }],
  ...[1023, 65_537, 1024.5].map<[string, Props, object]>(got => [`a prefix length of ${got}`, prefixAware(got, 1),
    integer('prefix-aware-routing', 'routingStrategy.prefixLength', 1024, 65_536, got)]),
  ...[0, 1025].map<[string, Props, object]>(got => [`a concurrency threshold of ${got}`, prefixAware(1024, got),
    integer('prefix-aware-routing', 'routingStrategy.concurrencyThreshold', 1, 1024, got)]),
  ['prefix-aware routing by its name', { routingStrategy: RoutingStrategy.of('PREFIX_AWARE') },
    { id: 'prefix-aware-routing', prop: 'routingStrategy', values: { missing: ['prefixLength', 'concurrencyThreshold'] } }],
  ['prefix-aware routing without a threshold', prefixAware(1024, undefined as any),
    { id: 'prefix-aware-routing', prop: 'routingStrategy', values: { missing: ['concurrencyThreshold'] } }],
  ['a strategy that CloudFormation rejects', { routingStrategy: RoutingStrategy.of('KV_AWARE') },
    { id: 'routing-strategy', prop: 'routingStrategy', values: { strategy: 'KV_AWARE' } }],
  ...[20, 0].map<[string, Props, object]>(seconds => [`metrics every ${seconds} seconds`, { metricPublishFrequency: Duration.seconds(seconds) },
    { id: 'metric-publish-frequency', prop: 'metricPublishFrequency', values: { seconds } }]),
  ['five fallback types', { fallbackInstanceTypes: ['g5.4xlarge', 'g5.8xlarge', 'g5.16xlarge', 'g6.2xlarge', 'g6.4xlarge'].map(type) },
    { id: 'fallback-instance-types', prop: 'fallbackInstanceTypes', values: { minimum: 0, maximum: 4, counted: 'instance types', got: 5 } }],
  ['repeated types', { fallbackInstanceTypes: ['g5.2xlarge', 'g6.2xlarge', 'g6.2xlarge'].map(type) },
    { id: 'fallback-instance-type-twice', prop: 'fallbackInstanceTypes', values: { again: ['ml.g5.2xlarge', 'ml.g6.2xlarge'] } }],
  ['another kind of accelerator', { container: image('mine:1'), fallbackInstanceTypes: ['inf2.xlarge', 'g6.2xlarge', 'm5.xlarge', 'z99.xlarge'].map(type) },
    {
      id: 'fallback-of-other-hardware',
      prop: 'fallbackInstanceTypes',
      values: { fallbackInstanceTypes: ['ml.inf2.xlarge', 'ml.m5.xlarge'], instanceType: 'ml.g5.2xlarge' },
    }],
  ['another kind of processor', { container: image('mine:1'), instanceType: type('m5.xlarge'), fallbackInstanceTypes: [type('m6g.xlarge')] },
    {
      id: 'fallback-of-other-hardware',
      prop: 'fallbackInstanceTypes',
      values: { fallbackInstanceTypes: ['ml.m6g.xlarge'], instanceType: 'ml.m5.xlarge' },
    }],
  ['another kind of processor, without an image', {
    container: undefined, modelId: 'org/model', instanceType: type('m5.xlarge'), fallbackInstanceTypes: [type('m6g.xlarge')],
  }, {
    id: 'fallback-of-other-hardware',
    prop: 'fallbackInstanceTypes',
    values: { fallbackInstanceTypes: ['ml.m6g.xlarge'], instanceType: 'ml.m5.xlarge' },
  }],
  ['another AMI', { container: LMI, instanceType: type('g6e.2xlarge'), fallbackInstanceTypes: ['g5.2xlarge', 'g6e.4xlarge'].map(type) },
    {
      id: 'fallback-of-other-ami',
      prop: 'fallbackInstanceTypes',
      values: {
        instanceType: 'ml.g6e.2xlarge', ami: undefined, fallbacks: [{ instanceType: 'ml.g5.2xlarge', ami: 'al2-ami-sagemaker-inference-gpu-3-1' }],
      },
    }],
])('finds %s', (_what, props, expected) => {
  expect(ofCapacity(props)).toEqual([expected]);
});

test.each<[string, Props]>([
  ['the shortest provision timeout', { instanceProvisionTimeout: Duration.minutes(5) }],
  ['the longest provision timeout', { instanceProvisionTimeout: Duration.hours(1) }],
  ['a reservation', { mlReservationArn: RESERVATION }],
  ['a reservation of another partition', { mlReservationArn: 'arn:aws-us-gov:sagemaker:us-gov-west-1:111122223333:ml-reservation/plan' }],
  ['the lowest numbers of prefix-aware routing', prefixAware(1024, 1)],
  ['the highest numbers of prefix-aware routing', prefixAware(65_536, 1024)],
  ['another strategy', { routingStrategy: RoutingStrategy.of('PREFIX_AWARE_2') }],
  ['a strategy that is an unresolved token', { routingStrategy: RoutingStrategy.of(Lazy.string({ produce: () => 'PREFIX_AWARE' })) }],
  ...[10, 30, 60, 120, 180, 240, 300].map<[string, Props]>(seconds =>
    [`metrics every ${seconds} seconds`, { metricPublishFrequency: Duration.seconds(seconds) }]),
  ['the longest reservation', { mlReservationArn: RESERVATION.padEnd(258, 'a') }],
  ['an unresolved token twice', { container: image('mine:1'), fallbackInstanceTypes: [TYPE_TOKEN, TYPE_TOKEN] }],
  ['other hardware than that of a known image, which is found elsewhere', { container: VLLM, fallbackInstanceTypes: ['inf2.xlarge', 'm6g.xlarge'].map(type) }],
  ['an instance type that is not known', { container: image('mine:1'), instanceType: type('z99.xlarge'), fallbackInstanceTypes: [type('g6.2xlarge')] }],
  ['types without an AMI of their own', { container: LMI, fallbackInstanceTypes: ['inf2.xlarge', 'm5.xlarge', 'z99.xlarge'].map(type) }],
  ['types that are not known', { container: LMI, instanceType: type('z99.xlarge'), fallbackInstanceTypes: [type('g5.3xlarge')] }],
  ['four fallback types', { fallbackInstanceTypes: ['g5.4xlarge', 'g5.8xlarge', 'g5.16xlarge', 'g6.2xlarge'].map(type) }],
  ['another AMI that the user names', {
    container: LMI,
    instanceType: type('g6e.2xlarge'),
    fallbackInstanceTypes: [type('g5.2xlarge')],
    inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1,
  }],
])('nothing is found in %s', (_what, props) => {
  expect(ofCapacity(props)).toEqual([]);
});

test('tokens pass, and reach the template', () => {
  const stack = newStack();
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const time = Duration.seconds(number);
  newEndpoint(stack, { instanceProvisionTimeout: time, metricPublishFrequency: time, mlReservationArn: text, ...prefixAware(number, number) }, 'One');
  newEndpoint(stack, { fallbackInstanceTypes: [SageMakerInstanceType.of(text)] }, 'Two');
  const [one, two] = Object.values<any>(template(stack).findResources('AWS::SageMaker::EndpointConfig')).map(({ Properties }) => Properties);
  expect(one).toMatchObject({
    MetricsConfig: { MetricPublishFrequencyInSeconds: { Ref: 'Number' } },
    ProductionVariants: [{
      VariantInstanceProvisionTimeoutInSeconds: { Ref: 'Number' },
      CapacityReservationConfig: { MlReservationArn: { Ref: 'Text' } },
      RoutingConfig: { PrefixAwareRoutingConfig: { PrefixLength: { Ref: 'Number' }, ConcurrencyThreshold: { Ref: 'Number' } } },
    }],
  });
  expect(two.ProductionVariants[0].InstancePools).toEqual([{ InstanceType: 'ml.g5.2xlarge', Priority: 1 }, { InstanceType: { Ref: 'Text' }, Priority: 2 }]);
});

function findings(props: Props): Finding[] {
  return findingsOf(planOf({ container: VLLM, ...props }));
}

describe('a fallback type', () => {
  test.each<[string, Props]>([
    ['gpu-image-on-cpu-instance', { fallbackInstanceTypes: [type('m5.xlarge')] }],
    ['image-of-other-accelerator', { fallbackInstanceTypes: [type('inf2.xlarge')] }],
    ['gpu-generation', { fallbackInstanceTypes: [type('p3.2xlarge')] }],
    ['more-shards-than-accelerators', { instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')] }],
    ['idle-accelerators', { instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.48xlarge')] }],
    ['idle-accelerators', { fallbackInstanceTypes: [type('g5.12xlarge')] }],
    ['idle-accelerators', { container: SGLANG, fallbackInstanceTypes: [type('g5.12xlarge')] }],
    ['idle-accelerators', { container: TGI, fallbackInstanceTypes: [type('g5.12xlarge')] }],
    ['bfloat16-on-old-gpu', { server: ModelServer.vllm({ dataType: 'bfloat16' }), fallbackInstanceTypes: [type('g4dn.2xlarge')] }],
    ['model-too-large', {
      instanceType: type('g6e.2xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')], modelProfile: new ModelProfile({ weightsBytes: 30 * 2 ** 30 }),
    }],
    ['volume-of-instance-type', {
      container: image('mine:1'), instanceType: type('p3.2xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')], volumeSize: Size.gibibytes(100),
    }],
    ['instance-type', { fallbackInstanceTypes: [SageMakerInstanceType.of('g5.2xlarge')] }],
  ])('is checked like the instance type: %s', (id, props) => {
    const messages = findings(props).filter(each => each.id === `huggingface-sagemaker:${id}`).map(({ message }) => message);
    expect(messages).toEqual([expect.stringContaining("'fallbackInstanceTypes'")]);
    expect(findings({ ...props, fallbackInstanceTypes: [] }).map(each => each.id)).not.toContain(`huggingface-sagemaker:${id}`);
  });

  test('repeats no finding that does not depend on the type', () => {
    const props = { modelId: 'a b', instanceCount: 0 };
    expect(findings({ ...props, fallbackInstanceTypes: [type('g6.2xlarge')] })).toEqual(findings(props));
  });

  test('that serves like the instance type has no finding', () => {
    expect(findings({ fallbackInstanceTypes: [type('g6.2xlarge'), type('g6e.2xlarge')] })).toEqual(findings({}));
  });

  test('does not share the model among its own accelerators', () => {
    const ids = findings({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.48xlarge')] }).map(({ id }) => id);
    expect(ids).toContain('huggingface-sagemaker:idle-accelerators');
    expect(ids).not.toContain('huggingface-sagemaker:parallelism-of-unknown-heads');
  });

  test('has no finding for accelerators that data parallelism uses, or for a degree that is not known', () => {
    const ids = (environment: Record<string, string>) => findings({ environment, fallbackInstanceTypes: [type('g5.12xlarge')] }).map(({ id }) => id);
    expect(ids({ SM_VLLM_DATA_PARALLEL_SIZE: '4' })).not.toContain('huggingface-sagemaker:idle-accelerators');
    expect(ids({ SM_VLLM_TENSOR_PARALLEL_SIZE: new CfnParameter(newStack(), 'Degree').valueAsString })).not.toContain('huggingface-sagemaker:idle-accelerators');
  });

  test('without bfloat16 has no finding', () => {
    expect(findings({ fallbackInstanceTypes: [type('g4dn.2xlarge')] }).map(({ id }) => id)).not.toContain('huggingface-sagemaker:bfloat16-on-old-gpu');
  });
});
