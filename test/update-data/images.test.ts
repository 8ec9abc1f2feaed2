import { dlcFile, inputs, TGI_TAG, tgiFile, upstream, VLLM_TAG, ACCOUNTS } from './upstream';
import { catalogOf } from '../../projenrc/update-data/catalog';
import { DLC_FOLDER, HUB_DOCS_FILE, SDK_FOLDER, UpstreamFiles } from '../../projenrc/update-data/upstream-files';

function rowsOf(files: UpstreamFiles) {
  return catalogOf(files, inputs()).images.images;
}

function namesOf(files: UpstreamFiles) {
  return rowsOf(files).map(({ repository, tag }) => `${repository}:${tag}`);
}

/** The rows, and the lines that say what is left out. */
function reportOf(files: UpstreamFiles) {
  const lines: string[] = [];
  const { images: { images: rows } } = catalogOf(files, inputs(), line => /^(source|skipped: huggingface-pytorch-training)/.test(line) || lines.push(line));
  return { lines, rows };
}

function sdkVersions(framework: string, versions: Record<string, unknown>) {
  return { [`${SDK_FOLDER}/${framework}.json`]: JSON.stringify({ inference: { versions } }) };
}

test('an image has its facts and the lists that name it', () => {
  expect(rowsOf(upstream())).toEqual([
    {
      repository: 'huggingface-pytorch-tgi-inference',
      tag: TGI_TAG,
      server: 'tgi',
      acceleratorKind: 'gpu',
      cudaVersion: '12.4',
      python: '3.11',
      operatingSystem: 'ubuntu22.04',
      versions: { pytorch: '2.7.0', tgi: '3.3.6' },
      regions: 'huggingface-llm',
      listedBy: ['sagemaker-python-sdk'],
    },
    {
      repository: 'huggingface-vllm',
      tag: VLLM_TAG,
      server: 'vllm',
      acceleratorKind: 'gpu',
      cudaVersion: '13.0',
      python: '3.12',
      operatingSystem: 'ubuntu22.04',
      versions: { transformers: '5.10.2', vllm: '0.25.1' },
      listedBy: ['deep-learning-containers', 'hub-docs'],
    },
  ]);
});

test('the order of the files does not matter', () => {
  const files = upstream();
  const reversed = Object.fromEntries(Object.entries(files).reverse());
  expect(JSON.stringify(catalogOf(reversed, inputs()))).toBe(JSON.stringify(catalogOf(files, inputs())));
});

test('versions are sorted as numbers', () => {
  const versions = ['1.13.1', '1.9.0', '1.10.2'].map(pytorch => [pytorch, {
    repository: 'huggingface-pytorch-tgi-inference', registries: ACCOUNTS, tag_prefix: `${pytorch}-tgi1.0.0-gpu`,
  }]);
  const tags = rowsOf(upstream(sdkVersions('huggingface-llm', Object.fromEntries(versions)))).map(({ tag }) => tag);
  expect(tags.slice(0, 3)).toEqual(['1.9.0-tgi1.0.0-gpu', '1.10.2-tgi1.0.0-gpu', '1.13.1-tgi1.0.0-gpu']);
});

test('the SDK names the inference toolkit by the versions of Transformers and of its framework', () => {
  const files = upstream(sdkVersions('huggingface', {
    '4.26.0': {
      'version_aliases': { 'pytorch1.13': 'pytorch1.13.1' },
      'pytorch1.13.1': {
        py_versions: ['py39'],
        registries: ACCOUNTS,
        repository: 'huggingface-pytorch-inference',
        container_version: { gpu: 'cu117-ubuntu20.04', cpu: 'ubuntu20.04' },
      },
    },
  }));
  expect(namesOf(files)).toEqual(expect.arrayContaining([
    'huggingface-pytorch-inference:1.13.1-transformers4.26.0-gpu-py39-cu117-ubuntu20.04',
    'huggingface-pytorch-inference:1.13.1-transformers4.26.0-cpu-py39-ubuntu20.04',
  ]));
});

test.each([
  ['huggingface-pytorch-inference-neuron', 'inf', '1.9.1-transformers4.12.3-neuron-py37-sdk1.17.1-ubuntu18.04'],
  ['huggingface-pytorch-inference-neuronx', 'inf', '1.9.1-transformers4.12.3-neuronx-py37-sdk1.17.1-ubuntu18.04'],
])('the tag of %s has the version of the Neuron SDK', (repository, processor, tag) => {
  const pytorch = {
    py_versions: ['py37'], sdk_versions: ['sdk1.17.1'], registries: ACCOUNTS, repository, container_version: { [processor]: 'ubuntu18.04' },
  };
  const files = upstream(sdkVersions('huggingface-neuron', { '4.12.3': { 'pytorch1.9.1': pytorch } }));
  const row = rowsOf(files).find(each => each.repository === repository)!;
  expect([row.tag, row.acceleratorKind, row.versions.neuronSdk]).toEqual([tag, 'neuron', '1.17.1']);
});

