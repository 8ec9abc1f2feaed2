import { HuggingFaceTask } from '../../src';
import { INFERENCE_TOOLKIT, INFERENCE_TOOLKIT_NEURON } from '../../src/server/inference-toolkit';
import { LMI } from '../../src/server/lmi';
import { ServerDefinition } from '../../src/server/server-definition';
import { TEI } from '../../src/server/tei';
import { TGI } from '../../src/server/tgi';
import { TGI_NEURON } from '../../src/server/tgi-neuron';
import { VLLM } from '../../src/server/vllm';

const TASKS: readonly string[] = [...Object.values(HuggingFaceTask).map(String), 'text2text-generation'];
const GENERATION = ['any-to-any', 'audio-text-to-text', 'image-text-to-text', 'text-generation', 'video-text-to-text'];

/** The tasks without a pipeline of Transformers: https://huggingface.co/docs/transformers/v4.51.3/main_classes/pipelines */
const WITHOUT_PIPELINE = [
  'audio-text-to-text', 'audio-to-audio', 'graph-ml', 'image-text-to-image', 'image-text-to-video', 'image-to-3d', 'image-to-video',
  'keypoint-detection', 'reinforcement-learning', 'robotics', 'tabular-classification', 'tabular-regression', 'text-ranking', 'text-to-3d',
  'text-to-video', 'time-series-forecasting', 'unconditional-image-generation', 'video-text-to-text', 'video-to-video',
  'visual-document-retrieval', 'voice-activity-detection',
];

test.each<[string, ServerDefinition, string[]]>([
  ['TGI', TGI, [...GENERATION, 'text2text-generation']],
  ['TGI on AWS Neuron', TGI_NEURON, GENERATION],
  ['TEI', TEI, ['feature-extraction', 'fill-mask', 'sentence-similarity', 'text-classification', 'text-ranking', 'token-classification']],
  // https://github.com/huggingface/optimum-neuron/blob/v0.3.0/optimum/neuron/pipelines/transformers/base.py
  ['the toolkit on AWS Neuron', INFERENCE_TOOLKIT_NEURON, [
    'audio-classification', 'automatic-speech-recognition', 'feature-extraction', 'fill-mask', 'image-classification', 'image-segmentation',
    'object-detection', 'question-answering', 'text-classification', 'text-generation', 'token-classification',
  ]],
])('%s serves these tasks', (_name, { traits }, expected) => {
  const served = [...new Set([...TASKS, ...expected])].filter(task => traits.servesTask!(task, undefined));
  expect(served.sort()).toEqual([...expected].sort());
});

test('the toolkit serves all tasks that have a pipeline in its version', () => {
  const { servesTask } = INFERENCE_TOOLKIT.traits;
  const unserved = [...new Set([...TASKS, ...WITHOUT_PIPELINE])].filter(task => !servesTask!(task, undefined));
  expect(unserved.sort()).toEqual(WITHOUT_PIPELINE);
  expect(servesTask!('any-to-any', '4.57.0')).toBe(false);
  expect(servesTask!('any-to-any', '5.0.0')).toBe(true);
});

test('of other servers, the tasks are not known', () => {
  expect(VLLM.traits.servesTask).toBeUndefined();
  expect(LMI.traits.servesTask).toBeUndefined();
});
