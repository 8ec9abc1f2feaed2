import { parseArgs } from 'util';
import { AwsError } from './aws-cli';
import { Command, Output, UsageError } from './command';
import { fit } from './fit';
import { images } from './images';
import { instances } from './instances';
import { invoke } from './invoke';
import { printable } from './printable';
import { version } from './version';
import { why } from './why';
import { ownEntry } from '../common/own-entry';

const COMMANDS: Readonly<Record<string, Command>> = { images, instances, fit, invoke, why };

const HELP = `Usage: cdk-huggingface-sagemaker <command> [options]

Commands:
${Object.entries(COMMANDS).map(([name, { summary, usage }]) => `  ${name} ${usage}\n      ${summary}`).join('\n')}

Every command accepts --json, for machine-readable output, and --help. Without a command, --version prints the version of the package.
`;

/** Runs a command line and returns its exit code: 0, 1 if there is no result, or 2 if the command line is invalid. */
export function main(args: readonly string[], { log, error }: Output): number {
  return run(args, { log: text => log(printable(text)), error: text => error(printable(text)) });
}

function run(args: readonly string[], output: Output): number {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? output.error : output.log)(HELP);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    output.log(version());
    return 0;
  }
  const command = ownEntry(COMMANDS, name);
  if (!command) {
    output.error(`unknown command '${name}', must be one of ${Object.keys(COMMANDS).join(', ')}`);
    return 2;
  }
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      strict: true,
      allowPositionals: command.hasStack,
      options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) {
      output.log(`Usage: cdk-huggingface-sagemaker ${name} ${command.usage}\n\n${command.summary}\n`);
      return 0;
    }
    if (command.hasStack && positionals.length !== 1) {
      throw new UsageError(`must have the name of one stack, got ${positionals.length}`);
    }
    const { rows, columns, success, text, notes = [] } = command.run(values as Record<string, string | boolean | undefined>, positionals[0]);
    output.log(values.json ? JSON.stringify(rows, undefined, 2) : text ?? table(rows, columns));
    notes.forEach(note => output.error(`${name}: ${note}`));
    return success ? 0 : 1;
  } catch (error) {
    return codeOf(error, name, output);
  }
}

/** Reports an error that the user can fix, and throws all others. */
function codeOf(error: unknown, name: string, output: Output): number {
  const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (!isUsage && !(error instanceof AwsError)) {
    throw error;
  }
  output.error(`${name}: ${(error as Error).message}`);
  return isUsage ? 2 : 1;
}

/** Formats rows as a table, with each column as wide as its widest value. */
function table(rows: readonly Record<string, unknown>[], columns: readonly string[]): string {
  const texts = [columns, ...rows.map(row => columns.map(column => (row[column] ?? undefined) === undefined ? '-' : String(row[column])))];
  const widths = columns.map((_, index) => Math.max(...texts.map(text => text[index].length)));
  return texts.map(text => text.map((value, index) => value.padEnd(widths[index])).join('  ').trimEnd()).join('\n');
}
