import { copyFileSync } from 'fs';
import { join } from 'path';
import { run } from './command';
import { Language } from './language';
import { artifact, programs, sizeOf } from './repository';

export const typescript: Language = {
  name: 'typescript',
  tools: [{ version: ['npm', '--version'], install: 'Node.js 20 or newer' }],
  packageTask: 'package:js',
  badInput: ['npx', 'ts-node', 'bad-input.ts'],
  finder: { file: 'finder.ts', command: ['npx', 'ts-node', 'finder.ts'] },
  commandLine: ['npx', 'cdk-huggingface-sagemaker'],

  reader: () => ({
    title: 'TypeScript', fence: 'ts', synth: 'npx cdk synth', artifact: artifact('js', '.tgz'), invalid: 'instanceCount: 0,',
  }),

  async install(folder) {
    await run(['npm', 'install', '--no-audit', '--no-fund', artifact('js', '.tgz')], { cwd: folder });
    copyFileSync(join(programs, 'bad-input.ts'), join(folder, 'bad-input.ts'));
    return { folder, env: {} };
  },

  async measure({ folder }) {
    return [
      { name: 'npm tarball, unpacked', value: sizeOf(join(folder, 'node_modules', 'cdk-huggingface-sagemaker')), unit: 'bytes', below: 1_500_000 },
      { name: 'npm tarball', value: sizeOf(artifact('js', '.tgz')), unit: 'bytes' },
    ];
  },
};
