import { resources } from './certainties';
import { alternate, Sample } from './process';
import { medianOf, medianRatio, Spread, spreadOf } from './statistics';
import { FLOOR, LIBRARY, SHAPES, Subject, WITH_IAM } from './subjects';

/** The samples of one subject at one piece of work. */
export interface Row {
  readonly subject: Subject;
  readonly samples: readonly Sample[];
}

/** How often each piece of work is done, by the number of endpoints; none is an import alone. */
export type Rounds = Readonly<Record<number, number>>;

/** What was measured, by the number of endpoints. */
export type Measurements = Readonly<Record<number, readonly Row[]>>;

/** Lets the subjects take turns at each piece of work. */
export function measure(subjects: readonly Subject[], rounds: Rounds): Measurements {
  return Object.fromEntries(Object.entries(rounds).map(([endpoints, count]) => {
    const works = subjects.map(({ file }) => ({ subject: file, endpoints: Number(endpoints) }));
    return [endpoints, alternate(works, count).map((samples, index) => ({ subject: subjects[index], samples }))];
  }));
}

/** One endpoint with the template validation of aws-cdk-lib, which each process pays once. */
export function measureValidation(rounds: number): readonly Row[] {
  const subjects = [FLOOR, LIBRARY];
  const works = subjects.map(({ file }) => ({ subject: file, endpoints: 1, validation: true }));
  return alternate(works, rounds).map((samples, index) => ({ subject: subjects[index], samples }));
}

/** The numbers of endpoints between which the time for one more endpoint is compared. */
const GROWTH = [100, 400, 1000];

/** The shapes of an app, at several sizes. */
export function measureShapes(rounds: number): readonly (readonly Row[])[] {
  const works = SHAPES.flatMap(({ file }) => GROWTH.map(endpoints => ({ subject: file, endpoints })));
  const samples = alternate(works, rounds);
  return SHAPES.map((subject, shape) => GROWTH.map((_, size) => ({ subject, samples: samples[shape * GROWTH.length + size] })));
}

/** A number of each process. */
type Quantity = (sample: Sample) => number;

const MB = 1_000_000;
const IMPORT: Quantity = ({ importMs }) => importMs;
const CONSTRUCT: Quantity = ({ constructMs }) => constructMs;
const SYNTH: Quantity = ({ synthMs }) => synthMs;
const PROCESS: Quantity = ({ processMs }) => processMs;
const MEMORY: Quantity = ({ memory }) => memory / MB;
const KILOBYTES: Quantity = ({ bytes }) => bytes / 1000;

/** What an import takes. */
export function importTable(rows: readonly Row[]): string {
  return table(['', 'time, ms', 'memory, MB', '× L1', 'files'], rows.map(row => [
    row.subject.title, spread(row, IMPORT), spread(row, MEMORY), ratio(row, rows, MEMORY), `${row.samples[0].modules.length}`,
  ]));
}

/** What endpoints take, from the start of a process to its end. */
export function endpointsTable(measurements: Measurements): string {
  const header = [
    'endpoints', '', 'construct, ms', 'synth, ms', 'whole process, ms', '× L1', 'memory, MB', '× L1', 'resources', 'templates, kB', '× L1',
  ];
  return table(header, Object.entries(measurements).filter(([endpoints]) => Number(endpoints) > 0).flatMap(([endpoints, rows]) => rows.map(row => [
    endpoints, row.subject.title, median(row, CONSTRUCT), median(row, SYNTH), spread(row, PROCESS), ratio(row, rows, PROCESS),
    median(row, MEMORY), ratio(row, rows, MEMORY), `${resources(row.samples[0])}`, median(row, KILOBYTES), ratio(row, rows, KILOBYTES),
  ])));
}

/** The time for one more endpoint in small and in large apps. The fixed costs of a process are excluded. */
export function shapesTable(shapes: readonly (readonly Row[])[]): string {
  const [few, some, many] = GROWTH;
  return table(['shape', `${many} endpoints, ms`, `each from ${few} to ${some}, ms`, `each from ${some} to ${many}, ms`, 'ratio', 'target', ''],
    shapes.map(rows => {
      const each = (from: number) => (processOf(rows[from + 1]) - processOf(rows[from])) / (GROWTH[from + 1] - GROWTH[from]);
      const ratioOfBoth = each(1) / each(0);
      return [
        rows[0].subject.title, spread(rows[2], PROCESS), each(0).toFixed(2), each(1).toFixed(2), ratioOfBoth.toFixed(2), `at most ${MAX_GROWTH}`,
        ratioOfBoth <= MAX_GROWTH ? 'met' : 'missed',
      ];
    }));
}

const MAX_GROWTH = 1.3;

function processOf({ samples }: Row): number {
  return medianOf(samples.map(PROCESS));
}

/** What the template validation adds to a process. */
export function validationTable(rows: readonly Row[]): string {
  return table(['one endpoint, validated', 'synth, ms', 'whole process, ms', 'memory, MB'], rows.map(row => [
    row.subject.title, spread(row, SYNTH), spread(row, PROCESS), median(row, MEMORY),
  ]));
}

/** What the library is meant to stay below, and where it is. */
export function targetsTable(measurements: Measurements): string {
  const at = (endpoints: number, { file }: Subject) => measurements[endpoints].find(({ subject }) => subject.file === file)!.samples;
  const times = (endpoints: number, floor: Subject, of: Quantity) => medianRatio(at(endpoints, LIBRARY).map(of), at(endpoints, floor).map(of));
  const over = (floor: Subject) => medianOf(at(0, LIBRARY).map((sample, round) => IMPORT(sample) - IMPORT(at(0, floor)[round])));
  return table(['', 'target', 'measured', ''], [
    target('import, in addition to the sub-paths of aws-cdk-lib', 8, over(FLOOR), 'ms'),
    target('memory, 1 endpoint, times that with `iam.Role`', 1.1, times(1, WITH_IAM, MEMORY)),
    target('memory, 100 endpoints, times that with `iam.Role`', 1.1, times(100, WITH_IAM, MEMORY)),
    target('whole process, 1 endpoint, times that with `iam.Role`', 1.06, times(1, WITH_IAM, PROCESS)),
    target('whole process, 100 endpoints, times that with `iam.Role`', 1.12, times(100, WITH_IAM, PROCESS)),
    target('size of the templates, 100 endpoints, times that with `iam.Role`', 1.03, times(100, WITH_IAM, KILOBYTES)),
    compared('whole process, 1 endpoint, times L1', times(1, FLOOR, PROCESS)),
    compared('whole process, 100 endpoints, times L1', times(100, FLOOR, PROCESS)),
  ]);
}

function target(what: string, limit: number, value: number, unit = '×'): string[] {
  const digits = unit === '×' ? 2 : 0;
  return [what, `at most ${limit} ${unit}`, `${value.toFixed(digits)} ${unit}`, value <= limit ? 'met' : 'missed'];
}

/** A ratio that has no target: what aws-cdk-lib's own constructs add to L1 is part of it. */
function compared(what: string, value: number): string[] {
  return [what, '', `${value.toFixed(2)} ×`, ''];
}

function spread({ samples }: Row, of: Quantity): string {
  const { median: middle, lower, upper }: Spread = spreadOf(samples.map(of));
  return `${number(middle)} (${number(lower)}–${number(upper)})`;
}

function median({ samples }: Row, of: Quantity): string {
  return number(medianOf(samples.map(of)));
}

function ratio({ samples }: Row, rows: readonly Row[], of: Quantity): string {
  return medianRatio(samples.map(of), rows[0].samples.map(of)).toFixed(2);
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
