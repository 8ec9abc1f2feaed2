import * as tasks from '@huggingface/tasks';
import { CfnParameter } from 'aws-cdk-lib/core';
import { AcceleratorKind, Architecture, HuggingFaceTask, ModelServer, SageMakerInstanceType } from '../../src';
import { gpuGeneration, servesCuda } from '../../src/instance/gpu-generation';
import { chooseImage, NoImage } from '../../src/plan/image-choice';
import { TASKS_WITHOUT_PIPELINE } from '../../src/server/inference-toolkit';
import { modelPlanOf, newStack } from '../util';

const allTypes = [
  ...Object.entries(SageMakerInstanceType).filter(([name]) => name.startsWith('ML_')).map(([, type]) => type as SageMakerInstanceType),
  SageMakerInstanceType.of('ml.z99.48xlarge'),
];
const allTasks = Object.entries(HuggingFaceTask).filter(([name]) => /^[A-Z]/.test(name)).map(([, task]) => task as HuggingFaceTask);

function chosenImage(task: string, type: string): string | undefined {
  const choice = chooseImage(task, SageMakerInstanceType.of(type));
  return 'image' in choice ? choice.image._availability!.image : undefined;
}

test('there is a constant for every task of the Hub', () => {
  const hidden = ['other', 'tabular-to-text', 'table-to-text', 'multiple-choice', 'text-retrieval'];
  expect(allTasks.map(String).sort()).toEqual(Object.keys(tasks.PIPELINE_DATA).filter(task => !hidden.includes(task)).sort());
});

test.each([
  ['text-generation', 'ml.g6e.2xlarge', 'huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04'],
  ['image-text-to-text', 'ml.p5.48xlarge', 'huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04'],
  ['text-generation', 'ml.inf2.24xlarge', 'huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.4-neuronx-py310-sdk2.26.1-ubuntu22.04'],
  ['any-to-any', 'ml.g6e.2xlarge', 'huggingface-vllm-omni:0.20.0-transformers5.8.1-gpu-py312-cu130-amzn2023'],
  ['feature-extraction', 'ml.g5.xlarge', 'tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04'],
  ['feature-extraction', 'ml.g7e.2xlarge', 'tei:2.0.1-tei1.9.3-gpu-py310-cu129-ubuntu24.04'],
  ['text-ranking', 'ml.c6i.xlarge', 'tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04'],
  ['text-classification', 'ml.c6i.xlarge', 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04'],
  ['text-classification', 'ml.g5.xlarge', 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04'],
  ['text-classification', 'ml.inf2.xlarge', 'huggingface-pytorch-inference-neuronx:2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04'],
  ['a-task-of-tomorrow', 'ml.c6i.xlarge', 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04'],
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

function reasonFor(task: string, type: string, server?: ModelServer): NoImage['reason'] | undefined {
  const choice = chooseImage(task, SageMakerInstanceType.of(type), server?._definition);
  return 'reason' in choice ? choice.reason : undefined;
}

test('the inference toolkit is not chosen for a task that has no pipeline', () => {
  for (const task of TASKS_WITHOUT_PIPELINE.filter(each => chosenServer(each) === 'inference-toolkit' || chosenServer(each) === undefined)) {
    expect(reasonFor(task, 'ml.g5.xlarge')).toBe('task');
  }
  expect(reasonFor('text-to-video', 'ml.g5.xlarge')).toBe('task');
  expect(chosenServer('video-text-to-text', ModelServer.vllm())).toBe('vllm');
});

function chosenServer(task: string, server?: ModelServer): string | undefined {
  const choice = chooseImage(task, SageMakerInstanceType.ML_G5_XLARGE, server?._definition);
  return 'image' in choice ? choice.image.profile?.server : undefined;
}

test.each<[string, string, NoImage['reason']]>([
  ['text-generation', 'ml.c6i.xlarge', 'cpu'],
  ['any-to-any', 'ml.c6i.xlarge', 'accelerator'],
  ['feature-extraction', 'ml.inf2.xlarge', 'accelerator'],
  ['text-generation', 'ml.p3.2xlarge', 'generation'],
  ['feature-extraction', 'ml.p3.2xlarge', 'generation'],
  ['text-generation', 'ml.inf1.xlarge', 'generation'],
  ['text-classification', 'ml.g7e.2xlarge', 'generation'],
  ['text-generation', 'ml.c7g.xlarge', 'architecture'],
  ['text-generation', 'ml.z99.48xlarge', 'unknown-accelerator'],
])('there is none for %s on %s: %s', (task, type, reason) => {
  expect(reasonFor(task, type)).toBe(reason);
});

test('a server that the user names decides which image is chosen', () => {
  const { image } = modelPlanOf({ container: undefined, server: ModelServer.tei() });
  expect(image?._availability?.image).toBe('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04');
  expect(reasonFor('text-generation', 'ml.g5.xlarge', ModelServer.sglang())).toBe('server');
});

test('there is none if the task or the instance type is an unresolved token', () => {
  const type = new CfnParameter(newStack(), 'Type').valueAsString;
  expect(reasonFor('text-generation', type)).toBe('unresolved');
  expect(reasonFor(type, 'ml.g5.xlarge')).toBe('unresolved');
});

test('every task on every instance type has an image that fits, or a reason why there is none', () => {
  let chosen = 0;
  for (const task of allTasks) {
    for (const type of allTypes) {
      const choice = chooseImage(task.toString(), type);
      if ('reason' in choice) {
        continue;
      }
      chosen += 1;
      const { acceleratorKind, architecture, cudaVersion } = choice.image.profile!;
      expect(acceleratorKind).toBe(type.acceleratorKind);
      expect([undefined, architecture]).toContain(type.architecture);
      const generation = gpuGeneration(type.acceleratorName);
      expect(acceleratorKind !== AcceleratorKind.GPU || servesCuda(generation!, cudaVersion!)).toBe(true);
    }
  }
  expect(chosen).toBeGreaterThan(PIPELINES.length * 100);
});

test('no image is chosen for an instance of Arm', () => {
  const arm = allTypes.filter(({ architecture }) => architecture === Architecture.ARM_64);
  expect(arm.length).toBeGreaterThan(50);
  expect(arm.filter(type => 'image' in chooseImage('text-classification', type))).toEqual([]);
});

test.each([
  ['ml.g6e.2xlarge', 'text-generation', 1800],
  ['ml.inf2.24xlarge', 'text-generation', 3600],
  ['ml.c6i.xlarge', 'text-classification', 600],
])('with an image that the library chooses on %s for %s the container has %d seconds to start', (type, task, seconds) => {
  const model = modelPlanOf({ container: undefined, instanceType: SageMakerInstanceType.of(type), task: HuggingFaceTask.of(task) });
  expect(model.startupHealthCheckTimeoutInSeconds).toBe(seconds);
});