test('a framework of DJL has its versions at the top of its file and its tags whole', () => {
  const versions = { '0.23.0': { registries: ACCOUNTS, repository: 'djl-inference', tag_prefix: '0.23.0-deepspeed0.9.5-cu118' } };
  const files = upstream({ [`${SDK_FOLDER}/djl-deepspeed.json`]: JSON.stringify({ scope: ['inference'], versions }) });
  expect(rowsOf(files)[0]).toMatchObject({
    server: 'lmi', acceleratorKind: 'gpu', cudaVersion: '11.8', versions: { djlServing: '0.23.0', deepspeed: '0.9.5' },
  });
});

test('llama.cpp has a build number and no Python', () => {
  const version = {
    registries: ACCOUNTS, repository: 'huggingface-llamacpp', tag_prefix: 'b9522', container_version: { cpu: 'ubuntu24.04' },
  };
  const row = rowsOf(upstream(sdkVersions('huggingface-llamacpp', { b9522: version })))[0];
  expect(row).toMatchObject({ tag: 'b9522-cpu-ubuntu24.04', acceleratorKind: 'none', versions: { llamaCpp: 'b9522' } });
});

test.each([
  ['0.0.28', { pytorch: '2.1.2', optimumNeuron: '0.0.28' }],
  ['3.3.6', { pytorch: '2.1.2', tgi: '3.3.6' }],
])('optimum%s of TGI for Neuron is distinguished by its number', (version, versions) => {
  const tag_prefix = `2.1.2-optimum${version}`;
  const files = upstream({ [`${SDK_FOLDER}/huggingface-llm.json`]: tgiFile({ tag_prefix, container_version: { inf2: 'ubuntu22.04' } }) });
  expect(rowsOf(files)[0]).toMatchObject({ tag: `${tag_prefix}-neuronx-py311-ubuntu22.04`, versions });
});

test('only the first tag of a file is an image of its own', () => {
  expect(namesOf(upstream())).not.toContain('huggingface-vllm:0.25-gpu-v1');
});

test('a shorter tag is the one of the other list that spells it out, and its file says more about that image', () => {
  const full = '0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0';
  const vllm = { repository: 'huggingface-vllm', py_versions: ['py312'], registries: ACCOUNTS };
  const { lines, rows } = reportOf(upstream({
    ...sdkVersions('huggingface-vllm', {
      '0.29.0': { ...vllm, tag_prefix: '0.29.0-transformers5.15.0', container_version: { gpu: 'cu130-ubuntu24.04-v1.0' } },
      '0.29.1': { ...vllm, tag_prefix: '0.29.1-transformers5.16.0', container_version: { gpu: 'cu130-ubuntu24.04-v1.0' } },
    }),
    [`${DLC_FOLDER}/huggingface-vllm/0.29.0-gpu-sagemaker.yml`]: dlcFile({
      version: '0.29.0', transformers: '5.15.0', os: 'ubuntu24.04', tags: ['0.29-gpu-py312-cu130-ubuntu24.04'],
    }),
  }));
  expect(rows.filter(row => row.versions.vllm === '0.29.0')).toEqual([expect.objectContaining({
    tag: full, versions: { transformers: '5.15.0', vllm: '0.29.0' }, listedBy: ['deep-learning-containers', 'sagemaker-python-sdk'],
  })]);
  expect(rows.map(({ tag }) => tag)).not.toContain('0.29-gpu-py312-cu130-ubuntu24.04');
  expect(lines).toEqual([]);
});

test('the newest release of a line is the one that its moving tags name, and processors are not repeated in the tag', () => {
  const versionOf = (release: string, accounts = ACCOUNTS as Record<string, string>) => ({
    container_version: { cpu: `cpu-v${release}`, gpu: `cuda-v${release}` },
    processor_in_tag: false,
    registries: accounts,
    repository: 'llama-cpp',
    tag_prefix: 'server-sagemaker',
  });
  const versions = {
    '1': versionOf('1', { 'us-east-1': '763104351884' }), '1.0': versionOf('1.0'), '1.0.9': versionOf('1.0.9'), '1.0.10': versionOf('1.0.10'),
  };
  const { lines, rows } = reportOf(upstream({
    [`${SDK_FOLDER}/llama-cpp.json`]: JSON.stringify({ scope: ['inference'], versions }),
    [`${DLC_FOLDER}/llama-cpp/server-sagemaker-cuda-v1.yml`]: dlcFile({
      framework: 'llama.cpp', version: '1.0.0+v0.4.1', os: 'amzn2023', eop: '2027-08-21', tags: ['server-sagemaker-cuda-v1'],
    }),
  }));
  expect(rows.filter(({ repository }) => repository === 'llama-cpp').map(({ tag, supportedUntil, regions }) => [tag, supportedUntil, regions])).toEqual([
    ['server-sagemaker-cpu-v1.0.9', undefined, 'huggingface-llm'],
    ['server-sagemaker-cpu-v1.0.10', undefined, 'huggingface-llm'],
    ['server-sagemaker-cuda-v1.0.9', undefined, 'huggingface-llm'],
    ['server-sagemaker-cuda-v1.0.10', '2027-08-21', 'huggingface-llm'],
  ]);
  expect(lines).toEqual([]);
});

