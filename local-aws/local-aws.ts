import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { join } from 'path';
import { createInterface } from 'readline';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { IAM } from '@aws-sdk/client-iam';
import { SageMaker } from '@aws-sdk/client-sagemaker';
import { SSM } from '@aws-sdk/client-ssm';
import { pythonEnvironment } from './python-environment';

/** What a stack did with one of its resources. */
export interface ResourceEvent {
  readonly event: 'created' | 'deleted';
  readonly id: string;
  readonly type: string;
}

export interface LocalAwsOptions {
  readonly print?: (line: string) => void;
  readonly onResource?: (event: ResourceEvent) => void;
  /** How long the start, and each request, may take. */
  readonly timeoutSeconds?: number;
}

export const ACCOUNT = '123456789012';
export const DEFAULT_REGION = 'us-east-1';

/** Any will do: the local AWS asks nobody. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

// the SDK warns of Node 20 at every start, which is for us to know
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** A server on this machine that answers as AWS does: docs/local-aws.md says how far it can be trusted. */
export class LocalAws {
  /** Starts the server on a free port, and waits until it listens. */
  public static async start(options: LocalAwsOptions = {}): Promise<LocalAws> {
    const python = await pythonEnvironment(options.print ?? (() => undefined));
    // detached, so that Ctrl-C reaches this process alone, which then stops the server
    const server = spawn(python, [join(__dirname, 'server.py')], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const aws = new LocalAws(server, options);
    await aws.during(aws.listening, 'while it started');
    return aws;
  }

  /** Where the server listens. */
  public endpoint = '';

  private readonly listening: Promise<void>;
  private readonly ended: Promise<never>;
  private readonly timeout: number;
  private readonly clients: { destroy(): void }[] = [];
  private errors = '';

  private constructor(private readonly server: ChildProcess, options: LocalAwsOptions) {
    this.timeout = (options.timeoutSeconds ?? 60) * 1000;
    server.stderr!.on('data', (data: Buffer) => { this.errors = (this.errors + data.toString()).slice(-10_000); });
    this.listening = new Promise(resolve => createInterface({ input: server.stdout! }).on('line', line => {
      const message = JSON.parse(line);
      if (message.event === 'listening') {
        this.endpoint = `http://localhost:${message.port}`;
        resolve();
      } else {
        options.onResource?.(message);
      }
    }));
    this.ended = once(server, 'exit').then(([code, signal]) => {
      const lastLine = this.errors.trim().split('\n').pop();
      throw new Error(`the local AWS ended (${signal ?? `exit code ${code}`})${lastLine ? `: ${lastLine}` : ''}`);
    });
    this.ended.catch(() => undefined); // whoever waits for it is told in `during`
  }

  /** The process of the server. */
  public get pid(): number {
    return this.server.pid!;
  }

  public cloudFormation(region: string): CloudFormation {
    return this.client(CloudFormation, region);
  }

  public sageMaker(region: string): SageMaker {
    return this.client(SageMaker, region);
  }

  public ssm(region: string): SSM {
    return this.client(SSM, region);
  }

  public iam(): IAM {
    return this.client(IAM, DEFAULT_REGION);
  }

  /** Stores a secret, with a call of AWS Secrets Manager, for which the project has no client. */
  public async storeSecret(region: string, name: string, value: string): Promise<void> {
    const answer = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': 'secretsmanager.CreateSecret',
        'Authorization': `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify({ Name: name, SecretString: value }),
    });
    if (!answer.ok) {
      throw new Error(`the local AWS does not store the secret ${name}: ${await answer.text()}`);
    }
  }

  /** Waits for work that needs the server; ends with an error where the server ends first, or where nothing happens for too long. */
  public async during<T>(work: Promise<T>, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`the local AWS gave no answer within ${this.timeout / 1000} s`)), this.timeout);
    });
    try {
      return await Promise.race([work, this.ended, tooLong]);
    } catch (error) {
      work.catch(() => undefined); // it fails in its turn, later
      throw new Error(`${await this.reasonOf(error as Error)}, ${what}`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits as long as the server runs, which ends in an error. */
  public running(): Promise<never> {
    return this.ended;
  }

  /** Stops the server. It ends by itself where this process does not come to call this. */
  public async stop(): Promise<void> {
    this.clients.forEach(client => client.destroy());
    this.server.stdin!.end();
    const kill = setTimeout(() => this.server.kill('SIGKILL'), 3000);
    await this.ended.catch(() => undefined);
    clearTimeout(kill);
  }

  /** A connection that is cut is heard of before the end of the server that cut it. */
  private async reasonOf(error: Error & { $metadata?: { httpStatusCode?: number } }): Promise<string> {
    if (error.$metadata?.httpStatusCode) {
      return error.message;
    }
    const pause = new Promise(resolve => setTimeout(resolve, 500));
    return Promise.race([this.ended, pause]).then(() => error.message, (end: Error) => end.message);
  }

  private client<T extends { destroy(): void }>(service: new (configuration: object) => T, region: string): T {
    const client = new service({
      region,
      endpoint: this.endpoint,
      credentials: CREDENTIALS,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: this.timeout, requestTimeout: this.timeout, throwOnRequestTimeout: true },
    });
    this.clients.push(client);
    return client;
  }
}
