import { join } from 'path';
import { downloadUpstreamFiles } from './download';
import { updateArguments } from './server-arguments/update-arguments';
import { updateData } from './update-data';
import { readUpstreamFolder } from './upstream-files';

/** Runs the command `[--from <folder>]` or `--arguments <folder>`, and returns its exit code. */
export async function main(args: readonly string[], dataFolder: string): Promise<number> {
  try {
    const [option, folder] = optionOf(args);
    if (option === '--arguments') {
      updateArguments(folder!, {
        arguments: join(dataFolder, 'server-arguments.json'),
        commands: join(dataFolder, '..', 'test', 'facts', 'server-commands.json'),
      });
      return 0;
    }
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
function optionOf(args: readonly string[]): [option?: string, folder?: string] {
  const [option, folder, ...others] = args[0] === '--' ? args.slice(1) : args;
  if (option === undefined) {
    return [];
  }
  if (!['--from', '--arguments'].includes(option) || !folder || others.length > 0) {
    throw new Error(`the arguments must be none, --from <folder> or --arguments <folder>, got '${args.join(' ')}'`);
  }
  return [option, folder];
}
