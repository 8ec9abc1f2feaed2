import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { catalogData, recommendedImages } from '../../projenrc/catalog/data';
import { documentationTables } from '../../projenrc/catalog/documentation-tables';
import { constantName } from '../../projenrc/catalog/source-text';
import peer from '../facts/generative-ai-cdk-constructs.json';

const ROOT = join(__dirname, '..', '..');
const { images: { images }, instanceTypes: { instanceTypes }, registries: { registries } } = catalogData();
const PAGES = ['README.md', 'CONTRIBUTING.md', ...['docs', 'docs/adr'].flatMap(folder => readdirSync(join(ROOT, folder))
  .filter(name => name.endsWith('.md')).map(name => `${folder}/${name}`))];

const TABLES = documentationTables();

/** The text of a page without its generated tables. */
function handwritten(page: string): string {
  const tables = TABLES.filter(({ file }) => file === page);
  return tables.reduce((text, { name }) => {
    const [start, end] = [`<!-- BEGIN ${name} -->`, `<!-- END ${name} -->`].map(marker => text.indexOf(marker));
    return text.slice(0, start) + text.slice(end);
  }, readFileSync(join(ROOT, page), 'utf8'));
}

test.each([
  ['docs/adr/0003-generated-catalog.md', /^- (\d+) images and/m, images.length],
  ['docs/adr/0003-generated-catalog.md', /images and (\d+) instance types have constants/, Object.keys(instanceTypes).length],
  ['docs/migrating.md', /^\| \d+ instance types\. \| (\d+), with facts/m, Object.keys(instanceTypes).length],
  ['docs/migrating.md', /^\| (\d+) instance types\. \|/m, Object.keys(peer.instanceTypes).length],
  ['docs/migrating.md', /accounts of (\d+) regions/, Object.keys(registries['deep-learning-containers']).length],
  ['docs/images.md', /^\| Deep Learning Containers \|.*\| (\d+) regions/m, Object.keys(registries['deep-learning-containers']).length],
  ['docs/images.md', /^\| SageMaker built-in algorithms \|.*\| (\d+) regions/m, Object.keys(registries['sagemaker-algorithms']).length],
])('%s: %s is what the data says', (page, pattern, expected) => {
  expect(Number(pattern.exec(handwritten(page))?.[1])).toBe(expected);
});

test('no other count of images, instance types or regions is written by hand', () => {
  const counts = PAGES.flatMap(page => [...handwritten(page).matchAll(/(?<!CUDA )\b(\d{2,}) (images|constants|instance types|regions)\b/g)].map(([text]) => `${page}: ${text}`));
  expect(counts.sort()).toEqual([
    `docs/adr/0003-generated-catalog.md: ${Object.keys(instanceTypes).length} instance types`,
    `docs/adr/0003-generated-catalog.md: ${images.length} images`,
    'docs/adr/0004-api-reference.md: 500 constants',
    `docs/images.md: ${Object.keys(registries['deep-learning-containers']).length} regions`,
    `docs/images.md: ${Object.keys(registries['sagemaker-algorithms']).length} regions`,
    `docs/migrating.md: ${Object.keys(peer.instanceTypes).length} instance types`,
    'docs/migrating.md: 105 constants',
    `docs/migrating.md: ${Object.keys(registries['deep-learning-containers']).length} regions`,
  ].sort());
});

/** Tags that an example shows because they have no constant. */
const WITHOUT_CONSTANT = [
  'huggingface-vllm:0.32.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04', 'huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.4-gpu-py311-cu124-ubuntu22.04-v2.5',
];

test('every image that a page names is in the catalog', () => {
  const known = new Set([...images.map(({ repository, tag }) => `${repository}:${tag}`), ...WITHOUT_CONSTANT]);
  const repositories = [...new Set(images.map(({ repository }) => repository))].join('|');
  const pattern = new RegExp(`\\b(${repositories})(?::|',\\s+')([\\w.]+-[\\w.-]+)`, 'g');
  const named = PAGES.flatMap(page => [...handwritten(page).matchAll(pattern)].map(([, repository, tag]) => [page, `${repository}:${tag}`]));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter(([, image]) => !known.has(image))).toEqual([]);
});

test('the example that pins the default image pins the default image', () => {
  const [{ repository, tag }] = recommendedImages();
  expect(handwritten('docs/images.md')).toContain(`DeepLearningContainerImage.${constantName(repository, tag)},`);
});
