import { readFileSync } from 'fs';
import { join } from 'path';
import { Answer, Received, RuntimeServer } from '../runtime-server';

const PAGE = join(__dirname, '..', '..', 'docs', 'invoking.md');

/** The path of the runtime for OpenAI's clients, which `openAiBaseUrl` of an endpoint ends in. */
export const BASE_PATH = '/endpoints/chat/openai/v1';

const COMPLETION = { id: 'chat-1', object: 'chat.completion', created: 0, model: 'Qwen/Qwen3-8B' };

/** The programs of docs/invoking.md in a language that have some text. */
export function documentedPrograms(language: string, text: string): string[] {
  return [...readFileSync(PAGE, 'utf8').matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, code]) => code)
    .filter(code => code.includes(text));
}

/** A runtime on this machine that responds to chats as a server does: in one piece, or in a stream. */
export function startRuntime(acceptsTokens = true): Promise<RuntimeServer> {
  return RuntimeServer.start(request => acceptsTokens ? respond(request) : { status: 403, body: 'The token has expired' });
}

function respond({ url, method, body }: Received): Answer {
  if (method !== 'POST' || url !== `${BASE_PATH}/chat/completions`) {
    return { status: 404 };
  }
  const { stream } = JSON.parse(body) as { readonly stream?: boolean };
  if (!stream) {
    const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Because of Rayleigh.' } }];
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...COMPLETION, choices }) };
  }
  const chunks = ['Because ', 'of ', 'Rayleigh.'].map(content =>
    `data: ${JSON.stringify({ ...COMPLETION, object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`);
  return { headers: { 'content-type': 'text/event-stream' }, body: `${chunks.join('')}data: [DONE]\n\n` };
}
