import * as ecr from 'aws-cdk-lib/aws-ecr';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ContainerImage, DeepLearningContainerImage } from '../../../src';
import { imageReferenceFindings } from '../../../src/checks/model/image-reference';
import { found, IRELAND, modelPlanOf, newStack } from '../../util';

const registryImage = DeepLearningContainerImage.fromDeepLearningContainerImage;

const findingsIn = (container: ContainerImage, region = IRELAND.region) => found(imageReferenceFindings(modelPlanOf({ container }, { region })));

test.each(['a repository', 'Repository', '', 'a', 'a___b', 'a..b', 'a//b', 'a-', 'r'.repeat(257)])('finds the repository %j', repository => {
  expect(findingsIn(registryImage(repository, 'latest'))).toContainEqual({ id: 'image-repository', prop: 'container', values: { got: repository } });
});

test.each(['a tag', '', '-tag', 't'.repeat(129), 'sha256:0123'])('finds the tag %j', tag => {
  expect(findingsIn(registryImage('huggingface-vllm', tag))).toEqual([{ id: 'image-tag', prop: 'container', values: { got: tag } }]);
});

test.each(['1111', '1234567890123', 'a123456789012', '123456789012a'])('finds the account %s, which does not have 12 digits', got => {
  expect(findingsIn(registryImage('huggingface-vllm', 'latest', got))).toEqual([{ id: 'image-account', prop: 'container', values: { got } }]);
});

test('finds a name that is too long, including registry and tag', () => {
  expect(findingsIn(registryImage('r'.repeat(200), 't'.repeat(100)))).toEqual([
    { id: 'image-length', prop: 'container', values: expect.objectContaining({ maximum: 255, got: 346 }) },
  ]);
});

test('accepts a name of 255 characters, and one that is not known as a whole', () => {
  const token = new CfnParameter(newStack(), 'Part').valueAsString;
  expect(findingsIn(registryImage('r'.repeat(200), 't'.repeat(9)))).toEqual([]);
  expect(findingsIn(registryImage('r'.repeat(200), 't'.repeat(10)))).toMatchObject([{ id: 'image-length', values: { got: 256 } }]);
  expect(findingsIn(registryImage(`${'r'.repeat(100)}${token}`, 't'.repeat(128)))).toEqual([]);
  expect(findingsIn(registryImage('r'.repeat(200), `${'t'.repeat(50)}${token}`))).toEqual([]);
  expect(findingsIn(registryImage('r'.repeat(200), 't'.repeat(100)), newStack({}).region)).toEqual([]);
  expect(findingsIn(registryImage('r'.repeat(256), '1')).map(({ id }) => id)).toEqual(['image-length']);
});

test('finds the tag of an ECR repository', () => {
  const repository = ecr.Repository.fromRepositoryName(newStack(), 'Repository', 'server');
  expect(findingsIn(ContainerImage.fromEcrRepository(repository, 'a tag'))).toEqual([{ id: 'image-tag', prop: 'container', values: { got: 'a tag' } }]);
});

test('finds a repository in another region', () => {
  const repository = ecr.Repository.fromRepositoryArn(newStack(), 'Repository', 'arn:aws:ecr:us-east-1:111122223333:repository/server');
  const container = ContainerImage.fromEcrRepository(repository, '1');
  expect(findingsIn(container)).toEqual([
    { id: 'image-in-other-region', prop: 'container', values: { region: 'eu-west-1', repositoryRegion: 'us-east-1' } },
  ]);
  expect(findingsIn(container, 'us-east-1')).toEqual([]);
  expect(findingsIn(container, newStack({}).region)).toEqual([]);
});

test.each([['latest'], [`sha256:${'0f'.repeat(32)}`], ['t'.repeat(128)], ['_1.2-3']])('accepts the tag %s', tag => {
  const container = registryImage('team/serving.vllm', tag, '444455556666');
  expect(findingsIn(container)).toEqual([]);
  expect(findingsIn(container, newStack({}).region)).toEqual([]);
});

test.each(['a.bb.cc/dd--ee.ff/gg', 'my--models', 'team__model', 'a---b/c', 'aa', 'a.b/c_d/e-f', '0a'])('accepts the repository %s', name => {
  const repository = ecr.Repository.fromRepositoryArn(newStack(), 'Repository', `arn:aws:ecr:eu-west-1:111122223333:repository/${name}`);
  expect(findingsIn(ContainerImage.fromEcrRepository(repository, 'v1'))).toEqual([]);
  expect(findingsIn(registryImage(name, 'v1', '123456789012'))).toEqual([]);
});

test('accepts a repository of the stack', () => {
  expect(findingsIn(ContainerImage.fromEcrRepository(new ecr.Repository(newStack(), 'Repository')))).toEqual([]);
});
