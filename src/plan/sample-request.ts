import { ConfiguredServer, effectiveSetting, knownValue } from './effective-setting';
import { ServerFamily } from '../container/server-family';
import { RequestFormat, requestFormats } from '../requests/request-format';

/** What a server is used for without a task. The inference toolkit reads it from the model, so it is not known. */
const TASK_BY_DEFAULT: Readonly<Partial<Record<ServerFamily, string>>> = {
  [ServerFamily.VLLM]: 'text-generation',
  [ServerFamily.VLLM_OMNI]: 'any-to-any',
  [ServerFamily.SGLANG]: 'text-generation',
  [ServerFamily.TGI]: 'text-generation',
  [ServerFamily.LLAMA_CPP]: 'text-generation',
  [ServerFamily.LMI]: 'text-generation',
};

/** A server, and what it is used for: a part of a model plan. */
export interface UsedServer extends ConfiguredServer {
  readonly task?: string;
}

/** The formats of requests that a model is known to accept, the usual one first. */
export function requestsOf(model: UsedServer): readonly RequestFormat[] {
  const { server: { family } } = model;
  return family === undefined ? [] : formatsFor(model, family, model.task ?? TASK_BY_DEFAULT[family]);
}

/** A request to try an endpoint with. Text Embeddings Inference is mostly used for embeddings, but only the task says so. */
export function sampleRequest(model: UsedServer): RequestFormat | undefined {
  const { server: { family }, task } = model;
  const [usual] = requestsOf(model);
  return family === ServerFamily.TEI && task === undefined ? formatsFor(model, family, 'feature-extraction')[0] : usual;
}

function formatsFor(model: UsedServer, server: ServerFamily, task: string | undefined): readonly RequestFormat[] {
  return requestFormats({
    server, task: String(task), chatsOnly: server === ServerFamily.TGI && knownValue(effectiveSetting(model, 'messagesApi')) === 'true',
  });
}
