import { readFileSync } from 'fs';
import { join } from 'path';
import { findingsWith, PROP_CASES } from './prop-cases';
import { SUBJECTS } from '../../src/checks/all-subjects';
import { COMPONENT_SUBJECTS } from '../../src/checks/endpoint/component-subjects';
import { METHOD_SUBJECTS } from '../../src/checks/endpoint/methods';
import { IMAGES } from '../images';
import { type } from '../util';

const OTHERS = [...METHOD_SUBJECTS, ...COMPONENT_SUBJECTS];
const checks = SUBJECTS.filter(subject => !OTHERS.includes(subject)).flatMap(subject => subject.checks);

test('every check has a case, and an ID of its own', () => {
  expect(Object.keys(PROP_CASES).sort()).toEqual(checks.map(({ id }) => id).sort());
});

test.each(Object.entries(PROP_CASES))('%s is found in the mistake', (id, { mistake, scope, routes }) => {
  const { severity } = checks.find(check => check.id === id)!;
  const found = findingsWith(mistake, scope, routes).filter(finding => finding.id === `huggingface-sagemaker:${id}`);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity, message: expect.not.stringMatching(/\.$|undefined|NaN|\[object/) });
});

test.each(Object.entries(PROP_CASES))('%s is not found in the neighbor', (id, { neighbor, scope, neighborScope, routes, neighborRoutes }) => {
  const found = findingsWith(neighbor, neighborScope ?? scope, neighborRoutes ?? routes);
  expect(found.map(finding => finding.id)).not.toContain(`huggingface-sagemaker:${id}`);
});

test('every check has a description, a reason, a fix and a source', () => {
  for (const { id, what, why, fix, source } of SUBJECTS.flatMap(subject => subject.checks)) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect([what, why, fix].every(text => text.length > 8 && !text.endsWith('.'))).toBe(true);
    expect(source).toMatch(/^https:\/\//);
  }
});

test('the documentation has a section for each subject, in their order, and a row for each check', () => {
  const documentation = readFileSync(join(__dirname, '..', '..', 'docs', 'checks.md'), 'utf8');
  expect(documentation.match(/(?<=^### ).*/gm)).toEqual(SUBJECTS.map(({ title }) => title));
  const rows = documentation.split('\n');
  for (const { id, severity, what, why, fix, source } of SUBJECTS.flatMap(subject => subject.checks)) {
    expect(rows).toContain(`| <a id="${id}"></a>\`huggingface-sagemaker:${id}\` | ${severity} | ${what} | ${why} | ${fix} | [source](${source}) |`);
  }
});

test.each(['SGLANG', 'TGI_NEURON', 'VLLM_NEURON', 'LMI', 'LLAMA_CPP'] as const)('%s on an unknown instance type has no error', key => {
  const found = findingsWith({ container: IMAGES[key], instanceType: type('z99.48xlarge'), modelId: 'org/model' });
  expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
});
