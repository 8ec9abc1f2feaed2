import { execFileSync } from 'child_process';
import { readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ArgumentReading, argumentRows, CommandReading, commandRows } from './argument-rows';
import { formatJson } from '../data-folder';
import { compareNaturally } from '../natural-order';

const ARCHIVE = /^(vllm|sglang)-\d.*(\.tar\.gz|\.whl)$/;
const SERVERS = ['vllm', 'sglang'];

/** The files that a run writes: the arguments of servers, and the command lines that verify them. */
export interface ArgumentFiles {
  readonly arguments: string;
  readonly commands: string;
}

/** Reads the arguments of servers in a folder with the archives of their packages. Python reads the source, and runs none of it. */
export function updateArguments(folder: string, files: ArgumentFiles): void {
  const archives = readdirSync(folder).filter(name => ARCHIVE.test(name)).sort(compareNaturally).map(name => join(folder, name));
  if (archives.length === 0) {
    throw new Error(`--arguments must name a folder with archives of the packages vllm and sglang, got '${folder}'`);
  }
  const readings = archives.map(archive => read<ArgumentReading>('read_arguments.py', archive));
  const commands = archives.map(archive => read<CommandReading>('read_commands.py', archive));
  const ofServer = <T extends { readonly server: string; readonly version: string }>(all: readonly T[], server: string): T[] =>
    all.filter(reading => reading.server === server).sort((left, right) => compareNaturally(left.version, right.version));
  writeFileSync(files.arguments, formatJson({
    sources: SERVERS.map(server => `https://pypi.org/project/${server}/#history`),
    versions: Object.fromEntries(SERVERS.map(server => [server, ofServer(readings, server).map(({ version }) => version)])),
    ...Object.fromEntries(SERVERS.map(server => [server, argumentRows(ofServer(readings, server))])),
  }));
  writeFileSync(files.commands, formatJson({
    sources: SERVERS.map(server => `https://pypi.org/project/${server}/#history`),
    ...Object.fromEntries(SERVERS.map(server => [server, commandRows(ofServer(commands, server))])),
  }));
}

function read<T>(script: string, archive: string): T {
  return JSON.parse(execFileSync('python3', ['-B', join(__dirname, script), archive], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
}
