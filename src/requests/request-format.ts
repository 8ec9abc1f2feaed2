import { ServerFamily } from '../container/server-family';
import { GENERATION_TASKS } from '../server/tasks';

/** A path within JSON, such as `choices[0].text`. */
export type JsonPath = readonly (string | number)[];

/** How a server is asked, and how it answers, for one purpose. */
export interface RequestFormat {
  /** What the request is for, as a phrase of docs/invoking.md. */
  readonly purpose: string;

  /** The tasks that the request is for. */
  readonly tasks: readonly string[];

  /** The body, as JSON. Undefined if the body is a file. */
  readonly body?: (servedModelName: string) => object;

  /** The content type of the body. */
  readonly contentType: string;

  /** The path of the server that an image of AWS forwards the request to, in the custom attributes. */
  readonly route?: string;

  /** The answer, as a phrase. */
  readonly answer: string;

  /** Where the text is in an answer in one piece. Undefined if the answer is not text. */
  readonly text?: JsonPath;

  /** Where the text is in each part of a streamed answer. Undefined if the server does not stream the answer. */
  readonly streamedText?: JsonPath;

  /** What some models of the task lack, so that the request fails although the endpoint works. */
  readonly unless?: 'chat template' | 'mask token';

  /** Whether the request needs the option `messagesApi` in versions that have it. */
  readonly messagesApi?: boolean;

  readonly source: string;
}

/** The prompt of every request that has one. */
export const QUESTION = 'Why is the sky blue?';
const ANSWERS = ['Rayleigh scattering.', 'Blue paint.'];
const JSON_TYPE = 'application/json';

const VLLM_SOURCE = 'https://github.com/vllm-project/vllm/blob/main/vllm/entrypoints/sagemaker/api_router.py';
const OMNI_SOURCE = 'https://github.com/aws/deep-learning-containers/blob/main/docs/vllm-omni/deployment/sagemaker.md';
const SGLANG_SOURCE = 'https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/entrypoints/http_server.py';
const TGI_SOURCE = 'https://github.com/huggingface/text-generation-inference/blob/main/router/src/sagemaker.rs';
const TEI_SOURCE = 'https://github.com/aws/deep-learning-containers/blob/main/docs/tei/deployment/sagemaker.md';
const TEI_SERVER = 'https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/http/server.rs';
const LLAMA_SOURCE = 'https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh';
const LMI_SOURCE = 'https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/user_guides/lmi_input_output_schema.md';
const TOOLKIT_SOURCE = 'https://huggingface.co/docs/sagemaker/reference/inference-toolkit';

/** A chat in OpenAI's format. */
function chat(source: string, tasks: readonly string[]): RequestFormat {
  return {
    purpose: 'chat',
    tasks,
    contentType: JSON_TYPE,
    body: model => ({ model, messages: [{ role: 'user', content: QUESTION }], max_tokens: 256 }),
    answer: 'the text is in `choices[0].message.content`',
    text: ['choices', 0, 'message', 'content'],
    streamedText: ['choices', 0, 'delta', 'content'],
    unless: 'chat template',
    source,
  };
}

/** A request with a body in JSON. */
function json(
  purpose: string, tasks: readonly string[], source: string, body: RequestFormat['body'], answer: string, more: Partial<RequestFormat> = {},
): RequestFormat {
  return { purpose, tasks, contentType: JSON_TYPE, body, answer, source, ...more };
}

/** A request whose body is a file. */
function file(purpose: string, tasks: readonly string[], contentType: string): RequestFormat {
  return { purpose, tasks, contentType, answer: 'the result of the pipeline', source: TOOLKIT_SOURCE };
}

const toolkit = (purpose: string, tasks: readonly string[], body: object, answer: string, more?: Partial<RequestFormat>) =>
  json(purpose, tasks, TOOLKIT_SOURCE, () => body, answer, more);

const completion = json('completion', GENERATION_TASKS, VLLM_SOURCE, model => ({ model, prompt: QUESTION, max_tokens: 256 }),
  'the text is in `choices[0].text`', { text: ['choices', 0, 'text'], streamedText: ['choices', 0, 'text'] });

/**
 * The requests of each server: the only list of them. docs/invoking.md, the outputs of an endpoint, its smoke test and the command line use it.
 *
 * The first format of a task is the usual one. A later one works with every model of the task, if the first does not.
 */
