import * as tasks from '@huggingface/tasks';
import { CfnParameter } from 'aws-cdk-lib/core';
import { AcceleratorKind, Architecture, HuggingFaceTask, ModelServer, SageMakerInstanceType } from '../../src';
import { gpuGeneration, servesCuda } from '../../src/instance/gpu-generation';
import { chooseImage, ChoiceOptions, NoImage } from '../../src/plan/image-choice';
import { TASKS_WITHOUT_PIPELINE } from '../../src/server/inference-toolkit';
import { newStack, modelPlanOf } from '../util';

const allTypes = [
  ...Object.entries(SageMakerInstanceType).filter(([name]) => name.startsWith('ML_')).map(([, type]) => type as SageMakerInstanceType),
  SageMakerInstanceType.of('ml.z99.48xlarge'),
];
const allTasks = Object.entries(HuggingFaceTask).filter(([name]) => /^[A-Z]/.test(name)).map(([, task]) => task as HuggingFaceTask);

function chosenImage(task: string, type: string, options?: ChoiceOptions): string | undefined {
  const choice = chooseImage(task, SageMakerInstanceType.of(type), options);
  return 'image' in choice ? choice.image._availability!.image : undefined;
}

function reasonOf(task: string, type: SageMakerInstanceType, options?: ChoiceOptions): Partial<NoImage> {
  const choice = chooseImage(task, type, options);
  return 'image' in choice ? {} : choice;
}

test('there is a constant for every task of the Hub', () => {
  const hidden = ['other', 'tabular-to-text', 'table-to-text', 'multiple-choice', 'text-retrieval'];
  expect(allTasks.map(String).sort()).toEqual(Object.keys(tasks.PIPELINE_DATA).filter(task => !hidden.includes(task)).sort());
});

