import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { attempt, run } from '../languages/command';
import { artifact, repository } from '../languages/repository';

/** A registry, and how its packages are published without publishing them. */
export interface Registry {
  readonly name: string;

  /** The commands that must exist. */
  readonly tools: readonly string[];

  /** Does everything that the release does up to the registry, in an empty folder, and returns what it did. */
  rehearse(folder: string): Promise<string>;
}

/** The version of publib that the release workflow uses. */
function publib(): string {
  return /publib@[\d.]+/.exec(readFileSync(join(repository, '.github', 'workflows', 'release.yml'), 'utf8'))![0];
}

const npm: Registry = {
  name: 'npm',
  tools: ['npm'],
  async rehearse(folder) {
    const output = await run(['npm', 'publish', '--dry-run', '--json', '--ignore-scripts', artifact('js', '.tgz')], { cwd: folder });
    const answer = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
    const { id, entryCount, unpackedSize } = answer.id ? answer : Object.values<any>(answer)[0]; // npm 11 adds the name of the package
    if (unpackedSize > 1_500_000) {
      throw new Error(`${id} must have at most 1,500,000 bytes, got ${unpackedSize}`);
    }
    return `npm publish --dry-run accepts ${id}, ${entryCount} files`;
  },
};

const pypi: Registry = {
  name: 'PyPI',
  tools: ['python3'],
  async rehearse(folder) {
    await run(['python3', '-m', 'venv', 'venv'], { cwd: folder });
    const bin = join(folder, 'venv', 'bin');
    // the range of publib-pypi
    await run([join(bin, 'pip'), 'install', '--quiet', '--disable-pip-version-check', 'twine<6.2.0'], { cwd: folder });
    await run([join(bin, 'twine'), 'check', '--strict', artifact('python', '.whl'), artifact('python', '.tar.gz')], { cwd: folder });
    return 'twine check --strict accepts the wheel and the sdist';
  },
};

/** What Maven Central requires of a POM: https://central.sonatype.org/publish/requirements/ */
const REQUIRED_IN_POM = ['groupId', 'artifactId', 'version', 'name', 'description', 'url', 'licenses', 'developers', 'scm'];

const maven: Registry = {
  name: 'Maven Central',
  tools: ['mvn', 'gpg'],
  async rehearse(folder) {
    const pom = onlyFile(join(repository, 'dist', 'java'), '.pom');
    const text = readFileSync(pom, 'utf8');
    const missing = REQUIRED_IN_POM.filter(name => !text.includes(`<${name}>`));
    if (missing.length > 0) {
      throw new Error(`${pom} must contain ${missing.join(', ')}`);
    }

    // a key that is deleted with the folder; the agent's socket has a short path at most, so the home is not deeper than it must be
    const home = join(folder, 'gpg');
    mkdirSync(home, { mode: 0o700 });
    const env = { GNUPGHOME: home };
    try {
      await run(['gpg', '--batch', '--passphrase', '', '--quick-generate-key', 'dry-run@example.com', 'default', 'default', 'never'], { cwd: folder, env });
      const of = (suffix: string) => pom.replace(/\.pom$/, suffix);
      // the command of publib-maven, before it uploads what the command has written
      await run([
        'mvn', '--batch-mode', 'gpg:sign-and-deploy-file', `-Durl=file://${join(folder, 'staging')}`, '-DrepositoryId=dry-run', '-Dgpg.keyname=dry-run@example.com',
        `-DpomFile=${pom}`, `-Dfile=${of('.jar')}`, `-Dsources=${of('-sources.jar')}`, `-Djavadoc=${of('-javadoc.jar')}`,
      ], { cwd: folder, env });
    } finally {
      await attempt(['gpgconf', '--kill', 'gpg-agent'], { cwd: folder, env });
    }
    const staged = dirname(onlyFile(join(folder, 'staging'), '.pom'));
    const files = readdirSync(staged);
    const unsigned = files.filter(file => /\.(pom|jar)$/.test(file) && !files.includes(`${file}.asc`));
    if (unsigned.length > 0) {
      throw new Error(`${unsigned.join(', ')} must be signed`);
    }
    return `Maven signed and staged ${files.filter(file => /\.(pom|jar)$/.test(file)).join(', ')}`;
  },
};

const MODULE = 'cdkhuggingfacesagemaker';

const go: Registry = {
  name: 'Go',
  tools: ['go', 'git', 'npx'],
  async rehearse(folder) {
    const modFile = readFileSync(join(repository, 'dist', 'go', MODULE, 'go.mod'), 'utf8');
    const path = /^module (\S+)$/m.exec(modFile)![1];
    const version = readFileSync(join(repository, 'dist', 'go', MODULE, 'version'), 'utf8').trim();
    const address = path.split('/').slice(0, 3).join('/');

    // the repository of the modules, with one commit, as the release needs it: publib pushes into it
    const bare = join(folder, 'modules.git');
    const seed = join(folder, 'seed');
    await run(['git', 'init', '--quiet', '--bare', '--initial-branch=main', bare], { cwd: folder });
    await run(['git', 'init', '--quiet', '--initial-branch=main', seed], { cwd: folder });
    writeFileSync(join(seed, 'README.md'), '# Go modules\n');
    const identity = ['-c', 'user.name=dry-run', '-c', 'user.email=dry-run@example.com'];
    await run(['git', 'add', '.'], { cwd: seed });
    await run(['git', ...identity, 'commit', '--quiet', '--message', 'Start'], { cwd: seed });
    await run(['git', 'push', '--quiet', bare, 'main'], { cwd: seed });

    const instead = [`https://dry-run@${address}.git`, `https://${address}`];
    const env = {
      GITHUB_TOKEN: 'dry-run', // publib puts it into the address
      GIT_USER_NAME: 'dry-run',
      GIT_USER_EMAIL: 'dry-run@example.com',
      GIT_CONFIG_COUNT: String(instead.length),
      ...Object.fromEntries(instead.flatMap((prefix, index) => [[`GIT_CONFIG_KEY_${index}`, `url.file://${bare}.insteadOf`], [`GIT_CONFIG_VALUE_${index}`, prefix]])),
      GOPRIVATE: address,
      GOMODCACHE: join(folder, 'cache'),
      GOFLAGS: '-modcacherw',
    };
    await run(['npx', '--yes', '-p', publib(), 'publib-golang', join(repository, 'dist', 'go')], { cwd: folder, env });
    const tag = `${MODULE}/v${version}`;
    const tags = await run(['git', 'tag', '--list'], { cwd: bare });
    if (!tags.split('\n').includes(tag)) {
      throw new Error(`publib-golang must create the tag ${tag}, got ${tags}`);
    }
    await run(['go', 'mod', 'download', `${path}@v${version}`], { cwd: folder, env });
    return `publib-golang pushed ${tag} to a local repository, and go downloads the module from it`;
  },
};

export const REGISTRIES: readonly Registry[] = [npm, pypi, maven, go];

/** The one file whose name ends so, in a folder and those below. */
function onlyFile(folder: string, suffix: string): string {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith(suffix)) : [];
  if (files.length !== 1) {
    throw new Error(`${folder} must have one file *${suffix}, got ${files.length}: run npx projen package-all first`);
  }
  return join(folder, files[0]);
}
