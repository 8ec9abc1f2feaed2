import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, DeepLearningContainerImage } from '../../src';
import { newEndpoint, newStack } from '../util';

const REPOSITORY_RULE = "'container' must name its repository with lower-case letters and digits, with '.', '_', '__', '/' or hyphens between them, in 2 to 256 characters";
const TAG_RULE = "'container' must name its tag with at most 128 letters, digits, '_', '.' and '-' that do not begin with '.' or '-'";

test.each<[string, string, string | undefined, string]>([
  ['a repository', 'latest', undefined, `${REPOSITORY_RULE}, got "a repository"`],
  ['Repository', 'latest', undefined, REPOSITORY_RULE],
  ['', 'latest', undefined, `${REPOSITORY_RULE}, got ""`],
  ['a', 'latest', undefined, `${REPOSITORY_RULE}, got "a"`],
  ['a___b', 'latest', undefined, REPOSITORY_RULE],
  ['a..b', 'latest', undefined, REPOSITORY_RULE],
  ['a//b', 'latest', undefined, REPOSITORY_RULE],
  ['a-', 'latest', undefined, REPOSITORY_RULE],
  ['r'.repeat(257), 'latest', undefined, REPOSITORY_RULE],
  ['huggingface-vllm', 'a tag', undefined, TAG_RULE],
  ['huggingface-vllm', '', undefined, 'got ""'],
  ['huggingface-vllm', '-tag', undefined, TAG_RULE],
  ['huggingface-vllm', 't'.repeat(129), undefined, TAG_RULE],
  ['huggingface-vllm', 'sha256:0123', undefined, 'or be a digest: sha256: and 64 hexadecimal digits, got "sha256:0123"'],
  ['huggingface-vllm', 'latest', '1111', "'container' must name its account with 12 digits, got \"1111\""],
  ['r'.repeat(200), 't'.repeat(100), undefined, "'container' must have a name of at most 255 characters, registry and tag included, got 346"],
])('fails with the repository %j, the tag %j and the account %j', (repository, tag, accountId, message) => {
  const container = DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag, accountId);
  expect(() => newEndpoint(newStack(), { container })).toThrow(message);
});

test('fails with the tag of an ECR repository', () => {
  const stack = newStack();
  const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'server');
  expect(() => newEndpoint(stack, { container: ContainerImage.fromEcrRepository(repository, 'a tag') })).toThrow(`${TAG_RULE}, or be a digest`);
});

test.each([['latest'], [`sha256:${'0f'.repeat(32)}`], ['t'.repeat(128)], ['_1.2-3']])('passes with the tag %s', tag => {
  const container = DeepLearningContainerImage.fromDeepLearningContainerImage('team/serving.vllm', tag, '444455556666');
  expect(() => newEndpoint(newStack(), { container })).not.toThrow();
  expect(() => newEndpoint(newStack({}), { container })).not.toThrow();
});

test.each(['my--models', 'team__model', 'a---b/c', 'aa', 'a.b/c_d/e-f', '0a'])('passes with the repository %s', name => {
  const stack = newStack();
  const repository = ecr.Repository.fromRepositoryArn(stack, 'Repository', `arn:aws:ecr:eu-west-1:111122223333:repository/${name}`);
  expect(() => newEndpoint(stack, { container: ContainerImage.fromEcrRepository(repository, 'v1') })).not.toThrow();
  expect(() => newEndpoint(newStack(), { container: DeepLearningContainerImage.fromDeepLearningContainerImage(name, 'v1', '123456789012') })).not.toThrow();
});

test('passes with a repository of the stack', () => {
  const stack = newStack();
  expect(() => newEndpoint(stack, { container: ContainerImage.fromEcrRepository(new ecr.Repository(stack, 'Repository')) })).not.toThrow();
});
