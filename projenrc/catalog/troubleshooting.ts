import { markerLine, quoted } from './source-text';
import { groups } from '../../data/troubleshooting.json';

interface Row {
  readonly symptom: string;
  readonly cause: string;
  readonly fix: string;
  readonly source: string;

  /** What is in a failure reason or in the logs, as a regular expression. */
  readonly pattern?: string;
}

/** The tables of docs/troubleshooting.md, by the time at which a symptom appears. */
export function troubleshootingTables(): { readonly name: string; readonly lines: string[] }[] {
  return groups.map(({ id, rows }) => ({
    name: `troubleshooting-${id}`,
    lines: [
      '| symptom | cause | fix | source |',
      '|---|---|---|---|',
      ...rows.map(({ symptom, cause, fix, source }) => `| ${symptom} | ${cause} | ${fix} | ${source} |`),
    ],
  }));
}

/** The known causes that the command line finds in failure reasons and logs. */
export function troubleshootingFile(): string[] {
  const rows: Row[] = groups.flatMap(group => group.rows as Row[]);
  return [
    markerLine('troubleshooting.json'),
    'import { KnownCause } from \'./known-cause\';',
    '',
    '/** What is known about failure reasons and the lines of logs. */',
    'export const KNOWN_CAUSES: readonly KnownCause[] = [',
    ...rows.flatMap(({ pattern, cause, fix, source }) => pattern === undefined ? [] : [
      '  {',
      `    pattern: ${quoted(pattern)},`,
      `    cause: ${quoted(plain(cause))},`,
      `    fix: ${quoted(plain(fix))},`,
      `    source: ${quoted(/\((https:[^)]+)\)/.exec(source)![1])},`,
      '  },',
    ]),
    '];',
    '',
  ];
}

/** Text without Markdown. A link within the repository has no address outside of it. */
function plain(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replace(/\*\*/g, '').replace(/`/g, "'");
}
