import { DATES_FILE, UPSTREAM_SOURCES, UpstreamFiles, UpstreamSource, urlOf } from './upstream-files';

/** A source of the data, and how recent it is. */
export interface DatedSource {
  readonly url: string;

  /** The day of the newest change that the files contain, such as `2026-08-21`; later ones are possible. Undefined if it is not known. */
  readonly date?: string;
}

const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/** The sources of the data, with their dates. */
export function datedSources(sources: readonly UpstreamSource[], files: UpstreamFiles): DatedSource[] {
  return sources.map(source => ({ url: urlOf(source), date: dateOf(source, files) }));
}

/** A line on the age of each source. */
export function ageLines(files: UpstreamFiles, now: Date): string[] {
  return datedSources(Object.values<UpstreamSource>(UPSTREAM_SOURCES), files).map(({ url, date }) =>
    date === undefined ? `source: ${url} has no date` : `source: ${url} is from ${date}, ${daysBetween(date, now)} days old`);
}

/** The table of dates, in the form in which a folder with upstream's files has it. */
export function datesTable(dates: ReadonlyArray<readonly [UpstreamSource, string]>): string {
  return ['| group | date |', '|---|---|', ...dates.map(([{ local }, date]) => `| ${local} | ${date} |`), ''].join('\n');
}

/** The newest date in the rows of a source: the first cell begins with its path, the last one has the date. */
function dateOf({ local }: UpstreamSource, files: UpstreamFiles): string | undefined {
  const rows = (files[DATES_FILE] ?? '').split('\n').map(line => line.split('|').map(cell => cell.trim()).filter(cell => cell));
  const dates = rows.filter(([group = '']) => group.startsWith(local)).map(cells => /\d{4}-\d{2}-\d{2}/.exec(cells[cells.length - 1])?.[0]);
  return dates.filter(date => date !== undefined).sort().pop();
}

function daysBetween(date: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(date)) / MILLISECONDS_PER_DAY);
}
