import { run } from './command';
import { Measurement, Workplace } from './language';

/** The JVM has no method of more bytes, and no constant pool of more entries: https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.11 */
const LIMIT = 65_535;

/** The largest class of the jar, and how near its largest method and constant pool are to the limit: half of it is allowed. */
export async function classMeasurements(jar: string, { folder: cwd, env }: Workplace): Promise<Measurement[]> {
  const files = (await run(['jar', '--list', '--file', jar], { cwd, env })).split('\n').filter(file => file.endsWith('.class'));
  const names = files.map(file => file.replace('.class', '').replaceAll('/', '.'));
  const classes = (await run(['javap', '-verbose', '-private', '-classpath', jar, ...names], { cwd, env })).split(/^Classfile /m).slice(1);
  if (classes.length !== names.length) {
    throw new Error(`javap must answer ${names.length} classes, got ${classes.length}`);
  }
  const largest = (name: string, unit: Measurement['unit'], of: (text: string) => number): Measurement => {
    const [[file, value]] = classes.map(text => [classOf(text), of(text)] as const).sort(([, a], [, b]) => b - a);
    return { name: `largest ${name} (${file})`, value, unit, below: LIMIT / 2 };
  };
  return [
    { ...largest('class file', 'bytes', text => Number(/size (\d+) bytes/i.exec(text)![1])), below: undefined },
    largest('method', 'bytes', text => greatest(text, /^ +(\d+): [a-z]/gm)), // the offset of its last instruction
    largest('constant pool', 'entries', text => greatest(text, /^ +#(\d+) = /gm)),
  ];
}

function classOf(text: string): string {
  return /([^/!.]+)\.class/.exec(text)![1];
}

function greatest(text: string, pattern: RegExp): number {
  return Math.max(0, ...Array.from(text.matchAll(pattern), ([, number]) => Number(number)));
}
