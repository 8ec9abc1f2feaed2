import { SUBJECTS } from '../../src/checks/all-subjects';

/** A table of the checks of each subject, in Markdown. */
export function checkTables(): string[] {
  return SUBJECTS.flatMap(({ title, checks }) => [
    `### ${title}`,
    '',
    '| id | severity | what is found | why it matters | how to fix it | source |',
    '|:--|:--|:--|:--|:--|:--|',
    ...checks.map(({ id, severity, what, why, fix, source }) =>
      `| <a id="${id}"></a>\`huggingface-sagemaker:${id}\` | ${severity} | ${what} | ${why} | ${fix} | [source](${source}) |`),
    '',
  ]).slice(0, -1);
}
