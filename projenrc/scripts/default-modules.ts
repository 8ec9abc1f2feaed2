import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** An app with one endpoint that has only the required props, and a model whose name has its size, as most do. */
const APP = `
const { App, Stack } = require('aws-cdk-lib/core');
const { HuggingFaceSageMakerEndpoint, SageMakerInstanceType } = require(process.argv[1]);
const app = new App();
new HuggingFaceSageMakerEndpoint(new Stack(app, 'Stack'), 'Endpoint', { modelId: 'Qwen/Qwen3-4B', instanceType: SageMakerInstanceType.ML_G5_XLARGE });
app.synth();
`;

/**
 * The modules in a bundle that an app with a default endpoint runs, by their names in the bundle.
 *
 * @see https://nodejs.org/api/cli.html#node_v8_coveragedir
 */
export function defaultModules(bundle: string): Set<string> {
  const folder = mkdtempSync(join(tmpdir(), 'modules-'));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: join(folder, 'coverage'), CDK_OUTDIR: join(folder, 'cdk.out') };
    execFileSync(process.execPath, ['--eval', APP, bundle], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const [report] = readdirSync(env.NODE_V8_COVERAGE).map(name => JSON.parse(readFileSync(join(env.NODE_V8_COVERAGE, name), 'utf8')));
    const { functions } = report.result.find(({ url }: { url: string }) => url.endsWith(bundle));
    const run = functions.filter(({ ranges: [{ count }] }: { ranges: { count: number }[] }) => count > 0);
    return new Set(run.map(({ functionName }: { functionName: string }) => functionName).filter((name: string) => name.startsWith('lib/')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
