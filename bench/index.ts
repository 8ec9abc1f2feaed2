import { readFileSync, writeFileSync } from 'fs';
import { arch, cpus, loadavg, platform, totalmem } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { certainties } from './certainties';
import {
  endpointsTable, importTable, measure, measureShapes, measureValidation, Rounds, shapesTable, table, targetsTable, validationTable,
} from './measurements';
import { installPeers } from './peers';
import { repository } from './repository';
import { OURS, PEERS } from './subjects';

/** The processes for each number of endpoints; none is an import alone. */
const ROUNDS: Rounds = { 0: 15, 1: 11, 10: 7, 100: 7, 1000: 5 };
const QUICK: Rounds = { 0: 3, 1: 3, 10: 1, 100: 3, 1000: 1 };

const PAGE = join(repository, 'docs', 'performance.md');
const [BEGIN, END] = ['<!-- BEGIN measurements -->', '<!-- END measurements -->'];

function main(): void {
  const { values: { quick = false, peers = false, write = false } } = parseArgs({
    options: { quick: { type: 'boolean' }, peers: { type: 'boolean' }, write: { type: 'boolean' } },
  });
  if (peers) {
    installPeers();
  }
  const certain = certainties();
  const text = report(quick, peers);
  const rows = certain.map(({ what, allowed, got, holds }) => [what, allowed, got, holds ? 'ok' : 'FAILED']);
  console.log(`${text}\n\n${table(['certain', 'allowed', 'got', ''], rows)}`);
  if (write) {
    writeFileSync(PAGE, between(readFileSync(PAGE, 'utf8'), text));
  }
  process.exitCode = certain.every(({ holds }) => holds) ? 0 : 1;
}

function report(quick: boolean, peers: boolean): string {
  const machine = machineLine(peers);
  const measurements = measure(peers ? [...OURS, ...PEERS] : OURS, quick ? QUICK : ROUNDS);
  const shapes = shapesTable(measureShapes(quick ? 1 : 3));
  const validation = validationTable(measureValidation(quick ? 1 : 3));
  return [machine, importTable(measurements[0]), endpointsTable(measurements), targetsTable(measurements), shapes, validation].join('\n\n');
}

function machineLine(peers: boolean): string {
  const versions = ['aws-cdk-lib', 'constructs'].map(name => `${name} ${versionOf(name)}`).join(', ');
  return [
    `\`npm run bench${peers ? ' -- --peers' : ''}\` on ${new Date().toISOString().slice(0, 10)}: ${platform()} ${arch()},`,
    `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 1e9)} GB, load ${loadavg()[0].toFixed(1)} at the start;`,
    `Node ${process.version}, ${versions}.`,
  ].join(' ');
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')).version;
}

function between(page: string, text: string): string {
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || after < before) {
    throw new Error(`${PAGE} must have ${BEGIN} before ${END}`);
  }
  return `${page.slice(0, before + BEGIN.length)}\n\n${text}\n\n${page.slice(after)}`;
}

main();
