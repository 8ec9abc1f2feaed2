import { CfnParameter } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, InferenceAmiVersion } from '../../../src';
import { driverFindings } from '../../../src/checks/endpoint/driver';
import { IMAGES } from '../../images';
import { found, image, newStack, planOf, type } from '../../util';

const { LMI, TEI_CPU, TGI, VLLM, VLLM_NEURON } = IMAGES;

const findingsIn = (props: Partial<HuggingFaceSageMakerEndpointProps>) => found(driverFindings(planOf(props)));

test.each([
  ['a CPU', TEI_CPU, 'c6i.large', InferenceAmiVersion.AL2_GPU_3_1],
  ['a GPU', TGI, 'g5.2xlarge', InferenceAmiVersion.AL2_NEURON_2],
  ['AWS Neuron', VLLM_NEURON, 'inf2.24xlarge', InferenceAmiVersion.AL2023_GPU_4_1],
])('finds the AMI of another accelerator on %s', (_what, container, name, inferenceAmiVersion) => {
  expect(findingsIn({ container, instanceType: type(name), inferenceAmiVersion })).toEqual([{
    id: 'ami-of-instance-type',
    prop: 'inferenceAmiVersion',
    values: { ami: inferenceAmiVersion.toString(), instanceProp: 'instanceType', instanceType: `ml.${name}` },
  }]);
});

test('finds the AMI of another accelerator on a fallback', () => {
  const inferenceAmiVersion = InferenceAmiVersion.AL2_GPU_3_1;
  expect(findingsIn({ container: TGI, instanceType: type('g5.2xlarge'), fallbackInstanceTypes: [type('inf2.xlarge')], inferenceAmiVersion })).toEqual([{
    id: 'ami-of-instance-type',
    prop: 'inferenceAmiVersion',
    values: { ami: inferenceAmiVersion.toString(), instanceProp: 'fallbackInstanceTypes', instanceType: 'ml.inf2.xlarge' },
  }]);
});

test('finds CUDA 12 on the driver for CUDA 13 once, whatever the fallbacks', () => {
  const inferenceAmiVersion = InferenceAmiVersion.AL2023_GPU_4_1;
  const [g5, g6, g7e] = [type('g5.2xlarge'), type('g6.2xlarge'), type('g7e.2xlarge')];
  const finding = (instanceProp: string, instanceType: string) => [
    { id: 'ami-of-cuda', prop: 'inferenceAmiVersion', values: { ami: inferenceAmiVersion.toString(), cudaVersion: '12.9', instanceProp, instanceType } },
  ];
  expect(findingsIn({ container: LMI, inferenceAmiVersion, instanceType: g5, fallbackInstanceTypes: [g6] })).toEqual(finding('instanceType', 'ml.g5.2xlarge'));
  expect(findingsIn({ container: LMI, inferenceAmiVersion, instanceType: g7e, fallbackInstanceTypes: [g6] }))
    .toEqual(finding('fallbackInstanceTypes', 'ml.g6.2xlarge'));
});

test('finds the first version of CUDA 12 on the driver for CUDA 13', () => {
  const { models: [model], ...plan } = planOf({ inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 });
  const ofCuda12 = Object.create(model.image!, { profile: { value: { cudaVersion: '12.0' } } });
  expect(found(driverFindings({ ...plan, models: [{ ...model, image: ofCuda12 }] }))).toMatchObject([{ id: 'ami-of-cuda', values: { cudaVersion: '12.0' } }]);
});

test('the AMI that the library chooses is not checked', () => {
  const plan = planOf({ container: TGI, instanceType: type('g5.2xlarge'), inferenceAmiVersion: InferenceAmiVersion.AL2_NEURON_2 });
  expect(driverFindings(plan)).toHaveLength(1);
  expect(driverFindings({ ...plan, hasOwnAmi: false })).toEqual([]);
});

describe('the GPU of ml.g7', () => {
  const [g7, g7e] = [type('g7.2xlarge'), type('g7e.2xlarge')];
  const onGpu = (props: Partial<HuggingFaceSageMakerEndpointProps>) => findingsIn({ container: VLLM, ...props }).filter(({ id }) => id === 'ami-of-gpu');

  test.each([
    [InferenceAmiVersion.AL2_GPU_2, 535], [InferenceAmiVersion.AL2_GPU_2_1, 535],
    [InferenceAmiVersion.AL2_GPU_3_1, 550], [InferenceAmiVersion.AL2023_GPU_4_1, 580],
  ])('is not supported by %s, as the instance type and as a fallback', (inferenceAmiVersion, driver) => {
    const finding = (instanceProp: string) => ({
      id: 'ami-of-gpu',
      prop: 'inferenceAmiVersion',
      values: { ami: inferenceAmiVersion.toString(), instanceProp, instanceType: 'ml.g7.2xlarge', driver, first: 595 },
    });
    expect(onGpu({ inferenceAmiVersion, instanceType: g7 })).toEqual([finding('instanceType')]);
    expect(onGpu({ inferenceAmiVersion, instanceType: g7e, fallbackInstanceTypes: [g7] })).toEqual([finding('fallbackInstanceTypes')]);
    expect(onGpu({ inferenceAmiVersion, instanceType: g7e })).toEqual([]);
  });

  test('may be supported by an AMI that is not known', () => {
    expect(onGpu({ inferenceAmiVersion: InferenceAmiVersion.of('al2030-ami-of-tomorrow'), instanceType: g7 })).toEqual([]);
  });
});

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>]>([
  ['an AMI that is not known', { container: VLLM, inferenceAmiVersion: InferenceAmiVersion.of('al2030-ami-of-tomorrow') }],
  ['an unresolved token', { container: VLLM, inferenceAmiVersion: InferenceAmiVersion.of(new CfnParameter(newStack(), 'Ami').valueAsString) }],
  ['an instance type without known facts', {
    container: VLLM_NEURON, instanceType: type('z99.large'), inferenceAmiVersion: InferenceAmiVersion.AL2_NEURON_2,
  }],
  // https://github.com/aws-samples/sagemaker-genai-hosting-examples/tree/main/01-models/google/embeddinggemma
  ['CUDA 13 on an older driver', { container: VLLM, instanceType: type('g5.xlarge'), inferenceAmiVersion: InferenceAmiVersion.AL2_GPU_3_1 }],
  // https://github.com/aws-samples/sagemaker-genai-hosting-examples/tree/main/01-models/black-forest-labs
  ['CUDA 12 on the driver for CUDA 13 on ml.g7e', {
    container: LMI, instanceType: type('g7e.12xlarge'), inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1,
  }],
  ['an unresolved token after a known name', {
    container: VLLM, instanceType: type('g5.xlarge'), inferenceAmiVersion: InferenceAmiVersion.of(`neuron-${new CfnParameter(newStack(), 'Ami').valueAsString}`),
  }],
  ['CUDA 11 on the driver for CUDA 13, which was not tried', { inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 }],
  ['an image of which nothing is known', { container: image('mine:1'), inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 }],
  ['a model without an image', {
    container: undefined, modelId: 'org/model', instanceType: type('c6i.xlarge'), inferenceAmiVersion: InferenceAmiVersion.of('ami'),
  }],
  ['the AMI that the library chooses', { container: VLLM }],
  ['the AMI that the library would choose', { container: VLLM, inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 }],
])('finds nothing with %s', (_what, props) => {
  expect(findingsIn(props)).toEqual([]);
});
