import { cpSync, mkdirSync } from 'fs';
import { join } from 'path';
import { run } from './command';
import { Language } from './language';
import { programs, repository, sizeOf } from './repository';

const packageName = 'cdkhuggingfacesagemaker';
const built = join(repository, 'dist', 'go', packageName);

export const go: Language = {
  name: 'go',
  tools: [{ version: ['go', 'version'], install: 'Go 1.25 or newer' }],
  packageTask: 'package:go',
  badInput: ['go', 'run', './badinput'],
  finder: { file: 'finder/main.go', command: ['go', 'run', './finder'] },

  async install(folder) {
    const installed = join(folder, '.module');
    cpSync(built, installed, { recursive: true });
    mkdirSync(join(folder, 'badinput'));
    cpSync(join(programs, 'bad_input.go'), join(folder, 'badinput', 'main.go'));
    await run(['go', 'mod', 'edit', `-replace=github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker-go/${packageName}=./.module`], { cwd: folder });
    await run(['go', 'mod', 'tidy'], { cwd: folder });
    return { folder, env: {} };
  },

  async measure() {
    return [{ name: 'Go module', value: sizeOf(built), unit: 'bytes' }];
  },
};
