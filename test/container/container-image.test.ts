import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Architecture, ContainerImage, ContainerImageConfig, DeepLearningContainerImage, SageMakerInstanceType } from '../../src';
import { findingsOf } from '../../src/checks';
import { found, IRELAND, newEndpoint, newStack, onlyResource, planOf, template } from '../util';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'image-'));
fs.writeFileSync(path.join(directory, 'Dockerfile'), 'FROM scratch\n');
afterAll(() => fs.rmSync(directory, { recursive: true }));

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function modelImage(stack: Stack) {
  return onlyResource(template(stack), 'AWS::SageMaker::Model').resource.Properties.PrimaryContainer.Image;
}

function platformsOf(stack: Stack): (string | undefined)[] {
  const assembly = (stack.node.root as App).synth();
  const manifest = JSON.parse(fs.readFileSync(path.join(assembly.directory, 'Stack.assets.json'), 'utf8'));
  return Object.values<any>(manifest.dockerImages).map(({ source }) => source.platform);
}

test.each([
  [undefined, ':latest'],
  ['1.0', ':1.0'],
  [DIGEST, `@${DIGEST}`],
])('an image of a repository is named by tag %s', (tag, suffix) => {
  const stack = newStack();
  const repository = ecr.Repository.fromRepositoryAttributes(stack, 'Repository', {
    repositoryName: 'my-server', repositoryArn: 'arn:aws:ecr:eu-west-1:111122223333:repository/my-server',
  });
  newEndpoint(stack, { container: ContainerImage.fromEcrRepository(repository, tag) });
  expect(modelImage(stack)).toEqual({
    'Fn::Join': ['', ['111122223333.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, `/my-server${suffix}`]],
  });
});

test('the pull from a repository is granted to the policy that the model waits for', () => {
  const stack = newStack();
  const repository = new ecr.Repository(stack, 'Repository');
  newEndpoint(stack, { container: ContainerImage.fromEcrRepository(repository) });
  const { id, resource } = onlyResource(template(stack), 'AWS::IAM::Policy');
  expect(resource.Properties.PolicyDocument.Statement[0]).toMatchObject({
    Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
    Resource: { 'Fn::GetAtt': [stack.getLogicalId(repository.node.defaultChild as ecr.CfnRepository), 'Arn'] },
  });
  expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toEqual([id]);
});

test('a repository of another account allows the pull to the role of the endpoint', () => {
  const app = new App();
  const owner = new Stack(app, 'Owner', { env: { account: '444455556666', region: 'eu-west-1' } });
  const repository = new ecr.Repository(owner, 'Repository', { repositoryName: 'my-server' });
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/server');
  newEndpoint(stack, { container: ContainerImage.fromEcrRepository(repository, '1.0'), role });
  const policy = onlyResource(template(owner), 'AWS::ECR::Repository').resource.Properties.RepositoryPolicyText;
  expect(policy.Statement).toEqual([{
    Effect: 'Allow',
    Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
    Principal: { AWS: 'arn:aws:iam::111122223333:role/server' },
  }]);
});

test('a repository that mirrors an AWS image has its profile', () => {
  const stack = newStack();
  const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'mirror/huggingface-vllm');
  expect(ContainerImage.fromEcrRepository(repository, '0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04').profile)
    .toMatchObject({ server: 'vllm', serverVersion: '0.21.0', cudaVersion: '13.0' });
  expect(ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Own', 'my-server')).profile).toBeUndefined();
});

test.each([
  ['vllm', '1.0', undefined],
  ['my/tei', 'latest', undefined],
  ['tei', 'latest', undefined],
  ['sglang', '1.0', undefined],
  ['my-sglang', '1.0-gpu', undefined],
  ['vllm', '0.20.2-gpu-py312-cu130-ubuntu22.04-sagemaker', 'gpu'],
  ['vllm', '1.0-cpu', 'none'],
  ['tei-cpu', '1.0', 'none'],
  ['huggingface-vllm', '1.0', 'gpu'],
])('your own repository %s with the tag %s is for %s', (name, tag, acceleratorKind) => {
  const repository = ecr.Repository.fromRepositoryName(newStack(), 'Repository', name);
  expect(ContainerImage.fromEcrRepository(repository, tag).profile?.acceleratorKind).toBe(acceleratorKind);
});

test.each([
  [SageMakerInstanceType.ML_G5_2XLARGE, 'linux/amd64'],
  [SageMakerInstanceType.ML_C7G_4XLARGE, 'linux/arm64'],
])('an asset for %s is built for %s', (instanceType, platform) => {
  const stack = newStack();
  newEndpoint(stack, { instanceType, container: ContainerImage.fromAsset(directory) });
  expect(platformsOf(stack)).toEqual([platform]);
});

test('an asset for an instance type without known facts is built for the machine that builds it', () => {
  const stack = newStack();
  newEndpoint(stack, { instanceType: SageMakerInstanceType.of('ml.z99.metal'), container: ContainerImage.fromAsset(directory) });
  expect(platformsOf(stack)).toEqual([undefined]);
});

test('an asset is built for the platform that its options name', () => {
  const stack = newStack();
  const container = ContainerImage.fromAsset(directory, { platform: Platform.LINUX_ARM64 });
  expect(container.profile).toEqual({ architecture: Architecture.ARM_64 });
  newEndpoint(stack, { instanceType: SageMakerInstanceType.ML_M6G_LARGE, container });
  expect(platformsOf(stack)).toEqual(['linux/arm64']);
});

test('an asset is rejected if it is built for another architecture than that of the instance', () => {
  const container = ContainerImage.fromAsset(directory, { platform: Platform.LINUX_ARM64 });
  expect(found(findingsOf(planOf({ container })))).toEqual([
    { id: 'image-architecture', prop: 'instanceType', values: { image: 'arm64', instance: 'x86_64', instanceType: 'ml.g5.2xlarge' } },
  ]);
});

test.each([
  ['a directory that does not exist', '/nonexistent', undefined, '/nonexistent'],
  ['a directory without a Dockerfile', __dirname, undefined, path.join(__dirname, 'Dockerfile')],
  ['a directory without the file of the options', directory, 'Other', path.join(directory, 'Other')],
  ['a directory with a Dockerfile', directory, undefined, undefined],
  ['no directory', undefined as any, undefined, 'undefined'],
])('%s has what is missing', (_case, folder, file, missing) => {
  expect(ContainerImage.fromAsset(folder, { file })._missingDirectory).toBe(missing);
});

test('a platform with an unknown name is not checked', () => {
  const container = ContainerImage.fromAsset(directory, { platform: Platform.custom('linux/riscv64') });
  expect(container.profile).toBeUndefined();
  expect(() => newEndpoint(newStack(), { container })).not.toThrow();
});

test('one asset serves several endpoints of a stack, built for each architecture', () => {
  const stack = newStack();
  const container = ContainerImage.fromAsset(directory);
  newEndpoint(stack, { container }, 'One');
  newEndpoint(stack, { container }, 'Two');
  newEndpoint(stack, { container, instanceType: SageMakerInstanceType.ML_C7G_LARGE }, 'Three');
  expect(platformsOf(stack).sort()).toEqual(['linux/amd64', 'linux/arm64']);
});

test('one asset can be bound twice in one scope', () => {
  const stack = newStack();
  const container = ContainerImage.fromAsset(directory, { platform: Platform.LINUX_AMD64 });
  const grantee = new iam.AnyPrincipal();
  const { imageName, profile } = container.bind(stack, grantee);
  expect(container.bind(stack, grantee)).toEqual({ imageName, profile });
  expect(stack.resolve(imageName)).toEqual({ 'Fn::Sub': expect.stringMatching(/\.dkr\.ecr\..*:[0-9a-f]{64}$/) });
  expect(profile).toEqual({ architecture: 'x86_64' });
});

test.each<[unknown, unknown, string]>([
  [{}, '1.0', "'repository' must be a repository of Amazon ECR, got an object; use a construct such as that of Repository.fromRepositoryName"],
  [undefined, '1.0', "'repository' must be a repository of Amazon ECR, got undefined; use a construct such as that of Repository.fromRepositoryName"],
  [{ repositoryName: 'a' }, 1, "'tag' must be a string, got the number 1; set it"],
])('the repository %j with the tag %j is an error', (repository, tag, message) => {
  expect(() => ContainerImage.fromEcrRepository(repository as any, tag as any)).toThrow(new Error(message));
});

test('null means the latest tag, and no options', () => {
  const stack = newStack();
  const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'mine');
  expect(ContainerImage.fromEcrRepository(repository, null as any)._reference).toEqual({ repositoryName: 'mine', tag: 'latest', region: 'eu-west-1' });
  expect(ContainerImage.fromAsset(directory, null as any).profile).toBeUndefined();
});

test('an image of the user can be any class that names it', () => {
  class MyImage extends ContainerImage {
    public bind(_scope: Construct, _grantee: iam.IGrantable): ContainerImageConfig {
      return { imageName: 'registry.example.com/my-server:1.0' };
    }
  }
  const stack = newStack();
  newEndpoint(stack, { container: new MyImage() });
  expect(modelImage(stack)).toBe('registry.example.com/my-server:1.0');
  expect(template(stack).findResources('AWS::IAM::Policy')).toEqual({});
});

test('the permissions to pull an image are closed unless they depend on another resource', () => {
  const stack = newStack();
  const topic = new Topic(stack, 'Topic');
  const isClosed = (accountId?: string) => DeepLearningContainerImage.fromDeepLearningContainerImage('vllm', 'a', accountId)._pulledIn(stack)!.isClosed;
  expect(isClosed()).toBe(true);
  expect(isClosed('111122223333')).toBe(true);
  expect(isClosed(topic.topicName)).toBe(false);
});