export const REQUEST_FORMATS: Readonly<Record<ServerFamily, readonly RequestFormat[]>> = {
  [ServerFamily.VLLM]: [
    chat(VLLM_SOURCE, GENERATION_TASKS),
    completion,
    json('embeddings', ['feature-extraction', 'sentence-similarity'], VLLM_SOURCE, model => ({ model, input: [QUESTION, ANSWERS[0]] }),
      'a vector per input is in `data[].embedding`'),
    json('ranking', ['text-ranking'], VLLM_SOURCE, model => ({ model, query: QUESTION, documents: ANSWERS }), 'the scores are in `results[]`'),
    json('classification', ['text-classification'], VLLM_SOURCE, model => ({ model, input: QUESTION }), 'the label is in `data[0].label`'),
  ],
  [ServerFamily.VLLM_OMNI]: [
    chat(OMNI_SOURCE, GENERATION_TASKS),
    json('image generation', ['text-to-image'], OMNI_SOURCE, () => ({ prompt: 'a red apple on a white table', size: '512x512', n: 1 }),
      'the image is in `data[0]`', { route: '/v1/images/generations' }),
  ],
  [ServerFamily.SGLANG]: [chat(SGLANG_SOURCE, GENERATION_TASKS)],
  [ServerFamily.TGI]: [
    json('text generation', GENERATION_TASKS, TGI_SOURCE, () => ({ inputs: QUESTION, parameters: { max_new_tokens: 256 } }),
      'the text is in `[0].generated_text`', { text: [0, 'generated_text'], streamedText: ['token', 'text'] }),
    { ...chat(TGI_SOURCE, GENERATION_TASKS), messagesApi: true },
  ],
  [ServerFamily.TEI]: [
    json('embeddings', ['feature-extraction'], TEI_SOURCE, () => ({ inputs: [QUESTION, ANSWERS[0]] }), 'one vector per input: `[[0.01, …], […]]`'),
    json('ranking', ['text-ranking'], TEI_SOURCE, () => ({ query: QUESTION, texts: ANSWERS }), 'the scores: `[{"index": 0, "score": 0.99}, …]`'),
    json('classification', ['text-classification'], TEI_SOURCE, () => ({ inputs: 'I like it.' }), 'labels with scores'),
    json('similarity', ['sentence-similarity'], TEI_SERVER,
      () => ({ inputs: { source_sentence: QUESTION, sentences: ['The sky looks blue.', 'It rains.'] } }), 'one score per sentence: `[0.87, 0.12]`'),
  ],
  [ServerFamily.INFERENCE_TOOLKIT]: [
    toolkit('classification', ['text-classification'], { inputs: 'The endpoint works, and I am happy with it.' },
      'labels with scores: `[{"label": "POSITIVE", "score": 0.99}]`'),
    toolkit('named entities', ['token-classification'], { inputs: 'Ada Lovelace lived in London.' }, 'the entities, with scores'),
    toolkit('question answering', ['question-answering'], { inputs: { question: 'What is blue?', context: 'The sky is blue.' } },
      'the answer is in `answer`'),
    toolkit('table question answering', ['table-question-answering'],
      { inputs: { query: 'How many dogs are there?', table: { Animal: ['dog', 'cat'], Number: ['2', '3'] } } }, 'the answer is in `answer`'),
    toolkit('zero-shot classification', ['zero-shot-classification'],
      { inputs: 'My instance does not start.', parameters: { candidate_labels: ['hardware', 'billing'] } }, 'labels with scores'),
    toolkit('summarization', ['summarization'], { inputs: 'The sky is blue, because air scatters blue light more than red light.' },
      'the text is in `[0].summary_text`', { text: [0, 'summary_text'] }),
    toolkit('translation', ['translation'], { inputs: 'The sky is blue.' },
      'the text is in `[0].translation_text`', { text: [0, 'translation_text'] }),
    toolkit('masked words', ['fill-mask'], { inputs: 'The sky is [MASK].' }, 'words with scores', { unless: 'mask token' }),
    toolkit('text generation', ['text-generation'], { inputs: QUESTION, parameters: { max_new_tokens: 256 } },
      'the text is in `[0].generated_text`', { text: [0, 'generated_text'] }),
    toolkit('embeddings', ['feature-extraction'], { inputs: QUESTION }, 'one vector per token'),
    file('images', ['image-classification', 'object-detection', 'image-segmentation'], 'image/jpeg'),
    file('audio', ['automatic-speech-recognition', 'audio-classification'], 'audio/wav'),
  ],
  [ServerFamily.LLAMA_CPP]: [{ ...chat(LLAMA_SOURCE, GENERATION_TASKS), unless: undefined }],
  [ServerFamily.LMI]: [
    json('text generation', GENERATION_TASKS, LMI_SOURCE, () => ({ inputs: QUESTION, parameters: { max_new_tokens: 256 } }),
      'the text is in `generated_text`', { text: ['generated_text'], streamedText: ['token', 'text'] }),
  ],
};

/** Which request of a server is meant. */
export interface RequestOf {
  readonly server: ServerFamily;
  readonly task: string;

  /** Whether a version of TGI accepts chats only. */
  readonly chatsOnly?: boolean;
}

/** The formats of a server for a task, the usual one first. Empty if none is known. */
export function requestFormats({ server, task, chatsOnly = false }: RequestOf): readonly RequestFormat[] {
  return REQUEST_FORMATS[server].filter(({ tasks, messagesApi = false }) => tasks.includes(task) && (!chatsOnly || messagesApi));
}
