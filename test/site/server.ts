import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { extname, join } from 'path';
import { gzipSync } from 'zlib';

const TYPES: Record<string, string> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2',
};

/** A web server on loopback for the built website. */
export interface Server {
  readonly origin: string;
  close(): Promise<void>;

  /** The compressed sizes of the scripts whose names match. */
  compressedSizes(pattern: RegExp): Promise<number[]>;
}

/** Serves a folder at the path at which GitHub Pages serves the website. */
export async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url!, 'http://localhost').pathname).replace(/^\/cdk-huggingface-sagemaker/, ''));
    if (!path.startsWith(folder) || !existsSync(path) || statSync(path).isDirectory()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise(resolve => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
    compressedSizes: async pattern => readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => pattern.test(name)).map(name => gzipSync(readFileSync(join(folder, name))).length),
  };
}
