import { execFile } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { promisify } from 'util';
import { Answers, AwsStub } from './aws-stub';
import { groups } from '../../data/troubleshooting.json';
import { causesOf } from '../../src/cli/causes';
import { main } from '../../src/cli/main';
import { STREAM_PROGRAM } from '../../src/cli/stream-program';
import { RuntimeServer } from '../runtime-server';

const folders: string[] = [];
afterAll(() => folders.forEach(folder => fs.rmSync(folder, { recursive: true })));

function newFolder(): string {
  folders.push(fs.mkdtempSync(path.join(os.tmpdir(), 'aws-')));
  return folders[folders.length - 1];
}

const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/chat';
const IMAGE = '763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04';
const IN_SERVICE: Answers = {
  'cloudformation list-stack-resources': {
    StackResourceSummaries: [{ ResourceType: 'AWS::SageMaker::Endpoint', PhysicalResourceId: ARN }, { ResourceType: 'AWS::IAM::Role', PhysicalResourceId: 'r' }],
  },
  'sagemaker describe-endpoint': { EndpointName: 'Chat', EndpointConfigName: 'config', EndpointStatus: 'InService' },
  'sagemaker describe-endpoint-config': { ProductionVariants: [{ ModelName: 'model' }] },
  'sagemaker describe-model': { PrimaryContainer: { Image: IMAGE, Environment: { HF_MODEL_ID: 'Qwen/Qwen3-8B', SM_VLLM_MODEL: 'Qwen/Qwen3-8B' } } },
  'sagemaker-runtime invoke-endpoint': { answer: '{"choices":[{"message":{"content":"Because of the air."}}]}' },
  'cloudformation describe-stack-events': { StackEvents: [] },
};

function run(answers: Answers, ...args: string[]) {
  const written = { log: '', error: '' };
  const stub = new AwsStub(newFolder(), answers);
  const code = stub.run(() => main(args, { log: text => { written.log += text; }, error: text => { written.error += text; } }));
  return { code, ...written, stub };
}

