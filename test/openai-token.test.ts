import { createHash, createHmac } from 'crypto';
import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/key', sessionToken: 'session+token=' };

interface Client {
  readonly token: (region: string) => Promise<string>;
  readonly client: { readonly options: { readonly baseURL?: string; readonly apiKey: () => Promise<string> } };
}

/** The program of docs/invoking.md that creates bearer tokens, with stand-ins for OpenAI's library and for the credentials of the user. */
function documented(): Client {
  const page = readFileSync(join(__dirname, '..', 'docs', 'invoking.md'), 'utf8');
  const code = [...page.matchAll(/```mts\n([^]*?)```/g)].map(([, block]) => block).find(block => block.includes('CallWithBearerToken'))!;
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  const modules: Record<string, object> = {
    '@aws-sdk/credential-providers': { fromNodeProviderChain: () => async () => CREDENTIALS },
    'openai': { __esModule: true, default: class { constructor(public readonly options: object) {} } },
  };
  const exported = {};
  new Function('require', 'exports', outputText)((name: string) => modules[name] ?? jest.requireActual(name), exported);
  return exported as Client;
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
function signatureOf(query: URLSearchParams): string {
  const canonicalQuery = [...query].filter(([name]) => !['X-Amz-Signature', 'Version'].includes(name))
    .map(pair => pair.map(encodeURIComponent).join('=')).sort().join('&');
  const request = ['POST', '/', canonicalQuery, 'host:sagemaker.amazonaws.com', '', 'host', sha256('')].join('\n');
  const [, ...scope] = query.get('X-Amz-Credential')!.split('/');
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${CREDENTIALS.secretAccessKey}`);
  return hmac(key, ['AWS4-HMAC-SHA256', query.get('X-Amz-Date'), scope.join('/'), sha256(request)].join('\n')).toString('hex');
}

test('the documented token is a presigned request, as the SageMaker Python SDK creates it', async () => {
  const token = await documented().token('eu-west-1');
  expect(token).toMatch(/^sagemaker-api-key-[A-Za-z0-9+/]+=*$/);
  const [host, query] = Buffer.from(token.replace('sagemaker-api-key-', ''), 'base64').toString().split('/?');
  const parameters = new URLSearchParams(query);
  expect(host).toBe('sagemaker.amazonaws.com');
  expect(query.endsWith('&Version=1')).toBe(true);
  expect(Object.fromEntries(parameters)).toMatchObject({
    'Action': 'CallWithBearerToken',
    'X-Amz-Expires': '300',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Security-Token': CREDENTIALS.sessionToken,
    'X-Amz-Credential': expect.stringMatching(/^AKIDEXAMPLE\/\d{8}\/eu-west-1\/sagemaker\/aws4_request$/),
  });
  expect(parameters.get('X-Amz-Signature')).toBe(signatureOf(parameters));
});

test('the documented client asks for a token again for each request', async () => {
  process.env.AWS_REGION = 'eu-west-1';
  const { client: { options } } = documented();
  expect(await options.apiKey()).toMatch(/^sagemaker-api-key-/);
});
