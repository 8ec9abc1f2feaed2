import * as tasks from '@huggingface/tasks';
import { CfnParameter } from 'aws-cdk-lib/core';
import { AcceleratorKind, Architecture, HuggingFaceTask, ModelServer, SageMakerInstanceType } from '../../src';
import { gpuGeneration, servesCuda } from '../../src/instance/gpu-generation';
import { pickImage } from '../../src/plan/image-pick';
import { TASKS_WITHOUT_PIPELINE } from '../../src/server/inference-toolkit';
import { newEndpoint, newStack, planOf } from '../util';

const allTypes = [
  ...Object.entries(SageMakerInstanceType).filter(([name]) => name.startsWith('ML_')).map(([, type]) => type as SageMakerInstanceType),
  SageMakerInstanceType.of('ml.z99.48xlarge'),
];
const allTasks = Object.entries(HuggingFaceTask).filter(([name]) => /^[A-Z]/.test(name)).map(([, task]) => task as HuggingFaceTask);

function pickedImage(task: string, type: string): string | undefined {
  const pick = pickImage(task, SageMakerInstanceType.of(type));
  return 'container' in pick ? pick.container._availability!.image : undefined;
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
  expect(pickedImage(task, type)).toBe(expected);
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

test('the inference toolkit is not picked for a task that has no pipeline, unless it is named', () => {
  for (const task of TASKS_WITHOUT_PIPELINE) {
    const pick = pickImage(task, SageMakerInstanceType.ML_G5_XLARGE);
    expect('container' in pick ? pick.container.profile?.server : pick.problem).not.toBe('inference-toolkit');
  }
  expect(() => newEndpoint(newStack(), { container: undefined, environment: {}, task: HuggingFaceTask.TEXT_TO_VIDEO }))
    .toThrow("no image that the library would take serves the task text-to-video; name the image with 'container', or a server that serves it with 'server'");
  expect(planOf({ container: undefined, task: HuggingFaceTask.VIDEO_TEXT_TO_TEXT, server: ModelServer.vllm() }).container?.profile?.server).toBe('vllm');
});

test.each([
  ['text-generation', 'ml.c6i.xlarge', "the task text-generation is served on a GPU or AWS Neuron, and 'instanceType' ml.c6i.xlarge has neither; take another instance type, or name the image with 'container': llama.cpp serves weights in GGUF form on a CPU, which a model id does not tell"],
  ['any-to-any', 'ml.c6i.xlarge', "the task any-to-any is served on a GPU, which 'instanceType' ml.c6i.xlarge does not have; take another instance type, or name the image with 'container'"],
  ['feature-extraction', 'ml.inf2.xlarge', "the task feature-extraction is served on a GPU or a CPU alone, which 'instanceType' ml.inf2.xlarge does not have"],
  ['text-generation', 'ml.p3.2xlarge', "no image for the task text-generation that the library would take runs on the V100 of 'instanceType' ml.p3.2xlarge; take another instance type, or name the image with 'container'"],
  ['feature-extraction', 'ml.p3.2xlarge', 'runs on the V100 of'],
  ['text-generation', 'ml.inf1.xlarge', 'runs on the Inferentia of'],
  ['text-classification', 'ml.g7e.2xlarge', 'runs on the RTX PRO 6000 of'],
  ['text-generation', 'ml.c7g.xlarge', "no image of AWS for the task text-generation is built for arm64, which 'instanceType' ml.c7g.xlarge is; take an instance type of x86_64"],
  ['text-generation', 'ml.z99.48xlarge', "depends on the accelerator of 'instanceType', which is not known of ml.z99.48xlarge; name the image with 'container'"],
])('fails for %s on %s', (task, type, message) => {
  expect(() => newEndpoint(newStack(), {
    container: undefined, environment: {}, task: HuggingFaceTask.of(task), instanceType: SageMakerInstanceType.of(type),
  })).toThrow(message);
});

test('a server that is named decides which image is picked', () => {
  const plan = planOf({ container: undefined, server: ModelServer.tei() });
  expect(plan.container?._availability?.image).toBe('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04');
  expect(() => newEndpoint(newStack(), { container: undefined, server: ModelServer.sglang() }))
    .toThrow("Stack/Endpoint: no image with SGLang is picked by the library; name the image with 'container'");
});

test('fails where task or instance type are not known yet', () => {
  const stack = newStack();
  const instanceType = SageMakerInstanceType.of(new CfnParameter(stack, 'Type').valueAsString);
  expect(() => newEndpoint(stack, { container: undefined, instanceType })).toThrow("depends on 'task' and 'instanceType', which are not known yet");
});

test('every task on every instance type has an image that fits, or an error that says why', () => {
  let picked = 0;
  for (const task of allTasks) {
    for (const type of allTypes) {
      const pick = pickImage(task.toString(), type);
      if ('problem' in pick) {
        expect(pick.problem).toMatch(/name the image with 'container'/);
        continue;
      }
      picked += 1;
      const { acceleratorKind, architecture, cudaVersion } = pick.container.profile!;
      expect(acceleratorKind).toBe(type.acceleratorKind);
      expect([undefined, architecture]).toContain(type.architecture);
      const generation = gpuGeneration(type.acceleratorName);
      expect(acceleratorKind !== AcceleratorKind.GPU || servesCuda(generation!, cudaVersion!)).toBe(true);
    }
  }
  expect(picked).toBeGreaterThan(PIPELINES.length * 100);
});

test('no image is picked for an instance of Arm', () => {
  const arm = allTypes.filter(({ architecture }) => architecture === Architecture.ARM_64);
  expect(arm.length).toBeGreaterThan(50);
  expect(arm.filter(type => 'container' in pickImage('text-classification', type))).toEqual([]);
});

test.each([
  ['ml.g6e.2xlarge', 'text-generation', 1800],
  ['ml.inf2.24xlarge', 'text-generation', 3600],
  ['ml.c6i.xlarge', 'text-classification', 600],
])('with an image that the library picks on %s for %s the container has %d seconds to start', (type, task, seconds) => {
  const plan = planOf({ container: undefined, instanceType: SageMakerInstanceType.of(type), task: HuggingFaceTask.of(task) });
  expect(plan.startupHealthCheckTimeoutInSeconds).toBe(seconds);
});
