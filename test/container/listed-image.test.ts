import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Token } from 'aws-cdk-lib/core';
import { ContainerImage } from '../../src';
import { completeTag, isListed, isOfAws } from '../../src/container/listed-image';
import { image, newStack } from '../util';

const TEI = 'tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04';
const OWN = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Repository', 'tei'), TEI.slice('tei:'.length));

test.each<[string, ContainerImage | undefined, boolean, boolean]>([
  ['a listed image', image(TEI), true, true],
  ['another tag', image('tei:2.0.1-tei1.8.2'), true, false],
  ['a tag of another repository', image(TEI.replace('tei:', 'tei-cpu:')), true, false],
  ['another repository', image('mine:1'), true, false],
  ['a listed image in another account', image(TEI, '111122223333'), false, false],
  ['your own repository', OWN, false, false],
  ['an image that is built', ContainerImage.fromAsset(__dirname), false, false],
])('%s is in a registry of AWS, or listed', (_what, container, ofAws, listed) => {
  expect(isOfAws(container)).toBe(ofAws);
  expect(isListed(container!)).toBe(listed);
});

test('no image is in no registry', () => {
  expect(isOfAws(undefined)).toBe(false);
});

test.each([
  ['huggingface-pytorch-inference:1.13-transformers4.26.0-cpu-py39-ubuntu20.04', '1.13.1-transformers4.26.0-cpu-py39-ubuntu20.04'],
  ['huggingface-pytorch-inference:2.6.0-transformers4.51-gpu-py312-cu124-ubuntu22.04', '2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04'],
  ['tei:2.0.1-tei1.8-gpu-py310-cu122-ubuntu22.04', '2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04'],
  ['djl-inference:0.36-lmi24.0.0-cu129', '0.36.0-lmi24.0.0-cu129'],
  ['djl-inference:0.36.0-lmi24.0-cu129', '0.36.0-lmi24.0.0-cu129'],
  ['djl-inference:0.21.0-deepspeed0.8-cu117', '0.21.0-deepspeed0.8.3-cu117'],
  ['huggingface-pytorch-tgi-inference:2.1-optimum0.0.28-neuronx-py310-ubuntu22.04', '2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04'],
  // of the same length
  ['huggingface-pytorch-tgi-inference:2.3.0-tgi2.2-gpu-py310-cu121-ubuntu22.04', '2.3.0-tgi2.2.0-gpu-py310-cu121-ubuntu22.04'],
  // the newest of two
  ['huggingface-tensorflow-inference:2.4-transformers4.10.2-cpu-py37-ubuntu18.04', '2.4.3-transformers4.10.2-cpu-py37-ubuntu18.04'],
])('%s means %s', (name, tag) => {
  expect(completeTag(image(name))).toBe(tag);
});

test.each<[string, ContainerImage]>([
  ['is listed', image(TEI)],
  ['has only short versions', image('huggingface-pytorch-inference:2.6-transformers4.51-gpu-py312-cu124-ubuntu22.04')],
  ['has only short versions of packages', image('huggingface-vllm-inference-neuronx:0.11-optimum0.4-neuronx-py310-sdk2.26.1-ubuntu22.04')],
  ['shortens another part', image('huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22')],
  ['shortens the version of an SDK', image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26-ubuntu22.04')],
  ['has the beginning of a number', image('huggingface-pytorch-inference:1.1-transformers4.26.0-cpu-py39-ubuntu20.04')],
  ['has the beginning of a version without a dot', image('huggingface-pytorch-inference:1-transformers4.26.0-cpu-py39-ubuntu20.04')],
  ['shortens a version that is not listed', image('huggingface-pytorch-inference:2.9-transformers5.99.0-gpu-py312-cu124-ubuntu22.04')],
  ['is in a registry of the user', image('tei:2.0.1-tei1.8-gpu-py310-cu122-ubuntu22.04', '111122223333')],
  ['is in a repository of the user', OWN],
  ['is an unresolved token', image(`tei:${Token.asString({ Ref: 'Tag' })}`)],
  ['is a digest', image(`tei:sha256:${'0'.repeat(64)}`)],
])('a tag means no other one if it %s', (_what, container) => {
  expect(completeTag(container)).toBeUndefined();
});
