import { isWithin } from './server-setting';

/** The first version of Transformers that has a pipeline, and the first later one that no longer has it. */
interface PipelineVersions {
  readonly since?: string;
  readonly before?: string;
}

/** What the pipeline `translation` serves, also under names such as `translation_en_to_fr`. */
const TRANSLATION: PipelineVersions = { before: '5.0.0' };

const VISUAL_QUESTION_ANSWERING: PipelineVersions = { since: '4.20.0', before: '5.3.0' };
const TEXT_TO_AUDIO: PipelineVersions = { since: '4.32.0' };

/**
 * The pipelines, and other names of them, that not every version of Transformers from 4.6.1 to 5.5.3 has: `SUPPORTED_TASKS` and `TASK_ALIASES` in the
 * packages of these versions, of which the first and the last of each change were read.
 *
 * @see https://github.com/huggingface/transformers/blob/v5.5.3/src/transformers/pipelines/__init__.py
 */
const PIPELINES: ReadonlyMap<string, PipelineVersions> = new Map([
  ['any-to-any', { since: '5.0.0' }],
  ['audio-classification', { since: '4.11.0' }],
  ['automatic-speech-recognition', { since: '4.9.0' }],
  ['conversational', { before: '4.42.0' }],
  ['depth-estimation', { since: '4.24.0' }],
  ['document-question-answering', { since: '4.22.0' }],
  ['image-feature-extraction', { since: '4.38.0' }],
  ['image-segmentation', { since: '4.12.0' }],
  ['image-text-to-text', { since: '4.47.0' }],
  ['image-to-image', { since: '4.34.0', before: '5.3.0' }],
  ['image-to-text', { since: '4.22.0', before: '5.0.0' }],
  ['keypoint-matching', { since: '5.0.0' }],
  ['mask-generation', { since: '4.29.0' }],
  ['object-detection', { since: '4.11.0' }],
  ['question-answering', { before: '5.3.0' }],
  ['summarization', { before: '5.0.0' }],
  ['text-to-audio', TEXT_TO_AUDIO],
  ['text-to-speech', TEXT_TO_AUDIO],
  ['text2text-generation', { before: '5.0.0' }],
  ['translation', TRANSLATION],
  ['video-classification', { since: '4.26.0' }],
  ['visual-question-answering', VISUAL_QUESTION_ANSWERING],
  ['vqa', VISUAL_QUESTION_ANSWERING],
  ['zero-shot-audio-classification', { since: '4.27.0' }],
  ['zero-shot-image-classification', { since: '4.17.0' }],
  ['zero-shot-object-detection', { since: '4.23.0' }],
]);

/** The tasks that Transformers serves under a name that is not a task of the Hub. */
export const PIPELINE_NAMES: readonly string[] = ['ner', 'sentiment-analysis', ...PIPELINES.keys()];

/** Whether a version of Transformers is known to have no pipeline for a task. */
export function lacksPipeline(task: string, version: string | undefined): boolean {
  const versions = /^translation_\w+_to_\w+$/.test(task) ? TRANSLATION : PIPELINES.get(task);
  return versions !== undefined && version !== undefined && !isWithin(version, versions.since, versions.before);
}
