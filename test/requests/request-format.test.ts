import { readFileSync } from 'fs';
import { join } from 'path';
import { requestTable } from '../../projenrc/catalog/request-tables';
import { ServerFamily } from '../../src/container/server-family';
import { JsonPath, REQUEST_FORMATS, requestFormats } from '../../src/requests/request-format';

const { INFERENCE_TOOLKIT, LLAMA_CPP, LMI, SGLANG, TEI, TGI, VLLM, VLLM_OMNI } = ServerFamily;

const CHAT = '{"model":"m","messages":[{"role":"user","content":"Why is the sky blue?"}],"max_tokens":256}';
const TEXT = '{"inputs":"Why is the sky blue?","parameters":{"max_new_tokens":256}}';

/** What OpenAI's API answers: https://platform.openai.com/docs/api-reference/chat */
const CHAT_ANSWERS: [string, string] = ['{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"}}]}', '{"choices":[{"index":0,"delta":{"content":"Hi"}}]}'];
const COMPLETION_ANSWER = '{"choices":[{"index":0,"text":"Hi"}]}';

/** A part of a stream of TGI, and of LMI: https://huggingface.github.io/text-generation-inference/ */
const STREAMED = '{"index":1,"token":{"id":1,"text":"Hi"}}';

/** The body of each request, and answers of the server with the text `Hi`: in one piece, and a part of a stream. */
const REQUESTS: [ServerFamily, string, string | undefined, string?, string?][] = [
  [VLLM, 'chat', CHAT, ...CHAT_ANSWERS],
  [VLLM, 'completion', '{"model":"m","prompt":"Why is the sky blue?","max_tokens":256}', COMPLETION_ANSWER, COMPLETION_ANSWER],
  [VLLM, 'embeddings', '{"model":"m","input":["Why is the sky blue?","Rayleigh scattering."]}'],
  [VLLM, 'ranking', '{"model":"m","query":"Why is the sky blue?","documents":["Rayleigh scattering.","Blue paint."]}'],
  [VLLM, 'classification', '{"model":"m","input":"Why is the sky blue?"}'],
  [VLLM_OMNI, 'chat', CHAT, ...CHAT_ANSWERS],
  [VLLM_OMNI, 'image generation', '{"prompt":"a red apple on a white table","size":"512x512","n":1}'],
  [SGLANG, 'chat', CHAT, ...CHAT_ANSWERS],
  [TGI, 'text generation', TEXT, '[{"generated_text":"Hi"}]', STREAMED],
  [TGI, 'chat', CHAT, ...CHAT_ANSWERS],
  [TEI, 'embeddings', '{"inputs":["Why is the sky blue?","Rayleigh scattering."]}'],
  [TEI, 'ranking', '{"query":"Why is the sky blue?","texts":["Rayleigh scattering.","Blue paint."]}'],
  [TEI, 'classification', '{"inputs":"I like it."}'],
  [TEI, 'similarity', '{"inputs":{"source_sentence":"Why is the sky blue?","sentences":["The sky looks blue.","It rains."]}}'],
  [INFERENCE_TOOLKIT, 'classification', '{"inputs":"The endpoint works, and I am happy with it."}'],
  [INFERENCE_TOOLKIT, 'named entities', '{"inputs":"Ada Lovelace lived in London."}'],
  [INFERENCE_TOOLKIT, 'question answering', '{"inputs":{"question":"What is blue?","context":"The sky is blue."}}'],
  [INFERENCE_TOOLKIT, 'table question answering',
    '{"inputs":{"query":"How many dogs are there?","table":{"Animal":["dog","cat"],"Number":["2","3"]}}}'],
  [INFERENCE_TOOLKIT, 'zero-shot classification',
    '{"inputs":"My instance does not start.","parameters":{"candidate_labels":["hardware","billing"]}}'],
  [INFERENCE_TOOLKIT, 'summarization', '{"inputs":"The sky is blue, because air scatters blue light more than red light."}', '[{"summary_text":"Hi"}]'],
  [INFERENCE_TOOLKIT, 'translation', '{"inputs":"The sky is blue."}', '[{"translation_text":"Hi"}]'],
  [INFERENCE_TOOLKIT, 'masked words', '{"inputs":"The sky is [MASK]."}'],
  [INFERENCE_TOOLKIT, 'text generation', TEXT, '[{"generated_text":"Hi"}]'],
  [INFERENCE_TOOLKIT, 'embeddings', '{"inputs":"Why is the sky blue?"}'],
  [INFERENCE_TOOLKIT, 'images', undefined],
  [INFERENCE_TOOLKIT, 'audio', undefined],
  [LLAMA_CPP, 'chat', CHAT, ...CHAT_ANSWERS],
  [LMI, 'text generation', TEXT, '{"generated_text":"Hi"}', STREAMED],
];

test('each request of each server is listed here', () => {
  const all = Object.entries(REQUEST_FORMATS).flatMap(([server, formats]) => formats.map(({ purpose }) => `${server} ${purpose}`));
  expect(REQUESTS.map(([server, purpose]) => `${server} ${purpose}`).sort()).toEqual(all.sort());
});

describe.each(REQUESTS)('the request of %s: %s', (server, purpose, expected, answer, part) => {
  const { body, contentType, text, streamedText } = REQUEST_FORMATS[server].find(each => each.purpose === purpose)!;
  const at = (json: string, path: JsonPath) => path.reduce((node, key) => node[key], JSON.parse(json));

  test('has a body', () => {
    expect(body && JSON.stringify(body('m'))).toBe(expected);
    expect(contentType === 'application/json').toBe(expected !== undefined);
  });

  test('has an answer', () => {
    expect(text && at(answer!, text)).toBe(answer && 'Hi');
    expect(streamedText && at(part!, streamedText)).toBe(part && 'Hi');
  });
});

test.each(Object.keys(REQUEST_FORMATS) as ServerFamily[])('the documentation lists the requests of %s', server => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'invoking.md'), 'utf8')).toContain(requestTable(server).join('\n'));
});

test.each<[ServerFamily, string, string[]]>([
  [VLLM, 'text-generation', ['chat', 'completion']],
  [VLLM, 'sentence-similarity', ['embeddings']],
  [TEI, 'sentence-similarity', ['similarity']],
  [TGI, 'image-text-to-text', ['text generation', 'chat']],
  [INFERENCE_TOOLKIT, 'audio-classification', ['audio']],
  [INFERENCE_TOOLKIT, 'depth-estimation', []],
])('%s has requests for %s, the usual one first', (server, task, purposes) => {
  expect(requestFormats({ server, task }).map(({ purpose }) => purpose)).toEqual(purposes);
  expect(requestFormats({ server, task, chatsOnly: false })).toEqual(requestFormats({ server, task }));
});

test('a version of TGI that accepts chats only has no other request', () => {
  expect(requestFormats({ server: TGI, task: 'text-generation', chatsOnly: true }).map(({ purpose }) => purpose)).toEqual(['chat']);
  expect(requestFormats({ server: TGI, task: 'summarization', chatsOnly: true })).toEqual([]);
});

test('some models of a task lack what a request needs', () => {
  const found = Object.entries(REQUEST_FORMATS).flatMap(([server, formats]) =>
    formats.flatMap(({ purpose, unless }) => unless === undefined ? [] : [`${server}, ${purpose}: ${unless}`]));
  // llama.cpp has a default chat template: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
  expect(found).toEqual([
    'vllm, chat: chat template', 'vllm-omni, chat: chat template', 'sglang, chat: chat template', 'tgi, chat: chat template',
    'inference-toolkit, masked words: mask token',
  ]);
});
