import { spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { performance } from 'perf_hooks';
import { Answer } from './measured';

/** A template of CloudFormation. */
export interface Template {
  readonly Resources: Record<string, unknown>;
}

/** What one fresh process took, and what it wrote. */
export interface Sample extends Answer {
  /** From the start of the process to its end. */
  readonly processMs: number;
  readonly templates: Template[];
  /** The size of all templates. */
  readonly bytes: number;
}

export interface Work {
  /** The file in `subjects/`. */
  readonly subject: string;
  readonly endpoints: number;
  /**
   * Whether aws-cdk-lib validates the templates.
   *
   * @default false
   */
  readonly validation?: boolean;
}

/** Does the work in a fresh process. */
export function run({ subject, endpoints, validation = false }: Work): Sample {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const start = performance.now();
    const args = [join(__dirname, 'measured.js'), '--subject', subject, '--endpoints', `${endpoints}`];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, CDK_OUTDIR: folder, CDK_VALIDATION: `${validation}` },
    });
    const processMs = performance.now() - start;
    if (status !== 0) {
      throw new Error(`${subject} with ${endpoints} endpoints: exit code ${status}\n${stderr}`);
    }
    const texts = readdirSync(folder).filter(file => file.endsWith('.template.json')).sort().map(file => readFileSync(join(folder, file), 'utf8'));
    return {
      ...JSON.parse(stdout.trim().split('\n').pop()!) as Answer,
      processMs,
      templates: texts.map(text => JSON.parse(text)),
      bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lets the subjects take turns, so that what slows the machine down slows all of them. */
export function alternate(works: readonly Work[], rounds: number): Sample[][] {
  const samples: Sample[][] = works.map(() => []);
  for (let round = 0; round < rounds; round++) {
    works.forEach((work, index) => samples[index].push(run(work)));
  }
  return samples;
}
