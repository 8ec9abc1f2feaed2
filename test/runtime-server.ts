import { createServer, IncomingMessage, Server } from 'http';
import { AddressInfo } from 'net';

/** A request that the server has received. */
export interface Received {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the server answers. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly delay?: number;
}

/** A local server that stands in for the runtime of SageMaker, or for the address that CloudFormation waits at. */
export class RuntimeServer {
  public static async start(answer: (request: Received, index: number) => Answer): Promise<RuntimeServer> {
    const received: Received[] = [];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', part => parts.push(part)).on('end', () => {
        const { method, url, headers } = request;
        received.push({ method, url, headers, body: Buffer.concat(parts).toString() });
        const { status = 200, headers: others = {}, body = '', delay = 0 } = answer(received[received.length - 1], received.length - 1);
        setTimeout(() => response.writeHead(status, others).end(body), delay);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new RuntimeServer(server, received);
  }

  private constructor(private readonly server: Server, public readonly received: readonly Received[]) {}

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}
