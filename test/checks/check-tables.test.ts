import { readFileSync } from 'fs';
import { join } from 'path';
import { SUBJECTS } from '../../src/checks/all-subjects';

const DOCUMENTATION = readFileSync(join(__dirname, '..', '..', 'docs', 'checks.md'), 'utf8');

test('the documentation has a row with all texts of each check', () => {
  const rows = SUBJECTS.flatMap(({ checks }) => checks).map(({ id, severity, what, why, fix, source }) =>
    `| <a id="${id}"></a>\`huggingface-sagemaker:${id}\` | ${severity} | ${what} | ${why} | ${fix} | [source](${source}) |`);
  expect(DOCUMENTATION.split('\n')).toEqual(expect.arrayContaining(rows));
});
