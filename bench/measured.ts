import { createRequire } from 'module';
import { join } from 'path';
import { performance } from 'perf_hooks';
import { parseArgs } from 'util';
import { App } from 'aws-cdk-lib/core';

/** What a process answers of itself. */
export interface Answer {
  readonly importMs: number;
  readonly constructMs: number;
  readonly synthMs: number;
  /** The greatest resident memory up to then, in bytes. */
  readonly memory: number;
  /** The files that are loaded. */
  readonly modules: string[];
}

/** The program of one process: it imports a subject, makes so many endpoints, and synthesizes. Node has loaded nothing else before. */
function main(): void {
  const { values: { subject = '', endpoints = '0' } } = parseArgs({ options: { subject: { type: 'string' }, endpoints: { type: 'string' } } });
  const load = createRequire(__filename);

  const start = performance.now();
  const { build } = load(join(__dirname, 'subjects', subject)) as { build: (endpoints: number) => App };
  const imported = performance.now();
  const app = Number(endpoints) > 0 ? build(Number(endpoints)) : undefined;
  const constructed = performance.now();
  app?.synth();
  const synthesized = performance.now();

  const answer: Answer = {
    importMs: imported - start,
    constructMs: constructed - imported,
    synthMs: synthesized - constructed,
    memory: process.resourceUsage().maxRSS * 1024,
    modules: Object.keys(load.cache),
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

main();
