import { ProductionVariantInferenceAmiVersion } from '@aws-sdk/client-sagemaker';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { InferenceAmiVersion, SageMakerInstanceType } from '../../src';
import { findingsOf } from '../../src/checks';
import { IMAGE_NAMES } from '../images';
import { endpointTemplate, image, newEndpoint, newStack, planOf } from '../util';

const { LMI, OLD_TGI, TEI, TEI_CPU, TGI, TGI_NEURON, TOOLKIT_NEURON, VLLM, VLLM_NEURON } = IMAGE_NAMES;

const GPU_3_1 = 'al2-ami-sagemaker-inference-gpu-3-1';
const GPU_4_1 = 'al2023-ami-sagemaker-inference-gpu-4-1';
const NEURON_2 = 'al2-ami-sagemaker-inference-neuron-2';

test('the constants are the versions that the SageMaker API accepts', () => {
  const constants = Object.entries(InferenceAmiVersion).filter(([name]) => /^[A-Z]/.test(name)).map(([, version]) => String(version));
  expect(constants.sort()).toEqual(Object.values(ProductionVariantInferenceAmiVersion).sort());
});

test.each([
  [VLLM, 'ml.g5.2xlarge', GPU_4_1],
  [VLLM, 'ml.g4dn.xlarge', GPU_4_1],
  [VLLM, 'ml.g7e.2xlarge', GPU_4_1],
  [VLLM, 'ml.g7.2xlarge', undefined],
  [VLLM, 'ml.g7.96xlarge', undefined],
  [LMI, 'ml.g7.2xlarge', undefined],
  [VLLM, 'ml.p6-b200.48xlarge', GPU_4_1],
  [VLLM, 'ml.p6-b300.48xlarge', undefined],
  [VLLM, 'ml.p3.2xlarge', undefined],
  [VLLM, 'ml.z99.48xlarge', undefined],
  [LMI, 'ml.g5.2xlarge', GPU_3_1],
  [LMI, 'ml.g6.2xlarge', GPU_3_1],
  [LMI, 'ml.p4d.24xlarge', GPU_3_1],
  [LMI, 'ml.p5.48xlarge', GPU_3_1],
  [TGI, 'ml.g5.2xlarge', GPU_3_1],
  [LMI, 'ml.p5e.48xlarge', undefined],
  [LMI, 'ml.g6e.2xlarge', undefined],
  [TEI, 'ml.g5.2xlarge', undefined],
  [OLD_TGI, 'ml.g5.2xlarge', undefined],
  [TEI_CPU, 'ml.c6i.large', undefined],
  [VLLM_NEURON, 'ml.inf2.24xlarge', NEURON_2],
  [VLLM_NEURON, 'ml.trn1.32xlarge', NEURON_2],
  [VLLM_NEURON, 'ml.trn2.48xlarge', undefined],
  ['my-server:1.0', 'ml.g5.2xlarge', undefined],
  [TOOLKIT_NEURON, 'ml.inf2.xlarge', undefined],
  ['huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04', 'ml.inf2.xlarge', undefined],
  [TGI_NEURON, 'ml.inf2.xlarge', NEURON_2],
  ['huggingface-pytorch-tgi-inference:2.7.0-optimum3.3.4-neuronx-py310-ubuntu22.04', 'ml.inf2.xlarge', NEURON_2],
])('for %s on %s it is %s', (name, type, expected) => {
  expect(planOf({ container: image(name), instanceType: SageMakerInstanceType.of(type) }).inferenceAmiVersion?.toString()).toBe(expected);
});

test('it is in the variant', () => {
  endpointTemplate({ container: image(VLLM) }).hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [{ InferenceAmiVersion: GPU_4_1 }],
  });
});

test('the version that is set takes precedence', () => {
  const inferenceAmiVersion = InferenceAmiVersion.of('al2030-ami-of-tomorrow');
  expect(planOf({ container: image(VLLM), inferenceAmiVersion }).inferenceAmiVersion).toBe(inferenceAmiVersion);
  expect(() => newEndpoint(newStack(), { container: image(VLLM), inferenceAmiVersion })).not.toThrow();
});

test.each([['ml.g7.2xlarge', 'ml.g7e.2xlarge'], ['ml.g7e.2xlarge', 'ml.g7.2xlarge']])('%s and %s do not need one AMI', (type, fallback) => {
  const [instanceType, other] = [type, fallback].map(name => SageMakerInstanceType.of(name));
  expect(findingsOf(planOf({ container: image(VLLM), instanceType, fallbackInstanceTypes: [other] })).map(({ id }) => id))
    .toContain('huggingface-sagemaker:fallback-of-other-ami');
});

test('an AMI for an instance type without known facts is the choice of the user', () => {
  const stack = newStack();
  newEndpoint(stack, { container: image(VLLM_NEURON), instanceType: SageMakerInstanceType.of('ml.z99.large'), inferenceAmiVersion: InferenceAmiVersion.AL2_NEURON_2 });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});
