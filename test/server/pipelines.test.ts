import { lacksPipeline, PIPELINE_NAMES } from '../../src/server/pipelines';

/** Versions of Transformers with a pipeline, and the versions without it before and after: SUPPORTED_TASKS in the package of each. */
test.each<[string, string[], string[]]>([
  ['any-to-any', ['5.0.0', '5.5.3'], ['4.57.0']],
  ['audio-classification', ['4.11.0', '5.5.3'], ['4.10.3']],
  ['automatic-speech-recognition', ['4.9.0', '5.5.3'], ['4.8.2']],
  ['conversational', ['4.6.1', '4.41.2'], ['4.42.0', '5.5.3']],
  ['depth-estimation', ['4.24.0', '5.5.3'], ['4.23.1']],
  ['document-question-answering', ['4.22.0', '5.5.3'], ['4.21.3']],
  ['image-feature-extraction', ['4.38.0', '5.5.3'], ['4.37.2']],
  ['image-segmentation', ['4.12.0', '5.5.3'], ['4.11.3']],
  ['image-text-to-text', ['4.47.0', '5.5.3'], ['4.46.3']],
  ['image-to-image', ['4.34.0', '5.2.0'], ['4.33.3', '5.3.0']],
  ['image-to-text', ['4.22.0', '4.57.0'], ['4.21.3', '5.0.0']],
  ['keypoint-matching', ['5.0.0', '5.5.3'], ['4.57.0']],
  ['mask-generation', ['4.29.0', '5.5.3'], ['4.28.1']],
  ['object-detection', ['4.11.0', '5.5.3'], ['4.10.3']],
  ['question-answering', ['4.6.1', '5.2.0'], ['5.3.0']],
  ['summarization', ['4.6.1', '4.57.0'], ['5.0.0']],
  ['text-to-audio', ['4.32.0', '5.5.3'], ['4.31.0']],
  ['text-to-speech', ['4.32.0', '5.5.3'], ['4.31.0']],
  ['text2text-generation', ['4.6.1', '4.57.0'], ['5.0.0']],
  ['translation', ['4.6.1', '4.57.0'], ['5.0.0']],
  ['translation_en_to_fr', ['4.6.1', '4.57.0'], ['5.0.0']],
  ['video-classification', ['4.26.0', '5.5.3'], ['4.25.1']],
  ['visual-question-answering', ['4.20.0', '5.2.0'], ['4.19.4', '5.3.0']],
  ['vqa', ['4.20.0', '5.2.0'], ['4.19.4', '5.3.0']],
  ['zero-shot-audio-classification', ['4.27.0', '5.5.3'], ['4.26.1']],
  ['zero-shot-image-classification', ['4.17.0', '5.5.3'], ['4.16.2']],
  ['zero-shot-object-detection', ['4.23.0', '5.5.3'], ['4.22.2']],
  ['text-classification', ['4.6.1', '5.5.3'], []],
  ['a-translation_en_to_fr', ['5.5.3'], []],
  ['translation_en_to_fr-x', ['5.5.3'], []],
])('%s is a pipeline of %j, and not of %j', (task, has, lacks) => {
  expect(has.filter(version => lacksPipeline(task, version))).toEqual([]);
  expect(lacks.filter(version => !lacksPipeline(task, version))).toEqual([]);
  expect(lacksPipeline(task, undefined)).toBe(false);
});

test('other names of pipelines are known, too', () => {
  expect(PIPELINE_NAMES).toEqual(expect.arrayContaining(['ner', 'sentiment-analysis', 'vqa', 'text-to-speech']));
});
