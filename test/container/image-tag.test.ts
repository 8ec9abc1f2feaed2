import { readFileSync } from 'fs';
import { join } from 'path';
import { Token } from 'aws-cdk-lib/core';
import { ImageRow } from '../../projenrc/update-data/catalog-types';
import { acceleratorOfTag, profileOfTag } from '../../src/container/image-tag';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { Architecture } from '../../src/instance/architecture';

const { GPU, NEURON, NONE } = AcceleratorKind;
const IMAGES: ImageRow[] = JSON.parse(readFileSync(join(__dirname, '..', '..', 'data', 'images.json'), 'utf8')).images;

/** The packages of which the first that an image has is the one whose version the profile has. */
const SERVER_PACKAGES: Record<string, string[]> = {
  [ServerFamily.INFERENCE_TOOLKIT]: ['transformers'],
  [ServerFamily.LLAMA_CPP]: ['llamaCpp'],
  [ServerFamily.LMI]: ['lmi', 'djlServing'],
  [ServerFamily.VLLM_OMNI]: ['vllmOmni'],
};

test.each(IMAGES.map(image => [`${image.repository}:${image.tag}`, image] as const))('%s is read as the catalog knows it', (_, image) => {
  const { server, acceleratorKind, architecture, cudaVersion, versions } = image;
  const serverPackage = (SERVER_PACKAGES[server] ?? [server]).find(name => name in versions);
  // such a tag counts the releases of the image, and tells no version
  const counted = /^(server|omni)-/.test(image.tag);
  expect(profileOfTag(image.repository, image.tag)).toEqual(counted ? { server, acceleratorKind, ...architecture && { architecture } } : {
    server,
    acceleratorKind,
    ...serverPackage && { serverVersion: versions[serverPackage] },
    ...cudaVersion && { cudaVersion },
  });
});

test.each([
  ['huggingface-vllm', '0.30.2-transformers6.0.0-gpu-py313-cu131-ubuntu26.04-v2.1',
    { server: ServerFamily.VLLM, serverVersion: '0.30.2', acceleratorKind: GPU, cudaVersion: '13.1' }],
  ['huggingface-vllm', '0.25.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04-2026-10-01-12-00-00',
    { server: ServerFamily.VLLM, serverVersion: '0.25.1', acceleratorKind: GPU, cudaVersion: '13.0' }],
  ['huggingface-pytorch-tgi-inference', '2.8.0-tgi4.0.0-gpu-py312-cu130-ubuntu24.04-v1.0',
    { server: ServerFamily.TGI, serverVersion: '4.0.0', acceleratorKind: GPU, cudaVersion: '13.0' }],
  ['huggingface-pytorch-training', '2.0.0-gpu', undefined],
  ['huggingface-llamacpp', 'b10001-gpu-cu131-ubuntu26.04-v1',
    { server: ServerFamily.LLAMA_CPP, serverVersion: 'b10001', acceleratorKind: GPU, cudaVersion: '13.1' }],
  ['djl-inference', '0.40.0-lmi30.0.0-cu131-v1.2',
    { server: ServerFamily.LMI, serverVersion: '30.0.0', acceleratorKind: GPU, cudaVersion: '13.1' }],
  ['djl-inference', '0.24.0-neuronx-sdk2.14.1', { server: ServerFamily.LMI, serverVersion: '0.24.0', acceleratorKind: NEURON }],
  ['vllm', '0.22.1rc0-gpu-py312-cu130-ubuntu22.04-sagemaker',
    { server: ServerFamily.VLLM, serverVersion: '0.22.1rc0', acceleratorKind: GPU, cudaVersion: '13.0' }],
  ['huggingface-pytorch-inference', '1.6.0-transformers4.1.0-gpu-py36-cu102-ubuntu18.04',
    { server: ServerFamily.INFERENCE_TOOLKIT, serverVersion: '4.1.0', acceleratorKind: GPU, cudaVersion: '10.2' }],
])('%s:%s, a later or an earlier version, is read', (repository, tag, profile) => {
  expect(profileOfTag(repository, tag)).toEqual(profile);
});

test('a version that changes with each release is not read', () => {
  expect(profileOfTag('sglang', '0.5-gpu-py312-cu130-ubuntu24.04-sagemaker-v1'))
    .toEqual({ server: ServerFamily.SGLANG, acceleratorKind: GPU, cudaVersion: '13.0' });
});

test('the path of a mirror does not matter', () => {
  expect(profileOfTag('my-mirror/aws/tei-cpu', '2.0.1-tei1.9.3-cpu-py310-ubuntu24.04'))
    .toEqual(profileOfTag('tei-cpu', '2.0.1-tei1.9.3-cpu-py310-ubuntu24.04'));
});

