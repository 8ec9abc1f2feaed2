import { CfnParameter, Duration, Lazy, Size } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer, RoutingStrategy, SageMakerInstanceType } from '../../../src';
import { Finding, findingsOf } from '../../../src/checks';
import { endpointTemplate, image, newEndpoint, newStack, planOf, template } from '../../util';

const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const SGLANG = image('sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker');
const TGI = image('huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04');
const RESERVATION = 'arn:aws:sagemaker:us-east-1:111122223333:training-plan/plan';
const ARN_RULE = "'mlReservationArn' must be the ARN of a reservation, such as arn:aws:sagemaker:us-east-1:111122223333:training-plan/name, "
  + 'of at most 258 characters, got';
const prefixAware = (prefixLength: number, concurrencyThreshold: number) =>
  ({ routingStrategy: RoutingStrategy.prefixAware({ prefixLength, concurrencyThreshold }) });

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>]>([
  ["'instanceProvisionTimeout' must be an integer from 300 to 3600 seconds, got 299", { instanceProvisionTimeout: Duration.seconds(299) }],
  ["'instanceProvisionTimeout' must be an integer from 300 to 3600 seconds, got 3601", { instanceProvisionTimeout: Duration.seconds(3601) }],
  ["'instanceProvisionTimeout' must be an integer from 300 to 3600 seconds, got 300.5", { instanceProvisionTimeout: Duration.millis(300_500) }],
  [`${ARN_RULE} "plan"`, { mlReservationArn: 'plan' }],
  [`${ARN_RULE} "arn:aws:ec2:us-east-1:111122223333:capacity-reservation/cr-0"`, { mlReservationArn: 'arn:aws:ec2:us-east-1:111122223333:capacity-reservation/cr-0' }],
  [ARN_RULE, { mlReservationArn: RESERVATION + 'a'.repeat(200) }],
  ["'mlReservationArn' is of one instance type, and 'fallbackInstanceTypes' names others; name one of them", { mlReservationArn: RESERVATION, fallbackInstanceTypes: [type('g6.2xlarge')] }],
  ["'routingStrategy.prefixLength' must be an integer from 1024 to 65536, got 1023", prefixAware(1023, 1)],
  ["'routingStrategy.prefixLength' must be an integer from 1024 to 65536, got 65537", prefixAware(65_537, 1)],
  ["'routingStrategy.prefixLength' must be an integer from 1024 to 65536, got 1024.5", prefixAware(1024.5, 1)],
  ["'routingStrategy.concurrencyThreshold' must be an integer from 1 to 1024, got 0", prefixAware(1024, 0)],
  ["'routingStrategy.concurrencyThreshold' must be an integer from 1 to 1024, got 1025", prefixAware(1024, 1025)],
  ["'routingStrategy' PREFIX_AWARE needs 'prefixLength' and 'concurrencyThreshold', got neither; take RoutingStrategy.prefixAware",
    { routingStrategy: RoutingStrategy.of('PREFIX_AWARE') }],
  ["'metricPublishFrequency' must be one of 10, 30, 60, 120, 180, 240, 300 seconds, got 20", { metricPublishFrequency: Duration.seconds(20) }],
  ["'metricPublishFrequency' must be one of 10, 30, 60, 120, 180, 240, 300 seconds, got 0", { metricPublishFrequency: Duration.seconds(0) }],
  ["'fallbackInstanceTypes' must have at most 4 types, got 5", { fallbackInstanceTypes: ['g5.4xlarge', 'g5.8xlarge', 'g5.16xlarge', 'g6.2xlarge', 'g6.4xlarge'].map(type) }],
  ['\'fallbackInstanceTypes\' must be an instance type of SageMaker, such as ml.g5.2xlarge, got "g5.2xlarge"', { fallbackInstanceTypes: [SageMakerInstanceType.of('g5.2xlarge')] }],
])('fails with %s', (message, props) => {
  expect(() => newEndpoint(newStack(), props)).toThrow(`Stack/Endpoint: ${message}`);
});

