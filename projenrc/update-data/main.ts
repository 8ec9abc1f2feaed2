import { downloadUpstreamFiles } from './download';
import { updateData } from './update-data';
import { readUpstreamFolder } from './upstream-files';

/** Runs the command `[--from <folder>]`, and answers its exit code. */
export async function main(args: readonly string[], dataFolder: string): Promise<number> {
  try {
    const folder = folderOf(args);
    updateData(dataFolder, folder ? readUpstreamFolder(folder) : await downloadUpstreamFiles());
    return 0;
  } catch (error) {
    process.stderr.write(`update-data: ${(error as Error).message}\n`);
    return 1;
  }
}

function folderOf(args: readonly string[]): string | undefined {
  const [option, folder, ...others] = args;
  if (option === undefined) {
    return undefined;
  }
  if (option !== '--from' || !folder || others.length > 0) {
    throw new Error(`the arguments must be none or --from <folder>, got '${args.join(' ')}'`);
  }
  return folder;
}
