import { mkdirSync, readFileSync } from 'fs';
import { homedir } from 'os';
import { join } from 'path';
import { attempt } from './command';
import { repository } from './repository';

const PAGE = readFileSync(join(repository, 'docs', 'getting-started.md'), 'utf8');

/** How docs/getting-started.md is followed in one language. */
export interface Reader {
  /** The name of the language in the headings of the page. */
  readonly title: string;

  /** The names of the blocks of code with a program. */
  readonly fence: string;

  /** The command that synthesizes. */
  readonly synth: string;

  /** The file that is installed instead of the name of the package, which is the only change to what the page says. */
  readonly artifact: string;

  /** What the page suggests to try, as a line after the one with the model. */
  readonly invalid: string;
}

/** A block of code, and the file that the text before it names. */
interface Block {
  readonly fence: string;
  readonly code: string;
  readonly file: string;
}

/** Follows steps 1 to 3 of the page in an empty folder with an empty home, and returns the template. Throws what does not work as the page says. */
export async function followGettingStarted(reader: Reader, folder: string): Promise<Record<string, any>> {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const env = {
    HOME: home,
    VIRTUAL_ENV: undefined,
    PYTHONPATH: undefined,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: '1',
    npm_config_cache: process.env.npm_config_cache ?? join(homedir(), '.npm'), // what was downloaded before
    PIP_CACHE_DIR: process.env.PIP_CACHE_DIR ?? join(homedir(), '.cache', 'pip'),
  };
  const blocks = ['1. Create an app', '2. Add a model to the stack'].flatMap(title => blocksOf(reader, section(PAGE, '## ', title)));
  const start = blocks.map(block => script(block, reader)).join('\n');
  if (!start.includes(reader.artifact)) {
    throw new Error(`docs/getting-started.md must install cdk-huggingface-sagemaker, got\n${start}`);
  }
  if (!section(PAGE, '## ', '3. Synthesize').includes(`\`\`\`sh\n${reader.synth}\n\`\`\`\n`)) {
    throw new Error(`docs/getting-started.md must contain a block with ${reader.synth}`);
  }
  const { code, output } = await attempt(['bash', '-c', `set -e\n${start}\n${reader.synth}`], { cwd: folder, env, timeout: 600 });
  if (code !== 0 || !output.includes('Type: AWS::SageMaker::Endpoint\n')) {
    throw new Error(`docs/getting-started.md must work in ${reader.title} as it is written, got exit code ${code} and\n${output}`);
  }
  const template = JSON.parse(readFileSync(join(folder, 'llm', 'cdk.out', 'LlmStack.template.json'), 'utf8'));

  const [program] = blocks.filter(({ fence }) => fence === reader.fence);
  const wrong = { ...program, code: program.code.replace(/^( *)model.*\n/m, `$&$1${reader.invalid}\n`) };
  const failed = await attempt(['bash', '-c', `set -e\n[ ! -d .venv ] || source .venv/bin/activate\n${script(wrong, reader)}\n${reader.synth}`], {
    cwd: join(folder, 'llm'), env,
  });
  if (failed.code === 0 || !failed.output.includes("'instanceCount' must be an integer of at least 1, got 0")) {
    throw new Error(`the invalid value of docs/getting-started.md must fail with its error, got exit code ${failed.code} and\n${failed.output}`);
  }
  delete template.Resources.CDKMetadata; // which contains the names of the modules that are loaded, and these differ by language
  return template;
}

/** The part of a page below a heading, down to the next heading of its level. */
function section(page: string, level: string, title: string): string {
  const part = page.split(new RegExp(`^(?=${level})`, 'm')).find(text => text.startsWith(`${level}${title}\n`));
  if (part === undefined) {
    throw new Error(`docs/getting-started.md must have the heading '${level}${title}'`);
  }
  return part;
}

/** The blocks of code that a reader of the language follows: those below the headings that name it. */
function blocksOf({ title }: Reader, text: string): Block[] {
  const parts = text.split(/^(?=### )/m).filter(part => part.split('\n', 1)[0].endsWith(` in ${title}`));
  return parts.flatMap(part => Array.from(part.matchAll(/([^\n]*)\n\n```(\w+)[^\n]*\n(.*?)^```$/gms), ([, before, fence, code]) => ({
    fence, code, file: /`([^`]+)`/.exec(before)?.[1] ?? '',
  })));
}

/** A block as a part of a script: a command, the content of a file, or a change of one. */
function script({ fence, code, file }: Block, { artifact }: Reader): string {
  if (fence === 'sh') {
    return code.replace(/(?<=install .*)cdk-huggingface-sagemaker$/m, `'${artifact}'`);
  }
  if (fence !== 'diff') {
    return `cat > '${file}' << 'END'\n${code}END`;
  }
  const [removed, added] = ['-', '+'].map(mark => code.split('\n').find(line => line.startsWith(mark))!.slice(1));
  const program = 'const [file, removed, added] = process.argv.slice(1); const text = fs.readFileSync(file, "utf8");'
    + 'if (!text.includes(removed)) { throw new Error(`${file} must contain ${removed}, got\\n${text}`); }'
    + 'fs.writeFileSync(file, text.replace(removed, added));';
  return `node -e '${program}' ${[file, removed, added].map(word => `"${word}"`).join(' ')}`;
}
