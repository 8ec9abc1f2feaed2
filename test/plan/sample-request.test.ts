import { Token } from 'aws-cdk-lib/core';
import { ServerFamily } from '../../src';
import { requestsOf, sampleRequest, UsedServer } from '../../src/plan/sample-request';

const MESSAGES_API = { name: 'messagesApi', form: 'flag', variables: [{ name: 'MESSAGES' }] };

const used = (family: ServerFamily | undefined, task?: string, environment: Record<string, string> = {}): UsedServer =>
  ({ server: { family, settings: [MESSAGES_API] }, task, environment, origins: {} }) as any;

test.each<[ServerFamily | undefined, string | undefined, string | undefined]>([
  [ServerFamily.VLLM, undefined, 'text-generation'],
  [ServerFamily.VLLM_OMNI, undefined, 'any-to-any'],
  [ServerFamily.SGLANG, undefined, 'text-generation'],
  [ServerFamily.TGI, undefined, 'text-generation'],
  [ServerFamily.LLAMA_CPP, undefined, 'text-generation'],
  [ServerFamily.LMI, undefined, 'text-generation'],
  [ServerFamily.TEI, undefined, undefined],
  [ServerFamily.INFERENCE_TOOLKIT, undefined, undefined],
  [ServerFamily.INFERENCE_TOOLKIT, 'fill-mask', 'fill-mask'],
  [ServerFamily.TEI, 'text-ranking', 'text-ranking'],
  [ServerFamily.TEI, Token.asString({ Ref: 'Task' }), undefined],
  [undefined, 'text-generation', undefined],
])('%s with the task %s accepts requests for %s', (family, task, expected) => {
  const [usual] = requestsOf(used(family, task));
  expect(usual?.tasks ?? [undefined]).toContain(expected);
});

test('only the task says that Text Embeddings Inference is not used for embeddings', () => {
  expect(sampleRequest(used(ServerFamily.TEI))!.tasks).toContain('feature-extraction');
  expect(sampleRequest(used(ServerFamily.TEI, 'text-ranking'))!.tasks).toContain('text-ranking');
  expect(sampleRequest(used(ServerFamily.INFERENCE_TOOLKIT))).toBeUndefined();
  expect(sampleRequest(used(ServerFamily.VLLM))).toBe(requestsOf(used(ServerFamily.VLLM))[0]);
  expect(sampleRequest(used(undefined))).toBeUndefined();
});

test('only TGI with the Messages API is limited to chats', () => {
  const purposes = (family: ServerFamily, MESSAGES: string) => requestsOf(used(family, undefined, { MESSAGES })).map(({ purpose }) => purpose);
  expect(purposes(ServerFamily.TGI, 'true')).not.toEqual(purposes(ServerFamily.TGI, 'false'));
  expect(purposes(ServerFamily.TGI, 'true')).toEqual(['chat']);
  expect(purposes(ServerFamily.LMI, 'true')).toEqual(purposes(ServerFamily.LMI, 'false'));
});
