import { execFileSync } from 'child_process';
import { relative, sep } from 'path';
import { isDeepStrictEqual } from 'util';
import { run, Sample, Template } from './process';
import { repository } from './repository';
import { FLOOR, LIBRARY } from './subjects';
import { ENDPOINTS_IN_STACK } from './work';

/** Something that is the same on every machine, and what is allowed. */
export interface Certainty {
  readonly what: string;
  readonly got: string;
  readonly allowed: string;
  readonly holds: boolean;
}

/** The parts of aws-cdk-lib whose code an endpoint may load, beside what these load. An import loads none. */
const LOADED = ['core', 'aws-iam', 'aws-sagemaker'];

const MAX_IMPORTED_MODULES = 5;
const MAX_ENDPOINT_MODULES = 45;
const MAX_PACKAGE_BYTES = 1_500_000;
const MAX_TEMPLATE_RATIO = 1.05;

/** What cannot be noise: what fails the benchmark. */
export function certainties(): Certainty[] {
  const [imported, one, many] = [0, 1, ENDPOINTS_IN_STACK].map(endpoints => run({ subject: LIBRARY.file, endpoints }));
  const [floorImported, floorOne, floorMany] = [0, 1, ENDPOINTS_IN_STACK].map(endpoints => run({ subject: FLOOR.file, endpoints }));
  return [
    none('files that an import loads from elsewhere', strangers(imported, floorImported)),
    none('files that an endpoint loads from other parts', strangers(one, floorOne, LOADED)),
    atMost('files that an import loads beyond those of L1', imported.modules.length - floorImported.modules.length, MAX_IMPORTED_MODULES),
    atMost('files that an endpoint loads beyond those of L1', one.modules.length - floorOne.modules.length, MAX_ENDPOINT_MODULES),
    atMost('bytes of the npm package, unpacked', unpackedSize(), MAX_PACKAGE_BYTES),
    atMost(`resources of ${ENDPOINTS_IN_STACK} endpoints`, resources(many), resources(floorMany)),
    atMost(`bytes of the templates of ${ENDPOINTS_IN_STACK} endpoints`, many.bytes, Math.floor(floorMany.bytes * MAX_TEMPLATE_RATIO)),
    none('resources that differ from those of L1', differences(one, floorOne)),
  ];
}

/** Modules that are neither the library's, nor of these parts of aws-cdk-lib, nor loaded by L1 too. */
function strangers({ modules }: Sample, floor: Sample, parts: readonly string[] = []): string[] {
  return modules.filter(file => !floor.modules.includes(file)).map(nameOf).filter(file => {
    const [, part] = /^aws-cdk-lib\/([^/]+)\//.exec(file) ?? [];
    return !file.startsWith('lib/') && !file.startsWith('.bench/') && !parts.includes(part);
  });
}

/** The path in the repository, or in the package. */
function nameOf(file: string): string {
  return relative(repository, file).split(sep).join('/').replace(/^.*node_modules\//, '');
}

function unpackedSize(): number {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: repository, encoding: 'utf8' });
  const [{ unpackedSize: bytes }] = JSON.parse(packed);
  return bytes;
}

export function resources({ templates }: Sample): number {
  return templates.reduce((sum, template) => sum + Object.keys(template.Resources).length, 0);
}

/** The logical ids of resources that are not what they are by hand, whatever they are called there. */
function differences({ templates }: Sample, floor: Sample): string[] {
  return templates.flatMap((template, index) => {
    const [ours, theirs] = [template, floor.templates[index]].map(withoutNames);
    return Object.keys(template.Resources).filter((_, position) => !isDeepStrictEqual(ours[position], theirs[position]));
  });
}

/** The resources in their order, with numbers in the place of their logical ids. */
function withoutNames({ Resources }: Template): unknown[] {
  const numbers = new Map(Object.keys(Resources).map((id, number) => [id, `#${number}`]));
  const text = JSON.stringify(Object.values(Resources), (_, value) => numbers.get(value) ?? value);
  return JSON.parse(text);
}

function atMost(what: string, value: number, limit: number): Certainty {
  return { what, got: value.toLocaleString('en'), allowed: `at most ${limit.toLocaleString('en')}`, holds: value <= limit };
}

function none(what: string, found: readonly string[]): Certainty {
  return { what, got: found.length === 0 ? 'none' : found.join(', '), allowed: 'none', holds: found.length === 0 };
}