const withModel = (image: string, environment: object): Answers => ({
  ...IN_SERVICE, 'sagemaker describe-model': { PrimaryContainer: { Image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${image}`, Environment: environment } },
});

describe('invoke', () => {
  test('sends a request of the right form, and prints the text of the answer', () => {
    const { code, log, stub } = run(IN_SERVICE, 'invoke', 'Chat', '--prompt', 'Say "hi"', '--region', 'eu-west-1');
    expect([code, log]).toEqual([0, 'Because of the air.']);
    expect(stub.body).toMatchObject({ model: 'Qwen/Qwen3-8B', messages: [{ role: 'user', content: 'Say "hi"' }] });
    expect(stub.calls.pop()).toEqual(expect.arrayContaining(['--endpoint-name', 'Chat', '--content-type', 'application/json', '--region', 'eu-west-1']));
  });

  test.each<[string, string, object, object]>([
    ['TGI', 'huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04', {}, { inputs: 'Why is the sky blue?' }],
    ['TEI', 'tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04', {}, { inputs: ['Why is the sky blue?', 'Rayleigh scattering.'] }],
    ['the toolkit', 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04', { HF_TASK: 'summarization' },
      { inputs: expect.stringContaining('scatters') }],
    ['a mirror', 'mirror/huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04', { SM_VLLM_SERVED_MODEL_NAME: 'qwen' }, { model: 'qwen' }],
  ])('knows the request of %s from the model', (_, image, environment, body) => {
    expect(run(withModel(image, environment), 'invoke', 'Chat').stub.body).toMatchObject(body);
  });

  test('sends a file, or a request for a task', () => {
    const file = path.join(newFolder(), 'body.json');
    fs.writeFileSync(file, '{"prompt":"a"}');
    expect(run(IN_SERVICE, 'invoke', 'Chat', '--body', file).stub.body).toEqual({ prompt: 'a' });
    expect(run(IN_SERVICE, 'invoke', 'Chat', '--task', 'feature-extraction').stub.body).toMatchObject({ input: expect.anything() });
  });

  test('prints JSON, and an answer that is not text, unchanged', () => {
    const answer = '[[0.1]]';
    const answers = { ...withModel('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04', {}), 'sagemaker-runtime invoke-endpoint': { answer } };
    expect(run(answers, 'invoke', 'Chat').log).toBe(answer);
    expect(JSON.parse(run(answers, 'invoke', 'Chat', '--json').log)).toEqual([{ answer: [[0.1]] }]);
  });

  test.each<[string, Answers, string[], number, RegExp]>([
    ['no stack', IN_SERVICE, [], 2, /must have the name of one stack, got 0/],
    ['an error of AWS', { 'cloudformation list-stack-resources': { error: 'Stack with id Chat does not exist' } }, ['Chat'], 1, /Stack with id Chat does not exist/],
    ['no endpoint', { 'cloudformation list-stack-resources': { StackResourceSummaries: [] } }, ['Chat'], 2, /must have an endpoint, got none; 'why Chat' shows/],
    ['another endpoint', IN_SERVICE, ['Chat', '--endpoint', 'other'], 2, /--endpoint must be one of the endpoints of the stack Chat \(chat\), got 'other'/],
    ['one that fails', { ...IN_SERVICE, 'sagemaker describe-endpoint': { EndpointStatus: 'Failed' } }, ['Chat'], 2, /must be in service, got Failed; 'why Chat'/],
    ['an unknown image', withModel('mine:1', {}), ['Chat'], 2, /--body must be set, because no request is known for an unknown image/],
    ['a missing file', IN_SERVICE, ['Chat', '--body', 'none'], 2, /--body must be the path of a file: ENOENT/],
    ['a prompt for a request without one', withModel('huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04', { HF_TASK: 'translation' }),
      ['Chat', '--prompt', 'a'], 2, /--body must be set instead of --prompt/],
    ['a queue', { ...IN_SERVICE, 'sagemaker describe-endpoint-config': { ProductionVariants: [{ ModelName: 'm' }], AsyncInferenceConfig: { OutputConfig: {} } } }, ['Chat'], 2,
      /must be a real-time endpoint/],
    ['a stream of TEI', withModel('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04', {}), ['Chat', '--stream'], 2, /--stream requires a server that streams/],
  ])('reports %s', (_, answers, args, code, message) => {
    const result = run(answers, 'invoke', ...args);
    expect([result.code, result.error]).toEqual([code, expect.stringMatching(message)]);
  });

  test.each(['invoke', 'why'])('%s without the AWS CLI reports how to install it', command => {
    const stub = new AwsStub(newFolder(), {});
    const written: string[] = [];
    fs.rmSync(path.join(folders[folders.length - 1], 'aws'));
    expect(stub.run(() => main([command, 'Chat'], { log: () => undefined, error: text => written.push(text) }))).toBe(2);
    expect(written).toEqual([expect.stringContaining('requires the AWS CLI, which was not found: install it (https://docs.aws.amazon.com/cli/')]);
  });
});

describe('the program that streams', () => {
  /** One event of the stream of Amazon: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html */
  function frame(payload: string | Buffer): Buffer {
    const { EventStreamCodec } = jest.requireActual('@smithy/core/event-streams');
    const codec = new EventStreamCodec((bytes: Uint8Array) => Buffer.from(bytes).toString(), (text: string) => Buffer.from(text));
    return Buffer.from(codec.encode({
      headers: {
        ':message-type': { type: 'string', value: 'event' },
        ':event-type': { type: 'string', value: 'PayloadPart' },
        ':content-type': { type: 'string', value: 'application/octet-stream' },
      },
      body: Buffer.from(payload),
    }));
  }

  test('writes the text of each part, even if a chunk ends within a character', async () => {
    const [first, second] = ['data: {"choices":[{"delta":{"content":"Gr"}}]}\n\n', 'data: {"choices":[{"delta":{"content":"üße"}}]}\n\ndata: [DONE]\n'];
    const bytes = Buffer.from(first + second);
    const cut = bytes.indexOf(Buffer.from('ü')) + 1;
    const runtime = await RuntimeServer.start(() => ({
      headers: { 'content-type': 'application/vnd.amazon.eventstream' }, body: Buffer.concat([frame(bytes.subarray(0, cut)), frame(bytes.subarray(cut))]),
    }));
    const input = {
      endpointName: 'Chat',
      region: 'eu-west-1',
      contentType: 'application/json',
      body: Buffer.from('{}').toString('base64'),
      path: ['choices', 0, 'delta', 'content'],
      sdk: require.resolve('@aws-sdk/client-sagemaker-runtime'),
    };
    const program = promisify(execFile)(process.execPath, ['-e', STREAM_PROGRAM], {
      env: { ...process.env, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: runtime.url },
    });
    program.child.stdin!.end(JSON.stringify(input));
    const { stdout } = await program;
    await runtime.stop();
    expect(stdout).toBe('Grüße');
    expect(runtime.received[0].url).toBe('/endpoints/Chat/invocations-response-stream');
  });
});

describe('why', () => {
  const OUT_OF_MEMORY = 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB';
  const LOGS: Answers = {
    'logs describe-log-streams': { logStreams: [{ logStreamName: 'AllTraffic/i-0' }] },
    'logs get-log-events': { events: [...Array.from({ length: 20 }, (_, index) => ({ message: `line ${index}\n` })), { message: OUT_OF_MEMORY }] },
  };

  test('shows the reason, the last lines of the logs, and the known causes', () => {
    const { code, log } = run({
      ...IN_SERVICE,
      ...LOGS,
      'sagemaker describe-endpoint': { EndpointName: 'Chat', EndpointStatus: 'Failed', FailureReason: 'The variant did not pass the ping health check.' },
    }, 'why', 'Chat');
    expect(code).toBe(0);
    expect(log).toContain('Chat: Failed: The variant did not pass the ping health check.');
    expect(log).toContain(`line 19\n${OUT_OF_MEMORY}`);
    expect(log).not.toContain('line 5\n');
    expect(log).toContain('downloading and loading the model takes longer than the timeout\n  fix: increase \'startupHealthCheckTimeout\'');
    expect(log).toContain('weights and key-value cache do not fit the accelerators');
  });

  test('finds the failure of a deployment that was rolled back', () => {
    const { code, log, stub } = run({
      'cloudformation list-stack-resources': { StackResourceSummaries: [{ ResourceType: 'AWS::SageMaker::Endpoint' }] },
      'cloudformation describe-stack-events': {
        StackEvents: [
          { LogicalResourceId: 'Role', ResourceType: 'AWS::IAM::Role', ResourceStatus: 'CREATE_FAILED', ResourceStatusReason: 'Resource creation cancelled' },
          {
            LogicalResourceId: 'Llm',
            ResourceType: 'AWS::SageMaker::Endpoint',
            PhysicalResourceId: ARN,
            ResourceStatus: 'CREATE_FAILED',
            ResourceStatusReason: "ResourceLimitExceeded: The account-level service limit 'ml.g5.2xlarge for endpoint usage' is 0 Instances",
          },
        ],
      },
    }, 'why', 'Chat', '--region', 'eu-west-1');
    expect(code).toBe(0);
    expect(log).toContain('Llm: ResourceLimitExceeded');
    expect(log).toContain('your quota for this instance type is too small');
    expect(log).not.toContain('cancelled');
    expect(stub.calls.find(call => call[1] === 'describe-log-streams')).toContain('/aws/sagemaker/Endpoints/chat');
  });

  test('of an endpoint that works finds nothing', () => {
    const { code, log } = run(IN_SERVICE, 'why', 'Chat');
    expect([code, log]).toEqual([1, 'Chat: InService\nno failure was found']);
  });

  test('prints everything as JSON', () => {
    const [{ causes, logs }] = JSON.parse(run({ ...IN_SERVICE, ...LOGS }, 'why', 'Chat', '--json').log);
    expect(logs).toHaveLength(21);
    expect(causes).toEqual([expect.objectContaining({ source: expect.stringMatching(/^https:/) })]);
  });
});

/** What the servers and AWS write. */
const SAMPLES: Record<string, string> = {
  'ResourceLimitExceeded': "The account-level service limit 'ml.g5.xlarge for endpoint usage' is 0 Instances",
  'CannotStartContainerError': 'CannotStartContainerError. Please ensure the model container for variant AllTraffic starts correctly',
  'BatchGetImage': 'The role does not have permission ecr:BatchGetImage for the image',
  'not found in the registry': 'Requested image 763104351884.dkr.ecr.eu-west-1.amazonaws.com/vllm:1 not found',
  'ping health check': 'The primary container for production variant AllTraffic did not pass the ping health check. Please check CloudWatch logs',
  'disk is full': 'OSError: [Errno 28] No space left on device',
  'InsufficientInstanceCapacity': 'Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error',
  '401 or 403': 'huggingface_hub.errors.GatedRepoError: 403 Client Error. Access to model is restricted',
  'times out in a VPC': "HTTPSConnectionPool(host='huggingface.co', port=443): Max retries exceeded with url: /api",
  'nvidia-smi': 'entrypoint.sh: line 3: nvidia-smi: command not found',
  'compute capability': 'Runtime compute cap 70 is not compatible with compile time compute cap 80',
  'out of memory': 'torch.cuda.OutOfMemoryError: CUDA out of memory',
  'ml.g4dn': 'ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0',
  'splits the model': 'Total number of attention heads (40) must be divisible by tensor parallel size (3).',
  'input length': 'ArgumentValidation("`max_input_tokens` must be < `max_total_tokens`")',
  'determine the task': "Task couldn't be inferenced from BertModel",
  'does not exist (404)': 'The model `gpt2` does not exist.',
  'for a stream': 'AccessDeniedException: not authorized to perform: sagemaker:InvokeEndpointWithResponseStream',
};

test('each pattern of the table finds what is written, and nothing else in the samples', () => {
  const rows = groups.flatMap(group => group.rows as { symptom: string; pattern?: string }[]).filter(({ pattern }) => pattern);
  expect(rows).toHaveLength(Object.keys(SAMPLES).length);
  for (const [symptom, sample] of Object.entries(SAMPLES)) {
    const { pattern } = rows.find(row => row.symptom.includes(symptom))!;
    expect(causesOf(sample).map(cause => cause.pattern)).toEqual([pattern]);
  }
  expect(causesOf('INFO: Application startup complete.')).toEqual([]);
});
