import { once } from 'events';
import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';

/** What SageMaker responds while a component has no copy: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html */
const NO_CAPACITY = 'Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress (if configured) '
  + 'or try to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API.';

/** A response in the form of the API. */
interface Answer {
  readonly status: number;
  readonly body: object;
}

const asleep: Answer = { status: 400, body: { message: NO_CAPACITY } };

/** A server on this machine that responds to InvokeEndpoint as SageMaker does: with failures until a copy has started. */
export class SageMakerServer {
  /** Starts a server whose component has a copy after a number of failed requests, or which responds with another error. */
  public static async start(failures: number, error = asleep): Promise<SageMakerServer> {
    const server = new SageMakerServer(failures, error);
    server.http.listen(0, 'localhost');
    await once(server.http, 'listening');
    return server;
  }

  /** The endpoint and the component of each request. */
  public readonly requests: string[] = [];

  private readonly http: Server;

  private constructor(private readonly failures: number, private readonly error: Answer) {
    this.http = createServer((request, response) => this.respond(request, response));
  }

  /** The variables with which the SDKs of all languages use this server. */
  public get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: `http://localhost:${(this.http.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
  }

  public stop(): void {
    this.http.closeAllConnections();
    this.http.close();
  }

  private respond(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const [, endpoint] = /^\/endpoints\/([^/]+)\/invocations$/.exec(request.url!) ?? [];
    this.requests.push(`${endpoint} ${request.headers['x-amzn-sagemaker-inference-component']}`);
    const { status, body } = this.requests.length <= this.failures ? this.error : { status: 200, body: { answer: 42 } };
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': status === 200 ? '' : 'ValidationError' });
    response.end(JSON.stringify(body));
  }
}
