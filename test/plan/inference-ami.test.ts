import { ProductionVariantInferenceAmiVersion } from '@aws-sdk/client-sagemaker';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { InferenceAmiVersion, SageMakerInstanceType } from '../../src';
import { findingsOf } from '../../src/checks';
import { endpointTemplate, image, newEndpoint, newStack, planOf } from '../util';

const TGI_CU124 = 'huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04';
const TGI_CU118 = 'huggingface-pytorch-tgi-inference:2.0.1-tgi1.1.0-gpu-py39-cu118-ubuntu20.04';
const TEI_CU122 = 'tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04';
const LMI_CU129 = 'djl-inference:0.36.0-lmi24.0.0-cu129';
const VLLM_CU130 = 'huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04';
const VLLM_NEURON = 'huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04';
const TEI_CPU = 'tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04';

const GPU_3_1 = 'al2-ami-sagemaker-inference-gpu-3-1';
const GPU_4_1 = 'al2023-ami-sagemaker-inference-gpu-4-1';
const NEURON_2 = 'al2-ami-sagemaker-inference-neuron-2';

test('the constants are the versions that the SageMaker API takes', () => {
  const constants = Object.entries(InferenceAmiVersion).filter(([name]) => /^[A-Z]/.test(name)).map(([, version]) => String(version));
  expect(constants.sort()).toEqual(Object.values(ProductionVariantInferenceAmiVersion).sort());
});

test.each([
  [VLLM_CU130, 'ml.g5.2xlarge', GPU_4_1],
  [VLLM_CU130, 'ml.g4dn.xlarge', GPU_4_1],
  [VLLM_CU130, 'ml.g7e.2xlarge', GPU_4_1],
  [VLLM_CU130, 'ml.g7.2xlarge', undefined],
  [VLLM_CU130, 'ml.g7.96xlarge', undefined],
  [LMI_CU129, 'ml.g7.2xlarge', undefined],
  [VLLM_CU130, 'ml.p6-b200.48xlarge', GPU_4_1],
  [VLLM_CU130, 'ml.z99.48xlarge', GPU_4_1],
  [LMI_CU129, 'ml.g5.2xlarge', GPU_3_1],
  [LMI_CU129, 'ml.g6.2xlarge', GPU_3_1],
  [LMI_CU129, 'ml.p4d.24xlarge', GPU_3_1],
  [LMI_CU129, 'ml.p5.48xlarge', GPU_3_1],
  [TGI_CU124, 'ml.g5.2xlarge', GPU_3_1],
  [LMI_CU129, 'ml.p5e.48xlarge', undefined],
  [LMI_CU129, 'ml.g6e.2xlarge', undefined],
  [TEI_CU122, 'ml.g5.2xlarge', undefined],
  [TGI_CU118, 'ml.g5.2xlarge', undefined],
  [TEI_CPU, 'ml.c6i.large', undefined],
  [VLLM_NEURON, 'ml.inf2.24xlarge', NEURON_2],
  [VLLM_NEURON, 'ml.trn1.32xlarge', NEURON_2],
  [VLLM_NEURON, 'ml.trn2.48xlarge', undefined],
  ['my-server:1.0', 'ml.g5.2xlarge', undefined],
  ['huggingface-pytorch-inference-neuronx:2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04', 'ml.inf2.xlarge', undefined],
  ['huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04', 'ml.inf2.xlarge', undefined],
  ['huggingface-pytorch-tgi-inference:2.7.0-optimum3.3.4-neuronx-py310-ubuntu22.04', 'ml.inf2.xlarge', NEURON_2],
])('for %s on %s it is %s', (name, type, expected) => {
  expect(planOf({ container: image(name), instanceType: SageMakerInstanceType.of(type) }).inferenceAmiVersion?.toString()).toBe(expected);
});

test('it stands in the variant', () => {
  endpointTemplate({ container: image(VLLM_CU130) }).hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [{ InferenceAmiVersion: GPU_4_1 }],
  });
});

test('the version of the user wins', () => {
  const inferenceAmiVersion = InferenceAmiVersion.of('al2030-ami-of-tomorrow');
  expect(planOf({ container: image(VLLM_CU130), inferenceAmiVersion }).inferenceAmiVersion).toBe(inferenceAmiVersion);
  expect(() => newEndpoint(newStack(), { container: image(VLLM_CU130), inferenceAmiVersion })).not.toThrow();
});

test.each([['ml.g7.2xlarge', 'ml.g7e.2xlarge'], ['ml.g7e.2xlarge', 'ml.g7.2xlarge']])('%s and %s do not need one AMI', (type, fallback) => {
  const [instanceType, other] = [type, fallback].map(name => SageMakerInstanceType.of(name));
  expect(findingsOf(planOf({ container: image(VLLM_CU130), instanceType, fallbackInstanceTypes: [other] })).map(({ id }) => id))
    .toContain('huggingface-sagemaker:fallback-of-other-ami');
});

test('an AMI for an instance type without known facts is the choice of the user', () => {
  const stack = newStack();
  newEndpoint(stack, { container: image(VLLM_NEURON), instanceType: SageMakerInstanceType.of('ml.z99.large'), inferenceAmiVersion: InferenceAmiVersion.AL2_NEURON_2 });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});