test.each<[Partial<HuggingFaceSageMakerEndpointProps>]>([
  [{ instanceProvisionTimeout: Duration.minutes(5) }],
  [{ instanceProvisionTimeout: Duration.hours(1) }],
  [{ mlReservationArn: RESERVATION }],
  [{ mlReservationArn: 'arn:aws-us-gov:sagemaker:us-gov-west-1:111122223333:ml-reservation/plan' }],
  [prefixAware(1024, 1)],
  [prefixAware(65_536, 1024)],
  [{ routingStrategy: RoutingStrategy.of('PREFIX_AWARE_2') }],
  [{ routingStrategy: RoutingStrategy.of(Lazy.string({ produce: () => 'PREFIX_AWARE' })) }],
  ...[10, 30, 60, 120, 180, 240, 300].map(seconds => [{ metricPublishFrequency: Duration.seconds(seconds) }] as [object]),
  [{ fallbackInstanceTypes: ['g5.4xlarge', 'g5.8xlarge', 'g5.16xlarge', 'g6.2xlarge'].map(type) }],
])('passes with %j', props => {
  expect(() => endpointTemplate(props)).not.toThrow();
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

function findings(props: Partial<HuggingFaceSageMakerEndpointProps>): Finding[] {
  return findingsOf(planOf({ container: VLLM, ...props }));
}

describe('a type that takes the place of the instance type', () => {
  test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>, string]>([
    ['gpu-image-on-cpu-instance', { fallbackInstanceTypes: [type('m5.xlarge')] },
      "'container' is built for a GPU, which 'fallbackInstanceTypes' ml.m5.xlarge does not have; take an instance type with a GPU, or the image for CPUs"],
    ['image-of-other-accelerator', { fallbackInstanceTypes: [type('inf2.xlarge')] }, "'fallbackInstanceTypes' ml.inf2.xlarge has AWS Neuron"],
    ['gpu-generation', { fallbackInstanceTypes: [type('p3.2xlarge')] }, "'fallbackInstanceTypes' ml.p3.2xlarge"],
    ['more-shards-than-accelerators', { instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')] },
      "the model is split over 4, but 'fallbackInstanceTypes' ml.g5.2xlarge has 1 accelerators"],
    ['idle-accelerators', { instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.48xlarge')] }, "of 'fallbackInstanceTypes' ml.g5.48xlarge"],
    ['idle-accelerators', { fallbackInstanceTypes: [type('g5.12xlarge')] },
      "the model is split over 1 of the 4 accelerators of 'fallbackInstanceTypes' ml.g5.12xlarge, so that the others are billed and not used"],
    ['idle-accelerators', { container: SGLANG, fallbackInstanceTypes: [type('g5.12xlarge')] }, "1 of the 4 accelerators of 'fallbackInstanceTypes' ml.g5.12xlarge"],
    ['idle-accelerators', { container: TGI, fallbackInstanceTypes: [type('g5.12xlarge')] }, "1 of the 4 accelerators of 'fallbackInstanceTypes' ml.g5.12xlarge"],
    ['bfloat16-on-old-gpu', { server: ModelServer.vllm({ dataType: 'bfloat16' }), fallbackInstanceTypes: [type('g4dn.2xlarge')] }, "'fallbackInstanceTypes' ml.g4dn.2xlarge"],
    ['model-too-large', { instanceType: type('g6e.2xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')], modelProfile: new ModelProfile({ weightsBytes: 30 * 2 ** 30 }) },
      "the 1 A10G of 'fallbackInstanceTypes' ml.g5.2xlarge have"],
    ['volume-of-instance-type', {
      container: image('mine:1'), instanceType: type('p3.2xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')], volumeSize: Size.gibibytes(100),
    }, "'volumeSize' must not be set with 'fallbackInstanceTypes' ml.g5.2xlarge"],
  ])('is checked as it is: %s', (id, props, message) => {
    const found = findings(props).filter(each => each.id === `huggingface-sagemaker:${id}`);
    expect(found.map(each => each.message)).toEqual([expect.stringContaining(message)]);
    expect(findings({ ...props, fallbackInstanceTypes: [] }).map(each => each.id)).not.toContain(`huggingface-sagemaker:${id}`);
  });

  test('is not said to be wrong for what is wrong without it', () => {
    const props = { modelId: 'a b', instanceCount: 0 };
    expect(findings({ ...props, fallbackInstanceTypes: [type('g6.2xlarge')] })).toEqual(findings(props));
  });

  test('that serves like the instance type gives no finding', () => {
    expect(findings({ fallbackInstanceTypes: [type('g6.2xlarge'), type('g6e.2xlarge')] })).toEqual(findings({}));
  });

  test('does not say that the model is split over its own accelerators', () => {
    const ids = findings({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.48xlarge')] }).map(({ id }) => id);
    expect(ids).toContain('huggingface-sagemaker:idle-accelerators');
    expect(ids).not.toContain('huggingface-sagemaker:parallelism-of-unknown-heads');
  });

  test('says nothing of accelerators that data parallelism uses, or of a degree that is not known', () => {
    const ids = (environment: Record<string, string>) => findings({ environment, fallbackInstanceTypes: [type('g5.12xlarge')] }).map(({ id }) => id);
    expect(ids({ SM_VLLM_DATA_PARALLEL_SIZE: '4' })).not.toContain('huggingface-sagemaker:idle-accelerators');
    expect(ids({ SM_VLLM_TENSOR_PARALLEL_SIZE: new CfnParameter(newStack(), 'Degree').valueAsString })).not.toContain('huggingface-sagemaker:idle-accelerators');
  });

  test('without bfloat16 makes vLLM use half precision', () => {
    const dataType = (props: Partial<HuggingFaceSageMakerEndpointProps>) => planOf({ container: VLLM, ...props }).environment.SM_VLLM_DTYPE;
    expect(dataType({ fallbackInstanceTypes: [type('g6.2xlarge'), type('g4dn.2xlarge')] })).toBe('half');
    expect(dataType({ fallbackInstanceTypes: [type('g6.2xlarge'), type('z99.2xlarge')] })).toBeUndefined();
    expect(dataType({ fallbackInstanceTypes: [type('g4dn.2xlarge')], server: ModelServer.vllm({ dataType: 'auto' }) })).toBe('auto');
    expect(findings({ fallbackInstanceTypes: [type('g4dn.2xlarge')] }).map(({ id }) => id)).not.toContain('huggingface-sagemaker:bfloat16-on-old-gpu');
  });

  test('may need another AMI', () => {
    const lmi = image('djl-inference:0.36.0-lmi24.0.0-cu129');
    const messages = (props: Partial<HuggingFaceSageMakerEndpointProps>) => findings({ container: lmi, instanceType: type('g6e.2xlarge'), ...props })
      .filter(({ id }) => id.endsWith(':fallback-of-other-ami')).map(({ message }) => message);
    expect(messages({ fallbackInstanceTypes: [type('g5.2xlarge')] })).toEqual([
      "'fallbackInstanceTypes' ml.g5.2xlarge needs al2-ami-sagemaker-inference-gpu-3-1, and 'instanceType' ml.g6e.2xlarge needs the AMI that SageMaker chooses; "
      + "set 'inferenceAmiVersion' to one that serves all types, or leave the type out",
    ]);
    expect(messages({ fallbackInstanceTypes: [type('g6e.4xlarge')] })).toEqual([]);
  });

  test('is named once', () => {
    const messages = findings({ fallbackInstanceTypes: [type('g5.2xlarge'), type('g6.2xlarge'), type('g6.2xlarge')] }).map(({ message }) => message);
    expect(messages).toEqual(["'fallbackInstanceTypes' names ml.g5.2xlarge, ml.g6.2xlarge again; name each type once"]);
  });
});
