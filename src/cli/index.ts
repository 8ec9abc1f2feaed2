#!/usr/bin/env node
import { main } from './main';

process.exitCode = main(process.argv.slice(2), { log: text => write(process.stdout, text), error: text => write(process.stderr, text) });

/** Writes a line. If the disk is full, the exit code says so; a reader that wants no more lines is not an error. */
function write(stream: NodeJS.WriteStream, text: string): void {
  stream.on('error', () => {});
  stream.write(`${text}\n`, (error?: NodeJS.ErrnoException | null) => {
    if (error && error.code !== 'EPIPE') {
      process.exitCode = 1;
      process.stderr.write(`cannot write the output: ${error.message}\n`);
    }
  });
}
