import { downloadUpstreamFiles } from './download';
import { updateData } from './update-data';
import { readUpstreamFolder } from './upstream-files';

/** Runs the command `[--from <folder>]`, and returns its exit code. */
export async function main(args: readonly string[], dataFolder: string): Promise<number> {
  try {
    const folder = folderOf(args);
    updateData(dataFolder, folder ? readUpstreamFolder(folder) : await downloadUpstreamFiles(), line => print(process.stdout, line));
    return 0;
  } catch (error) {
    print(process.stderr, (error as Error).message);
    return 1;
  }
}

function print(stream: NodeJS.WriteStream, line: string): void {
  stream.write(`update-data: ${line}\n`);
}

/** npm removes the `--` before the arguments of a script, and `npx projen` forwards it. */
function folderOf(args: readonly string[]): string | undefined {
  const [option, folder, ...others] = args[0] === '--' ? args.slice(1) : args;
  if (option === undefined) {
    return undefined;
  }
  if (option !== '--from' || !folder || others.length > 0) {
    throw new Error(`the arguments must be none or --from <folder>, got '${args.join(' ')}'`);
  }
  return folder;
}
