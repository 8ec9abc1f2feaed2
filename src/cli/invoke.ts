import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { join } from 'path';
import { AwsCli, AwsError } from './aws-cli';
import { Answer, Command, UsageError } from './command';
import { chooseEndpoint, DeployedModel, deployedModel, describeEndpoint, endpointsOf } from './deployed-endpoint';
import { STREAM_PROGRAM } from './stream-program';
import { sampleRequest } from '../plan/sample-request';
import { JsonPath, QUESTION, RequestFormat } from '../requests/request-format';

const SDK = '@aws-sdk/client-sagemaker-runtime';

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** A request to a deployed endpoint. */
interface Request {
  readonly endpointName: string;
  readonly body: Buffer;
  readonly format?: RequestFormat;
  readonly region?: string;
}

/** Sends a request to the endpoint of a stack. */
export const invoke: Command = {
  usage: '<stack> [--prompt <text>] [--body <file>] [--task <task>] [--endpoint <name>] [--region <region>] [--stream]',
  summary: 'Send a request to the endpoint of a stack, in the form that its server accepts, with your AWS credentials. Requires the AWS CLI.',
  options: {
    prompt: { type: 'string' },
    body: { type: 'string' },
    task: { type: 'string' },
    endpoint: { type: 'string' },
    region: { type: 'string' },
    stream: { type: 'boolean' },
  },
  hasStack: true,
  run: (values, stack) => {
    const region = values.region as string | undefined;
    const aws = new AwsCli(region);
    const name = chooseEndpoint(endpointsOf(aws, stack!), stack!, values.endpoint);
    const endpoint = describeEndpoint(aws, name);
    if (endpoint?.EndpointStatus !== 'InService') {
      throw new UsageError(`the endpoint ${name} must be in service, got ${endpoint?.EndpointStatus ?? 'none'}; 'why ${stack}' shows the reason`);
    }
    const request = requestTo(endpoint.EndpointName, deployedModel(aws, endpoint), values, region);
    return values.stream ? stream(request) : send(aws, request);
  },
};

function requestTo(endpointName: string, model: DeployedModel, values: Values, region: string | undefined): Request {
  const { prompt, body: file, task, stream: streams } = values;
  if (model.asynchronous) {
    throw new UsageError("the endpoint must be a real-time endpoint, got one with 'asyncInference'; "
      + "use 'aws sagemaker-runtime invoke-endpoint-async'");
  }
  const format = sampleRequest({ ...model, task: task === undefined ? model.task : String(task) });
  if (file !== undefined) {
    return { endpointName, region, format, body: read(String(file)) };
  }
  if (!format?.body) {
    throw new UsageError(`--body must be set, because no request is known for ${model.server.title} and ${task ?? model.task ?? 'no task'}`);
  }
  const text = JSON.stringify({ ...format.body(model.servedModelName ?? ''), ...streams ? { stream: true } : {} });
  if (prompt !== undefined && !text.includes(QUESTION)) {
    throw new UsageError(`--body must be set instead of --prompt, because a request for ${format.purpose} has no prompt`);
  }
  const asked = prompt === undefined ? text : text.replace(QUESTION, () => JSON.stringify(prompt).slice(1, -1));
  return { endpointName, region, format, body: Buffer.from(asked) };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`--body must be the path of a file: ${(error as Error).message}`);
  }
}

function send(aws: AwsCli, { endpointName, body, format }: Request): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'invoke-'));
  try {
    const [input, output] = [join(folder, 'body'), join(folder, 'answer')];
    writeFileSync(input, body);
    aws.call('sagemaker-runtime', 'invoke-endpoint', '--endpoint-name', endpointName, '--content-type', format?.contentType ?? 'application/json',
      ...format?.route ? ['--custom-attributes', `route=${format.route}`] : [], '--body', `fileb://${input}`, output);
    return answerOf(readFileSync(output, 'utf8'), format);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function answerOf(answer: string, format: RequestFormat | undefined): Answer {
  const found = format?.text && valueAt(parse(answer), format.text);
  return { rows: [{ answer: parse(answer) ?? answer }], columns: ['answer'], success: true, text: typeof found === 'string' ? found : answer };
}

/** Streams the answer to the standard output, with the AWS SDK that the user has installed. */
function stream({ endpointName, region, body, format }: Request): Answer {
  if (!format?.streamedText) {
    throw new UsageError(`--stream requires a server that streams, which is not known of ${format?.purpose ?? 'this server'}; leave it out`);
  }
  const { contentType, streamedText: path } = format;
  const { status, stderr } = spawnSync(process.execPath, ['-e', STREAM_PROGRAM], {
    input: JSON.stringify({ endpointName, region, contentType, body: body.toString('base64'), path, sdk: sdk() }),
    env: process.env,
    stdio: ['pipe', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new AwsError(stderr.trim());
  }
  return { rows: [], columns: [], success: true, text: '' };
}

/** The AWS SDK in the working directory. */
function sdk(): string {
  try {
    return createRequire(join(process.cwd(), 'package.json')).resolve(SDK);
  } catch {
    throw new UsageError(`--stream requires the package ${SDK}, which was not found in ${process.cwd()}: `
      + `run 'npm install ${SDK}', or leave --stream out`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, path: JsonPath): unknown {
  return path.reduce<any>((at, key) => at?.[key], value);
}
