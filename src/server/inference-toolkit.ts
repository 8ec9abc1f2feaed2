import { hubModel, hubToken, option, revision } from './common-settings';
import { ModelServerOptions } from './model-server-options';
import { lacksPipeline } from './pipelines';
import { defineServer, ServerTraits } from './server-definition';
import { setting } from './server-setting';
import { ServerFamily } from '../container/server-family';

/**
 * The options of the Hugging Face inference toolkit.
 *
 * @see https://huggingface.co/docs/sagemaker/reference/inference-toolkit
 */
export interface InferenceToolkitOptions extends ModelServerOptions {
  /**
   * Whether the server may run code from the repository of the model.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;

  /**
   * The number of processes that serve the model: an integer of at least 1.
   *
   * @default - chosen by the server
   */
  readonly workers?: number;
}

/** The toolkit downloads the model of `HF_MODEL_ID` even if the model is in the container, so the variable is not set in that case. */
const SETTINGS = [
  hubModel(['HF_MODEL_ID']),
  revision('HF_MODEL_REVISION'),
  hubToken([{ name: 'HF_API_TOKEN' }]),
  setting({
    name: 'task',
    form: 'text',
    variables: [{ name: 'HF_TASK' }],
    default: ({ task }) => task,
    defaultText: 'the prop task',
  }),
  // the pipeline of 4.26.0 is the first one in an image that can run such code, that of 4.17.0 cannot:
  // https://github.com/huggingface/transformers/blob/v4.17.0/src/transformers/pipelines/__init__.py. The toolkit reads the variable from 2.3.0 on, of
  // November 2023, and an image has the newest one of the day that it was built, which is not known of 4.26.0 and 4.28.1:
  // https://github.com/aws/sagemaker-huggingface-inference-toolkit/releases/tag/v2.3.0
  option('trustRemoteCode', 'flag', [{ name: 'HF_TRUST_REMOTE_CODE', since: '4.26.0' }]),
  option('workers', 'count', 'SAGEMAKER_MODEL_SERVER_WORKERS'),
];

const SOURCE = 'https://github.com/aws/sagemaker-huggingface-inference-toolkit/tree/main/src/sagemaker_huggingface_inference_toolkit';

/**
 * The tasks of the Hub that the toolkit cannot serve: Transformers has no pipeline for them, and raises `Unknown task`.
 *
 * Based on the pipelines of version 4.51, and the pipeline for several modalities of version 5. The toolkit adds `text-to-image`.
 *
 * @see https://huggingface.co/docs/transformers/v4.51.3/main_classes/pipelines
 * @see https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/main/src/sagemaker_huggingface_inference_toolkit/transformers_utils.py
 */
export const TASKS_WITHOUT_PIPELINE: readonly string[] = [
  'audio-text-to-text', 'audio-to-audio', 'graph-ml', 'image-text-to-image', 'image-text-to-video', 'image-to-3d', 'image-to-video',
  'keypoint-detection', 'reinforcement-learning', 'robotics', 'tabular-classification', 'tabular-regression', 'text-ranking', 'text-to-3d',
  'text-to-video', 'time-series-forecasting', 'unconditional-image-generation', 'video-text-to-text', 'video-to-video',
  'visual-document-retrieval', 'voice-activity-detection',
];

/**
 * The tasks that it serves on AWS Neuron. It raises an error for all others.
 *
 * @see https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/main/src/sagemaker_huggingface_inference_toolkit/optimum_utils.py
 * @see https://github.com/huggingface/optimum-neuron/blob/v0.3.0/optimum/neuron/pipelines/transformers/base.py
 */
const NEURON_TASKS: readonly string[] = [
  'audio-classification', 'automatic-speech-recognition', 'feature-extraction', 'fill-mask', 'image-classification', 'image-segmentation',
  'object-detection', 'question-answering', 'text-classification', 'text-generation', 'token-classification',
];

const TRAITS: ServerTraits<never> = {
  memoryShare: undefined,
  holdsWeightsOnAccelerators: false, // code of the user decides
  servesLargeModels: false,
  runsSingleCopy: false,
  copiesKeyValueHeads: true,
  servesTask: (task, version) => !TASKS_WITHOUT_PIPELINE.includes(task) && !lacksPipeline(task, version),
  loadsOnlyGguf: false,
  quantizationInModelId: undefined,
  rejectsBfloat16OnOldGpus: false,
  runtimeAdapters: false,
  contextSetting: undefined,
  degreeSetting: undefined,
  compiledLengthSetting: undefined,
  variablePrefixes: [],
  alsoReads: [],
};

export const INFERENCE_TOOLKIT = defineServer({
  family: ServerFamily.INFERENCE_TOOLKIT,
  neuron: false,
  title: 'Hugging Face inference toolkit',
  source: SOURCE,
  settings: SETTINGS,
  traits: TRAITS,
});

export const INFERENCE_TOOLKIT_NEURON = defineServer({
  family: ServerFamily.INFERENCE_TOOLKIT,
  neuron: true,
  title: 'Hugging Face inference toolkit on AWS Neuron',
  source: SOURCE,
  settings: [
    ...SETTINGS,
    option('batchSize', 'count', 'HF_OPTIMUM_BATCH_SIZE'),
    option('sequenceLength', 'count', 'HF_OPTIMUM_SEQUENCE_LENGTH'),
  ],
  traits: {
    ...TRAITS,
    servesTask: task => NEURON_TASKS.includes(task),
    // https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/main/src/sagemaker_huggingface_inference_toolkit/optimum_utils.py
    compiledLengthSetting: 'sequenceLength',
    variablePrefixes: ['HF_OPTIMUM_'],
  },
});
