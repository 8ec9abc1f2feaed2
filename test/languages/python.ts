import { copyFileSync } from 'fs';
import { delimiter, join } from 'path';
import { run } from './command';
import { Language, Workplace } from './language';
import { artifact, programs, sizeOf } from './repository';
import { synthTimes } from './synth-times';

export const python: Language = {
  name: 'python',
  tools: [{ version: ['python3', '-c', 'import sys, venv, ensurepip; print(sys.version)'], install: 'Python 3.10 or newer, with its module venv' }],
  packageTask: 'package:python',
  badInput: ['python3', 'bad_input.py'],
  finder: { file: 'finder.py', command: ['python3', 'finder.py'] },
  commandLine: ['cdk-huggingface-sagemaker'],
  propertyInjection: ['python3', 'property_injection.py'],

  reader: () => ({
    title: 'Python', fence: 'python', synth: 'npx --yes aws-cdk@2.1148.1 synth', artifact: artifact('python', '.whl'), invalid: 'instance_count=0,',
  }),

  async install(folder) {
    await run(['python3', '-m', 'venv', '.venv'], { cwd: folder });
    const bin = join(folder, '.venv', 'bin');
    await run([join(bin, 'pip'), 'install', '--no-input', '--disable-pip-version-check', artifact('python', '.whl'), '-r', 'requirements.txt'], { cwd: folder });
    ['bad_input.py', 'property_injection.py', 'synth_times.py'].forEach(file => copyFileSync(join(programs, file), join(folder, file)));
    return { folder, env: { VIRTUAL_ENV: join(folder, '.venv'), PATH: `${bin}${delimiter}${process.env.PATH}` } };
  },

  async measure(workplace) {
    return [
      { name: 'wheel', value: sizeOf(artifact('python', '.whl')), unit: 'bytes', below: 1_000_000 },
      { name: 'sdist', value: sizeOf(artifact('python', '.tar.gz')), unit: 'bytes' },
      { name: 'import aws_cdk.aws_sagemaker', value: await importTime('aws_cdk.aws_sagemaker', workplace), unit: 'ms' },
      { name: 'import cdk_huggingface_sagemaker', value: await importTime('cdk_huggingface_sagemaker', workplace), unit: 'ms' },
      ...await synthTimes(subject => ['python3', 'synth_times.py', subject], workplace),
    ];
  },
};

/** The median of five processes, each of which also starts the jsii kernel. */
async function importTime(module: string, { folder, env }: Workplace): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const program = `import time; start = time.perf_counter(); import ${module}; print('took', time.perf_counter() - start)`;
    const output = await run(['python3', '-c', program], { cwd: folder, env });
    times.push(1000 * Number(/^took (.*)$/m.exec(output)![1]));
  }
  return times.sort((a, b) => a - b)[2];
}