test('a moving tag whose full tag is not known is reported, and no image', () => {
  const path = `${DLC_FOLDER}/huggingface-vllm/0.99-gpu-sagemaker.yml`;
  const { lines, rows } = reportOf(upstream({ [path]: dlcFile({ version: '0.99.0', tags: ['0.99-gpu-py312-cu130-ubuntu22.04'] }) }));
  expect(rows).toEqual(rowsOf(upstream()));
  expect(lines).toEqual([`warning: ${path}: huggingface-vllm:0.99-gpu-py312-cu130-ubuntu22.04 is a moving tag, and no list names its full tag`]);
});

test('an image of AWS for Arm says so', () => {
  const row = rowsOf(upstream({
    [`${SDK_FOLDER}/llama-cpp-arm64.json`]: JSON.stringify({
      scope: ['inference'],
      versions: {
        '1.0.1': {
          container_version: { cpu: 'cpu-v1.0.1' }, processor_in_tag: false, registries: ACCOUNTS, repository: 'llama-cpp-arm64', tag_prefix: 'server-sagemaker',
        },
      },
    }),
  })).find(({ repository }) => repository === 'llama-cpp-arm64');
  expect(row).toMatchObject({ tag: 'server-sagemaker-cpu-v1.0.1', acceleratorKind: 'none', architecture: 'arm64' });
});

test('images of unknown repositories are counted by list', () => {
  const { lines, rows } = reportOf(upstream({
    [`${SDK_FOLDER}/other.json`]: JSON.stringify({ inference: { versions: { 1: { repository: 'new' }, 2: { latest: { repository: 'new' } } } } }),
    [`${SDK_FOLDER}/algorithm.json`]: JSON.stringify({ scope: ['training'], versions: { 1: { repository: 'kmeans' } } }),
    [`${DLC_FOLDER}/new/1.yml`]: dlcFile({ tags: ['1.0'] }),
    [`${DLC_FOLDER}/new/1-ec2.yml`]: dlcFile({ platform: 'ec2', tags: ['1.0'] }),
    [HUB_DOCS_FILE]: '<code>763104351884.dkr.ecr.us-west-2.amazonaws.com/newer:1</code>',
  }));
  expect(rows.map(({ repository }) => repository)).toEqual(rowsOf(upstream()).map(({ repository }) => repository));
  expect(lines).toEqual([
    'skipped: kmeans, 1 image (sagemaker-python-sdk)',
    'skipped: new, 1 image (deep-learning-containers)',
    'skipped: new, 2 images (sagemaker-python-sdk)',
    'skipped: newer, 1 image (hub-docs)',
  ]);
});

test('each source has the newest date of the table of dates', () => {
  const dates = ['| group | source | date |', '|---|---|---|', '| hub-docs/dlcs.md (new) | index | after 2026-08-21 |', `| ${DLC_FOLDER}, old files | a | 2026-01-01 |`,
    `| ${DLC_FOLDER}, new files | b | 2026-09-02 |`, '| ec2 | c | 2020-01-01 |'].join('\n');
  const { sources } = catalogOf(upstream({ 'SOURCES.md': dates }), inputs()).images;
  expect(sources.map(({ url, date }) => [url.split('/')[4], date])).toEqual([
    ['deep-learning-containers', '2026-09-02'], ['sagemaker-python-sdk', undefined], ['hub-docs', '2026-08-21'], ['optimum-neuron', undefined],
  ]);
});

test.each([
  ['for another platform', { platform: 'ec2', tags: ['0.99.0-gpu'] }],
  ['of a repository for training', { ecr_repository: 'huggingface-pytorch-training', tags: ['0.99.0-gpu'] }],
])('an image %s is left out', (_, fields) => {
  const files = upstream({ [`${DLC_FOLDER}/huggingface-vllm/other.yml`]: dlcFile(fields) });
  expect(namesOf(files)).toEqual(namesOf(upstream()));
});