test.each([
  ['text-generation', 'ml.g6e.2xlarge', 'huggingface-vllm:0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0'],
  ['image-text-to-text', 'ml.p5.48xlarge', 'huggingface-vllm:0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0'],
  ['text-generation', 'ml.inf2.24xlarge', 'huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.4-neuronx-py310-sdk2.26.1-ubuntu22.04'],
  ['any-to-any', 'ml.g6e.2xlarge', 'huggingface-vllm-omni:0.20.0-transformers5.8.1-gpu-py312-cu130-amzn2023'],
  ['feature-extraction', 'ml.g5.xlarge', 'tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04'],
  ['feature-extraction', 'ml.p5.48xlarge', 'tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04'],
  // the start script of 1.8.2 does not know the H200
  ['feature-extraction', 'ml.p5e.48xlarge', 'tei:2.0.1-tei1.9.3-gpu-py310-cu129-ubuntu24.04'],
  ['feature-extraction', 'ml.p5en.48xlarge', 'tei:2.0.1-tei1.9.3-gpu-py310-cu129-ubuntu24.04'],
  ['feature-extraction', 'ml.g7e.2xlarge', 'tei:2.0.1-tei1.9.3-gpu-py310-cu129-ubuntu24.04'],
  ['text-ranking', 'ml.c6i.xlarge', 'tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04'],
  ['text-classification', 'ml.c6i.xlarge', 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04'],
  ['text-classification', 'ml.g5.xlarge', 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04'],
  ['text-classification', 'ml.inf2.xlarge', 'huggingface-pytorch-inference-neuronx:2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04'],
  ['a-task-of-tomorrow', 'ml.c6i.xlarge', 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04'],
  // written in another way
  ['Feature-Extraction', 'ml.g5.xlarge', 'tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04'],
  ['TEXT_GENERATION', 'ml.g6e.2xlarge', 'huggingface-vllm:0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0'],
  ['Text-to-Image', 'ml.g5.xlarge', 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04'],
  ['constructor', 'ml.c6i.xlarge', 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04'],
])('for %s on %s it is %s', (task, type, expected) => {
  expect(chosenImage(task, type)).toBe(expected);
});

/** The pipelines of Transformers 4.51, their aliases, and that of version 5 for several modalities; and what the toolkit serves beside them. */
const PIPELINES = [
  'any-to-any', 'audio-classification', 'automatic-speech-recognition', 'depth-estimation', 'document-question-answering', 'feature-extraction', 'fill-mask',
  'image-classification', 'image-feature-extraction', 'image-segmentation', 'image-text-to-text', 'image-to-image', 'image-to-text', 'mask-generation',
  'object-detection', 'question-answering', 'summarization', 'table-question-answering', 'text-classification', 'text-generation', 'text-to-audio',
  'text-to-speech', 'token-classification', 'translation', 'video-classification', 'visual-question-answering', 'zero-shot-classification',
  'zero-shot-image-classification', 'zero-shot-object-detection', 'text-to-image', 'sentence-similarity',
];

test('every task has a pipeline, or is known to have none', () => {
  expect([...PIPELINES, ...TASKS_WITHOUT_PIPELINE].sort()).toEqual(allTasks.map(String).sort());
});

test('the inference toolkit is not chosen for a task that has no pipeline, unless it is named', () => {
  for (const task of TASKS_WITHOUT_PIPELINE) {
    const choice = chooseImage(task, SageMakerInstanceType.ML_G5_XLARGE);
    expect('image' in choice ? choice.image.profile?.server : choice.reason).not.toBe('inference-toolkit');
  }
  expect(modelPlanOf({ container: undefined, task: HuggingFaceTask.TEXT_TO_VIDEO }).noImage).toMatchObject({ reason: 'task', task: 'text-to-video' });
  expect(modelPlanOf({ container: undefined, task: HuggingFaceTask.VIDEO_TEXT_TO_TEXT, server: ModelServer.vllm() }).image?.profile?.server).toBe('vllm');
});

test.each([
  ['removed the pipeline', 'conversational'], ['has no pipeline for a task that is written in another way', 'Text_To_Video'],
])('the inference toolkit is not chosen if Transformers %s', (_what, task) => {
  expect(reasonOf(task, SageMakerInstanceType.ML_M5_XLARGE)).toMatchObject({ reason: 'task', task });
});

test('the variable of the snippets of the Hub is the task, unless the prop is set', () => {
  const served = (props: Parameters<typeof modelPlanOf>[0]) =>
    modelPlanOf({ container: undefined, instanceType: SageMakerInstanceType.ML_G5_XLARGE, ...props }).server.family;
  const environment = { HF_TASK: 'text-classification' };
  expect(served({ environment })).toBe('inference-toolkit');
  expect(served({ environment, task: HuggingFaceTask.TEXT_GENERATION })).toBe('vllm');
  expect(served({ environment, server: ModelServer.vllm() })).toBe('vllm');
  for (const HF_TASK of ['', new CfnParameter(newStack(), 'Task').valueAsString, undefined as unknown as string]) {
    expect(served({ environment: { HF_TASK } })).toBe('vllm');
  }
});

const { GPU, NONE } = AcceleratorKind;

test.each([
  ['text-generation', 'ml.c6i.xlarge', { reason: 'cpu' }],
  ['text-generation', 'ml.c7g.xlarge', { reason: 'cpu' }],
  ['any-to-any', 'ml.c6i.xlarge', { reason: 'accelerator', acceleratorKinds: [GPU] }],
  ['feature-extraction', 'ml.inf2.xlarge', { reason: 'accelerator', acceleratorKinds: [GPU, NONE] }],
  ['feature-extraction', 'ml.c7g.xlarge', { reason: 'architecture' }],
  ['text-classification', 'ml.m8g.xlarge', { reason: 'architecture' }],
  ['text-generation', 'ml.p6e-gb200.36xlarge', { reason: 'unknown-accelerator' }],
  ['text-generation', 'ml.p3.2xlarge', { reason: 'generation' }],
  ['feature-extraction', 'ml.p3.2xlarge', { reason: 'generation' }],
  ['text-generation', 'ml.inf1.xlarge', { reason: 'generation' }],
  ['text-classification', 'ml.g7e.2xlarge', { reason: 'generation' }],
  ['text-generation', 'ml.z99.48xlarge', { reason: 'unknown-accelerator' }],
  // the toolkit for AWS Neuron raises an error for tasks that it does not know
  ['text-to-image', 'ml.inf2.xlarge', { reason: 'accelerator', acceleratorKinds: [GPU, NONE] }],
  ['summarization', 'ml.trn1.2xlarge', { reason: 'accelerator', acceleratorKinds: [GPU, NONE] }],
  ['a-task-of-tomorrow', 'ml.inf2.xlarge', { reason: 'accelerator', acceleratorKinds: [GPU, NONE] }],
])('there is none for %s on %s: %j', (task, type, expected) => {
  expect(reasonOf(task, SageMakerInstanceType.of(type))).toMatchObject({ ...expected, task });
});

test.each([
  ['ml.c6i.xlarge', 'llama-cpp:server-sagemaker-cpu-v1.0.1'],
  ['ml.c7g.xlarge', 'llama-cpp-arm64:server-sagemaker-cpu-v1.0.1'],
  ['ml.g6.xlarge', 'llama-cpp:server-sagemaker-cuda-v1.0.1'],
])('llama.cpp serves a model in GGUF format on %s', (type, image) => {
  const instanceType = SageMakerInstanceType.of(type);
  for (const modelId of ['unsloth/Qwen3-8B-GGUF', '/opt/ml/model/qwen3-8b-q4_k_m.gguf']) {
    const plan = modelPlanOf({ container: undefined, modelId, instanceType });
    expect([plan.image?._availability?.image, plan.server.family, plan.image?.profile?.architecture]).toEqual([image, 'llama-cpp', instanceType.architecture]);
  }
  expect(modelPlanOf({ container: undefined, modelId: 'Qwen/Qwen3-8B', server: ModelServer.llamaCpp(), instanceType }).image?._availability?.image).toBe(image);
});

test('GGUF does not change the image of another task, or that of a server that is named', () => {
  expect(chosenImage('feature-extraction', 'ml.c6i.xlarge', { isGguf: true })).toBe(chosenImage('feature-extraction', 'ml.c6i.xlarge'));
  const server = ModelServer.vllm()._definition;
  expect(chosenImage('text-generation', 'ml.g6.xlarge', { isGguf: true, server })).toBe(chosenImage('text-generation', 'ml.g6.xlarge'));
  expect(reasonOf('text-generation', SageMakerInstanceType.ML_INF2_XLARGE, { isGguf: true })).toMatchObject({
    reason: 'accelerator', acceleratorKinds: [NONE, GPU],
  });
});

test('a server that is named decides which image is chosen', () => {
  expect(modelPlanOf({ container: undefined, server: ModelServer.tei() }).image?._availability?.image).toBe('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04');
  expect(modelPlanOf({ container: undefined, server: ModelServer.sglang() }).noImage).toMatchObject({ reason: 'server', server: 'SGLang' });
});

test('there is none if task or instance type are unresolved tokens', () => {
  const token = new CfnParameter(newStack(), 'Value').valueAsString;
  expect(reasonOf('text-generation', SageMakerInstanceType.of(token)).reason).toBe('unresolved');
  expect(reasonOf(token, SageMakerInstanceType.ML_G5_XLARGE).reason).toBe('unresolved');
  expect(modelPlanOf({ container: undefined, modelId: token }).server.family).toBe('vllm');
});

test('every task on every instance type has an image that fits, or a reason why there is none', () => {
  let chosen = 0;
  for (const task of allTasks) {
    for (const type of allTypes) {
      for (const isGguf of [false, true]) {
        const choice = chooseImage(task.toString(), type, { isGguf });
        if ('reason' in choice) {
          continue;
        }
        chosen += 1;
        const { acceleratorKind, architecture, cudaVersion } = choice.image.profile!;
        expect(acceleratorKind).toBe(type.acceleratorKind);
        expect([undefined, architecture]).toContain(type.architecture);
        const generation = gpuGeneration(type.acceleratorName);
        expect(acceleratorKind !== GPU || servesCuda(generation!, cudaVersion!)).toBe(true);
      }
    }
  }
  expect(chosen).toBeGreaterThan(PIPELINES.length * 200);
});

test('only llama.cpp is chosen for an instance of Arm', () => {
  const arm = allTypes.filter(({ architecture }) => architecture === Architecture.ARM_64);
  expect(arm.length).toBeGreaterThan(50);
  const choices = arm.flatMap(type => allTasks.flatMap(task => [true, false].map(isGguf => chooseImage(task.toString(), type, { isGguf }))));
  expect(new Set(choices.map(choice => 'image' in choice ? choice.image.profile?.server : undefined))).toEqual(new Set([undefined, 'llama-cpp']));
});

test.each([
  ['ml.g6e.2xlarge', 'text-generation', 1800],
  ['ml.inf2.24xlarge', 'text-generation', 3600],
  ['ml.c6i.xlarge', 'text-classification', 600],
])('with an image that the library chooses on %s for %s the container has %d seconds to start', (type, task, seconds) => {
  const plan = modelPlanOf({ container: undefined, instanceType: SageMakerInstanceType.of(type), task: HuggingFaceTask.of(task) });
  expect(plan.startupHealthCheckTimeoutInSeconds).toBe(seconds);
});
