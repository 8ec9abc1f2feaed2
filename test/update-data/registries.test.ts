import { ACCOUNTS, inputs, tgiFile, upstream } from './upstream';
import { catalogOf } from '../../projenrc/update-data/catalog';
import { SDK_FOLDER } from '../../projenrc/update-data/upstream-files';

const TEI_FILE = JSON.stringify({
  inference: {
    versions: {
      '1.8.2': {
        py_versions: ['py310'],
        registries: { 'us-east-1': '683313688378' },
        tag_prefix: '2.0.1-tei1.8.2',
        repository: 'tei',
        container_version: { gpu: 'cu122-ubuntu22.04' },
      },
    },
  },
});

/** The SDK's file of TGI with two versions, in different regions. */
function twoVersions(first: Record<string, string>, second: Record<string, string>): string {
  const versionOf = (text: string) => JSON.parse(text).inference.versions['3.3.6'];
  return JSON.stringify({
    inference: {
      versions: {
        '3.3.6': versionOf(tgiFile({ registries: second })),
        '3.3.4': versionOf(tgiFile({ registries: first, tag_prefix: '2.7.0-tgi3.3.4' })),
      },
    },
  });
}

function registriesOf(files: Record<string, string>) {
  return catalogOf(upstream(files), inputs()).registries;
}

test('partitions and regions are those of aws-cdk-lib', () => {
  expect(registriesOf({})).toMatchObject({
    partitions: { 'aws': { dnsSuffix: 'amazonaws.com' }, 'aws-cn': { dnsSuffix: 'amazonaws.com.cn' } },
    regions: { 'cn-north-1': 'aws-cn', 'eu-west-1': 'aws', 'us-east-1': 'aws' },
  });
});

test('text embeddings inference has a registry of its own', () => {
  expect(registriesOf({ [`${SDK_FOLDER}/huggingface-tei.json`]: TEI_FILE }).registries).toEqual({
    'deep-learning-containers': ACCOUNTS,
    'sagemaker-algorithms': { 'us-east-1': '683313688378' },
  });
});

test('images share a set of regions, which has the name of the first framework and version', () => {
  const { regionSets } = registriesOf({
    [`${SDK_FOLDER}/huggingface-llm.json`]: twoVersions(ACCOUNTS, { 'us-east-1': '763104351884' }),
    [`${SDK_FOLDER}/huggingface-tei.json`]: TEI_FILE,
  });
  expect(regionSets).toEqual({ 'huggingface-llm': ['eu-west-1', 'us-east-1'], 'huggingface-llm-3.3.6': ['us-east-1'] });
});

test('a set of regions is kept under another name where a new one has taken its name', () => {
  const previous = catalogOf(upstream(), inputs());
  const files = upstream({
    [`${SDK_FOLDER}/huggingface-llm.json`]: tgiFile({ tag_prefix: '2.8.0-tgi3.4.0', registries: { 'us-east-1': '763104351884' } }),
  });
  const { images: { images }, registries: { regionSets } } = catalogOf(files, inputs({ previous }));
  expect(regionSets).toEqual({ 'huggingface-llm': ['us-east-1'], 'kept-huggingface-llm': ['eu-west-1', 'us-east-1'] });
  expect(images.map(({ tag, regions }) => [tag.split('-')[1], regions])).toEqual(expect.arrayContaining([
    ['tgi3.3.6', 'kept-huggingface-llm'], ['tgi3.4.0', 'huggingface-llm'],
  ]));
});

test('two accounts of one registry in one region are an error', () => {
  const file = twoVersions(ACCOUNTS, { 'us-east-1': '111122223333' });
  expect(() => registriesOf({ [`${SDK_FOLDER}/huggingface-llm.json`]: file })).toThrow(
    'sagemaker-python-sdk/huggingface-llm.json: account of deep-learning-containers in us-east-1: '
    + 'must be 111122223333 as for other images, got 763104351884',
  );
});

test('a region whose account only aws-cdk-lib knows is added', () => {
  const regions = [...inputs().regions, { name: 'me-west-1', partition: 'aws', dnsSuffix: 'amazonaws.com', deepLearningContainersAccount: '124382933778' }];
  expect(catalogOf(upstream(), inputs({ regions })).registries.registries['deep-learning-containers'])
    .toEqual({ ...ACCOUNTS, 'me-west-1': '124382933778' });
});

test('an account of which aws-cdk-lib knows otherwise is an error', () => {
  const regions = [{ name: 'us-east-1', partition: 'aws', dnsSuffix: 'amazonaws.com', deepLearningContainersAccount: '111122223333' }];
  expect(() => catalogOf(upstream({}), inputs({ regions: [...inputs().regions.filter(({ name }) => name !== 'us-east-1'), ...regions] })))
    .toThrow('aws-cdk-lib: account of deep-learning-containers in us-east-1: must be 763104351884 as in the SageMaker SDK, got 111122223333');
});

test('a region that aws-cdk-lib does not know is left out, with a warning', () => {
  const warnings: string[] = [];
  const mars = { 'mars-north-1': '763104351884' };
  const files = { [`${SDK_FOLDER}/huggingface-llm.json`]: twoVersions({ ...ACCOUNTS, ...mars }, { 'us-east-1': '763104351884', ...mars }) };
  const { registries } = catalogOf(upstream(files), inputs(), message => warnings.push(message));
  expect(registries).toMatchObject({
    regions: { 'cn-north-1': 'aws-cn', 'eu-west-1': 'aws', 'us-east-1': 'aws' },
    registries: { 'deep-learning-containers': ACCOUNTS },
    regionSets: { 'huggingface-llm': ['eu-west-1', 'us-east-1'], 'huggingface-llm-3.3.6': ['us-east-1'] },
  });
  expect(JSON.stringify(registries)).not.toContain('mars');
  expect(warnings).toEqual([
    'sagemaker-python-sdk/huggingface-llm.json: region mars-north-1 is left out, since aws-cdk-lib does not know it (upgrade aws-cdk-lib)',
  ]);
});

test('an image with two sets of regions is an error', () => {
  const other = tgiFile({ registries: { 'us-east-1': '763104351884' } });
  expect(() => registriesOf({ [`${SDK_FOLDER}/huggingface-vllm.json`]: other })).toThrow(
    'sagemaker-python-sdk/huggingface-vllm.json: regions of huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04: '
    + 'must be those of the set \'huggingface-llm\', got those of \'huggingface-vllm\'',
  );
});
