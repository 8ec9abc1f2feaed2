import { CfnParameter, PhysicalName, Size, Token } from 'aws-cdk-lib/core';
import {
  ContainerImage, HuggingFaceSageMakerComponentEndpointProps, InferenceAmiVersion, InferenceComponentOptions, SageMakerInstanceType,
} from '../../src';
import { commonAmi, planComponent, planComponentEndpoint } from '../../src/plan/component-plan';
import { IMAGES } from '../images';
import { IRELAND, newStack, type } from '../util';

const SCOPE = { ...IRELAND, partition: 'aws', today: '2026-11-26', resolve: (value: unknown) => value };
const COUNT = new CfnParameter(newStack(), 'Count', { type: 'Number' }).valueAsNumber;

const host = (props: Partial<HuggingFaceSageMakerComponentEndpointProps> = {}) =>
  planComponentEndpoint({ instanceType: SageMakerInstanceType.ML_G6E_12XLARGE, ...props }, SCOPE);
const component = (options: Partial<InferenceComponentOptions> = {}, instanceType = SageMakerInstanceType.ML_G6E_12XLARGE) =>
  planComponent({ modelId: 'org/model', container: IMAGES.VLLM, ...options }, host({ instanceType }));

test('what is not set has its default', () => {
  expect(host()).toMatchObject({
    wrongProps: [],
    models: [],
    fallbackInstanceTypes: [],
    instanceCount: 1,
    minInstanceCount: 1,
    maxInstanceCount: 1,
    enabled: true,
    isNamed: false,
    hasOwnAmi: false,
    hasLogGroup: false,
    hasRollbackAlarm: false,
  });
  expect(component()).toMatchObject({ wrongProps: [], acceleratorCount: 1, minMemoryMiB: 1024, copyCount: 1 });
});

test.each([
  [{ minInstanceCount: 0 }, { instanceCount: 1, minInstanceCount: 0, maxInstanceCount: 1 }],
  [{ minInstanceCount: 3 }, { instanceCount: 3, minInstanceCount: 3, maxInstanceCount: 3 }],
  [{ minInstanceCount: 3, maxInstanceCount: 5 }, { instanceCount: 3, minInstanceCount: 3, maxInstanceCount: 5 }],
  [{ maxInstanceCount: 5 }, { instanceCount: 1, minInstanceCount: 1, maxInstanceCount: 5 }],
  // findings
  [{ minInstanceCount: -2 }, { instanceCount: 1, minInstanceCount: -2, maxInstanceCount: 1 }],
  [{ minInstanceCount: 1.5 }, { instanceCount: 1, minInstanceCount: 1.5, maxInstanceCount: 1.5 }],
  [{ minInstanceCount: COUNT }, { instanceCount: COUNT, minInstanceCount: COUNT, maxInstanceCount: COUNT }],
])('an endpoint starts with an instance at least: %j', (props, expected) => {
  expect(host(props)).toMatchObject(expected);
});

test.each<[Partial<HuggingFaceSageMakerComponentEndpointProps>, object]>([
  [{ endpointName: 'chat' }, { endpointName: 'chat', isNamed: true }],
  [{ endpointName: PhysicalName.GENERATE_IF_NEEDED }, { isNamed: false }],
  [{ volumeSize: Size.tebibytes(1) }, { volumeSizeInGB: 1024 }],
  [{ logRetention: 7 }, { logRetentionOfComponents: 7, hasLogGroup: true }],
  [{ inferenceAmiVersion: InferenceAmiVersion.of('al2-x') }, { hasOwnAmi: true }],
])('an endpoint with %j', (props, expected) => {
  expect(host(props)).toMatchObject(expected);
});

test.each<[string, Partial<InferenceComponentOptions>, SageMakerInstanceType, number | undefined, number | undefined]>([
  ['one of four', {}, SageMakerInstanceType.ML_G6E_12XLARGE, 1, 1],
  ['two of four', { acceleratorCount: 2 }, SageMakerInstanceType.ML_G6E_12XLARGE, 2, 2],
  ['none of none', {}, SageMakerInstanceType.ML_C7I_XLARGE, undefined, 0],
  ['one of an unknown number', { acceleratorCount: 1 }, type('z99.xlarge'), 1, 1],
  ['an unknown number', {}, type('z99.xlarge'), undefined, undefined],
])('a component has a share of the accelerators: %s', (_case, options, instanceType, acceleratorCount, inShare) => {
  const plan = component(options, instanceType);
  expect(plan.acceleratorCount).toBe(acceleratorCount);
  expect(plan.share.acceleratorCount).toBe(inShare);
});

test('an unresolved token stays one, and its share is not known', () => {
  const plan = component({ acceleratorCount: COUNT });
  expect(plan.acceleratorCount).toBe(COUNT);
  expect(plan.share.acceleratorCount).not.toBe(COUNT);
});

test.each<[Partial<InferenceComponentOptions>, object]>([
  [{ minMemory: Size.gibibytes(3) }, { minMemoryMiB: 3072 }],
  [{ copyCount: 2, cpuCount: 1.5 }, { copyCount: 2, cpuCount: 1.5 }],
  [{ copyCount: 0 }, { copyCount: 0 }],
])('a component with %j', (options, expected) => {
  expect(component(options)).toMatchObject(expected);
});

const NEWEST = InferenceAmiVersion.AL2023_GPU_4_1;
const models = (...images: ContainerImage[]) => images.map(container => component({ container }).model);

test.each<[string, ContainerImage[], InferenceAmiVersion | undefined]>([
  ['no models', [], undefined],
  ['a model that needs none', [IMAGES.OLD_TGI], undefined],
  ['a model that needs the newest driver', [IMAGES.OLD_TGI, IMAGES.VLLM], NEWEST],
  ['models that need another one and the newest', [IMAGES.TGI, IMAGES.VLLM, IMAGES.TGI], NEWEST],
])('the AMI of the instances is that with the newest driver of %s', (_case, images, ami) => {
  expect(commonAmi(host(), models(...images))?.toString()).toBe(ami?.toString());
});

test('the AMI of the user takes precedence', () => {
  const own = InferenceAmiVersion.of(Token.asString({ Ref: 'Ami' }));
  expect(commonAmi(host({ inferenceAmiVersion: own }), models(IMAGES.VLLM))).toBe(own);
});
