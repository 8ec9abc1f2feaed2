import * as fs from 'fs';
import * as path from 'path';

/** What a stand-in for the AWS CLI answers, by `service operation`: JSON, or an error. */
export type Answers = Record<string, object | { readonly error: string } | undefined>;

const PROGRAM = `#!${process.execPath}
const fs = require('fs');
const [folder, args] = [__dirname, process.argv.slice(2)];
const answers = JSON.parse(fs.readFileSync(folder + '/answers.json', 'utf8'));
fs.appendFileSync(folder + '/calls.jsonl', JSON.stringify(args) + '\\n');
const answer = answers[args.slice(0, 2).join(' ')];
if (answer === undefined || answer.error) {
  console.error(answer ? answer.error : 'an error occurred (ValidationError): no answer for ' + args.join(' '));
  process.exitCode = 254;
} else {
  if (args[1] === 'invoke-endpoint') {
    const body = args[args.indexOf('--body') + 1].replace('fileb://', '');
    fs.copyFileSync(body, folder + '/body');
    fs.writeFileSync(args[args.indexOf('--body') + 2], answer.answer);
  }
  console.log(JSON.stringify(answer));
}
`;

/** A folder with a stand-in for the AWS CLI. */
export class AwsStub {
  constructor(private readonly folder: string, answers: Answers) {
    fs.writeFileSync(path.join(folder, 'answers.json'), JSON.stringify(answers));
    fs.writeFileSync(path.join(folder, 'aws'), PROGRAM, { mode: 0o755 });
  }

  public get body(): any {
    return JSON.parse(fs.readFileSync(path.join(this.folder, 'body'), 'utf8'));
  }

  public get calls(): string[][] {
    return fs.readFileSync(path.join(this.folder, 'calls.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line));
  }

  /** Runs something with this AWS CLI, and no other. */
  public run<T>(what: () => T): T {
    const { PATH } = process.env;
    process.env.PATH = this.folder;
    try {
      return what();
    } finally {
      process.env.PATH = PATH;
    }
  }
}