test.each([
  ['huggingface-vllm', { server: ServerFamily.VLLM, acceleratorKind: GPU }],
  ['huggingface-vllm-omni', { server: ServerFamily.VLLM_OMNI, acceleratorKind: GPU }],
  ['huggingface-vllm-inference-neuronx', { server: ServerFamily.VLLM, acceleratorKind: NEURON }],
  ['huggingface-sglang', { server: ServerFamily.SGLANG, acceleratorKind: GPU }],
  ['tei', { server: ServerFamily.TEI, acceleratorKind: GPU }],
  ['tei-cpu', { server: ServerFamily.TEI, acceleratorKind: NONE }],
  ['huggingface-pytorch-tgi-inference', { server: ServerFamily.TGI }],
  ['huggingface-pytorch-inference', { server: ServerFamily.INFERENCE_TOOLKIT }],
])('for %s, only the repository is known if the tag is an unresolved token or a digest', (repository, profile) => {
  expect(profileOfTag(repository, '2.0.1-${Token[TagParameter.12]}-cu130')).toEqual(profile);
  expect(profileOfTag(repository, 'sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945')).toEqual(profile);
});

test.each([
  ['vllm-arm64', '0.30.0-gpu-py312-cu130-ubuntu24.04-sagemaker'],
  ['vllm', '0.30.0-arm64-gpu-py312-cu130-ubuntu24.04-sagemaker'],
])('%s:%s is for Arm processors', (repository, tag) => {
  expect(profileOfTag(repository, tag)).toMatchObject({ server: ServerFamily.VLLM, serverVersion: '0.30.0', architecture: Architecture.ARM_64 });
});

test.each(['', 'my-model', 'constructor', '__proto__', 'huggingface-vllm/', 'tei-arm64-cpu', '${Token[Repository.7]}'])('%j is not a known repository', repository => {
  expect(profileOfTag(repository, 'latest')).toBeUndefined();
});

test.each(['', '-', 'latest', '---', 'cu-py-gpux'])('nothing is read from the tag %j', tag => {
  expect(profileOfTag('huggingface-pytorch-inference', tag)).toEqual({ server: ServerFamily.INFERENCE_TOOLKIT });
});

test.each([
  ['a-neuron-b', NEURON],
  ['a-neuronx', NEURON],
  ['inf1-a', NEURON],
  ['inf-a', NEURON],
  ['inf12-a', NEURON],
  ['a-gpu-b', GPU],
  ['a-cuda', GPU],
  ['cu92', GPU],
  ['cu130-a', GPU],
  ['a-cpu', NONE],
  ['gpu-neuronx', NEURON], // the first pattern counts
  ['aneuron', undefined],
  ['neurons', undefined],
  ['info', undefined],
  ['inf1x', undefined],
  ['xgpu', undefined],
  ['gpus', undefined],
  ['xcuda', undefined],
  ['cu9', undefined],
  ['cu1300', undefined],
  ['xcpu', undefined],
  ['cpus', undefined],
  ['sha256:gpu', undefined],
  [`gpu-${Token.asString({ Ref: 'Tag' })}`, undefined],
])('the accelerator of the tag %s is %p', (tag, kind) => {
  expect(acceleratorOfTag(tag)).toBe(kind);
});

test.each([
  ['vllm', 'omni-a', ServerFamily.VLLM_OMNI, undefined],
  ['vllm', 'a-omni', ServerFamily.VLLM, undefined],
  ['huggingface-vllm', 'omni-a', ServerFamily.VLLM, undefined],
  ['mirror/of/vllm', 'omni-a', ServerFamily.VLLM_OMNI, undefined],
  ['vllm-arm64', 'a', ServerFamily.VLLM, Architecture.ARM_64],
  ['vllm', 'a-arm64', ServerFamily.VLLM, Architecture.ARM_64],
  ['vllm', 'a-arm64x', ServerFamily.VLLM, undefined],
  ['tei-cpu-arm64', 'a', ServerFamily.TEI, Architecture.ARM_64],
])('%s:%s is an image of %s', (repository, tag, server, architecture) => {
  expect(profileOfTag(repository, tag)).toMatchObject({ server });
  expect(profileOfTag(repository, tag)!.architecture).toBe(architecture);
});

test.each([
  ['cu92', '9.2'], ['a-cu102', '10.2'], ['cu130-a', '13.0'], ['cu9', undefined], ['xcu130', undefined], ['cu130x', undefined], ['cu1300', undefined],
])('the CUDA version of the tag %s is %p', (tag, version) => {
  expect(profileOfTag('vllm', tag)!.cudaVersion).toBe(version);
});

test('a profile has no properties that are not known', () => {
  expect(Object.keys(profileOfTag('huggingface-pytorch-inference', 'latest')!)).toEqual(['server']);
});