test.each([
  ['vLLM', 'vllm', 'server-sagemaker-cuda-v2.3', '0.27.0+amzn2023.4bdc8a78', 'vllm', { vllm: '0.27.0' }],
  ['vLLM-Omni', 'vllm', 'omni-sagemaker-cuda-v1.5', '0.26.0', 'vllm-omni', { vllmOmni: '0.26.0' }],
  ['SGLang', 'sglang', 'server-sagemaker-cuda-v1.3', '0.5.17+amzn2023.2948168', 'sglang', { sglang: '0.5.17' }],
])('the file contains the version of %s if the tag does not', (framework, repository, tag, version, server, versions) => {
  const file = dlcFile({ framework, version, ecr_repository: repository, os: 'amzn2023', tags: [tag] });
  const row = rowsOf(upstream({ [`${DLC_FOLDER}/any-name/image.yml`]: file })).find(each => each.tag === tag);
  expect(row).toMatchObject({ repository, server, versions, cudaVersion: '13.0', operatingSystem: 'amzn2023' });
});

test('the engine of an LMI image has the version of vLLM', () => {
  const fields = { framework: 'DJLServing', version: '0.36', engine: 'LMI 28.0.0, vLLM 0.26.0', python: undefined, os: undefined };
  const file = dlcFile({ ...fields, tags: ['0.36.0-lmi28.0.0-cu130'] });
  const row = rowsOf(upstream({ [`${DLC_FOLDER}/djl-inference/image.yml`]: file }))[0];
  expect(row.versions).toEqual({ djlServing: '0.36.0', lmi: '28.0.0', vllm: '0.26.0' });
});

test('an image that a page names with shortened versions is the one of the other list', () => {
  const page = '763104351884.dkr.ecr.us-west-2.amazonaws.com/huggingface-vllm:0.25.1-transformers5.10-gpu-py312-cu130-ubuntu22.04 |';
  expect(namesOf(upstream({ [HUB_DOCS_FILE]: page }))).toEqual(namesOf(upstream()));
});

test('an image that only a page names is taken from there', () => {
  const page = '763104351884.dkr.ecr.us-west-2.amazonaws.com/huggingface-sglang:0.5.12-transformers5.6.0-gpu-py312-cu130-ubuntu24.04 |';
  expect(rowsOf(upstream({ [HUB_DOCS_FILE]: page }))).toContainEqual(expect.objectContaining({ repository: 'huggingface-sglang', listedBy: ['hub-docs'] }));
});

test('a misspelled repository is not an image', () => {
  const page = '763104351884.dkr.ecr.us-west-2.amazonaws.com/huggingface-llama.cpp:b9522-cpu-ubuntu24.04 |';
  expect(namesOf(upstream({ [HUB_DOCS_FILE]: page }))).toEqual(namesOf(upstream()));
});

test('images kept by hand are added', () => {
  const additionalImages = [{ repository: 'huggingface-pytorch-tgi-inference', tag: '2.4.0-tgi3.0.1-gpu-py311-cu124-ubuntu22.04', reason: 'in use' }];
  expect(catalogOf(upstream(), inputs({ additionalImages })).images.images)
    .toContainEqual(expect.objectContaining({ tag: additionalImages[0].tag, listedBy: ['additional-images'] }));
});

test('an image that no list names any more stays, with its facts and regions', () => {
  const previous = catalogOf(upstream(), inputs());
  const files = upstream({
    [`${SDK_FOLDER}/huggingface-llm.json`]: undefined,
    ...sdkVersions('huggingface-tei', { 1: { registries: {}, repository: 'tei', tag_prefix: '2.0.1-tei1.8.2-gpu' } }),
    [`${DLC_FOLDER}/huggingface-vllm/0.25.1-gpu-sagemaker.yml`]: dlcFile({ tags: ['0.26.0-transformers5.10.2-gpu-py312-cu130-ubuntu22.04'] }),
    [HUB_DOCS_FILE]: '763104351884.dkr.ecr.us-west-2.amazonaws.com/huggingface-pytorch-training:1 |',
  });
  const next = catalogOf(files, inputs({ previous }));
  expect(next.images.images).toEqual([
    { ...previous.images.images[0], listedBy: [] },
    { ...previous.images.images[1], listedBy: [] },
    expect.objectContaining({ tag: '0.26.0-transformers5.10.2-gpu-py312-cu130-ubuntu22.04' }),
    expect.objectContaining({ repository: 'tei' }),
  ]);
  expect(next.registries.regionSets).toMatchObject(previous.registries.regionSets);
  expect(catalogOf(files, inputs({ previous: next }))).toEqual(next);
});
