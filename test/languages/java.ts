import { copyFileSync, cpSync } from 'fs';
import { join } from 'path';
import { run } from './command';
import { classMeasurements } from './java-classes';
import { Language } from './language';
import { artifact, programs, repository, sizeOf } from './repository';
import { synthTimes } from './synth-times';

const artifacts = 'java/io/github/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker/0.0.0';

export const java: Language = {
  name: 'java',
  tools: [
    { version: ['javac', '-version'], install: 'a JDK of version 17 or newer' },
    { version: ['mvn', '--version'], install: 'Maven 3.8 or newer' },
  ],
  packageTask: 'package:java',
  badInput: ['mvn', '-q', 'compile', 'exec:java', '-Dexec.mainClass=com.example.BadInput'],
  finder: {
    file: 'src/main/java/com/example/Finder.java',
    command: ['mvn', '-q', 'compile', 'exec:java', '-Dexec.mainClass=com.example.Finder'],
  },

  async install(folder) {
    // a local repository of its own, seeded with the package, leaves the user's one alone
    const local = join(folder, '.m2');
    cpSync(join(repository, 'dist', 'java'), local, { recursive: true });
    ['BadInput.java', 'SynthTimes.java', 'TouchTimes.java'].forEach(file => copyFileSync(join(programs, file), join(folder, 'src/main/java/com/example', file)));
    const env = { MAVEN_OPTS: `${process.env.MAVEN_OPTS ?? ''} -Dmaven.repo.local=${local}` };
    await run(['mvn', '-q', '--batch-mode', 'compile'], { cwd: folder, env });
    return { folder, env };
  },

  async measure(workplace) {
    const { folder: cwd, env } = workplace;
    const touched = await run(['mvn', '-q', 'exec:java', '-Dexec.mainClass=com.example.TouchTimes'], { cwd, env });
    const time = (name: string) => ({ name: `first touch of ${name}`, value: Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(touched)![1]), unit: 'ms' as const });
    return [
      { name: 'jar', value: sizeOf(artifact(artifacts, '0.0.0.jar')), unit: 'bytes', below: 1_500_000 },
      { name: 'jar of the sources', value: sizeOf(artifact(artifacts, '-sources.jar')), unit: 'bytes' },
      { name: 'jar of the javadoc', value: sizeOf(artifact(artifacts, '-javadoc.jar')), unit: 'bytes' },
      time('SageMakerInstanceType'),
      time('DeepLearningContainerImage'),
      ...await synthTimes(subject => ['mvn', '-q', 'exec:java', '-Dexec.mainClass=com.example.SynthTimes', `-Dexec.args=${subject}`], workplace),
      ...await classMeasurements(artifact(artifacts, '0.0.0.jar'), workplace),
    ];
  },
};
