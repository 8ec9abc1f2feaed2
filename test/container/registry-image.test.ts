import * as iam from 'aws-cdk-lib/aws-iam';
import { Token } from 'aws-cdk-lib/core';
import { IMAGE_REGIONS } from '../../src/container/image-catalog.generated';
import { registryRegions } from '../../src/container/registry';
import { RegistryImage } from '../../src/container/registry-image';
import { newStack, template } from '../util';

const TAG = '2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04';
const DIGEST = `sha256:${'0'.repeat(64)}`;
const TOKEN = Token.asString({ Ref: 'Tag' });

test.each([
  ['tei', TAG, `tei:${TAG}`],
  ['tei', DIGEST, `tei@${DIGEST}`],
  ['tei', 'a-sha256:b', 'tei:a-sha256:b'],
  ['tei', TOKEN, 'tei'],
])('the image of %s with %s is %s', (repository, tag, name) => {
  expect(new RegistryImage(repository, tag)._availability.image).toBe(name);
  expect(new RegistryImage(repository, tag, '111122223333')._availability).toEqual({ image: name });
});

test('a listed image has its regions, and the end of its support', () => {
  const regions = registryRegions('sagemaker-algorithms');
  expect(new RegistryImage('tei', TAG)._availability)
    .toEqual({ image: `tei:${TAG}`, registryRegions: regions, listedRegions: IMAGE_REGIONS[`tei:${TAG}`], supportedUntil: undefined });
  expect(new RegistryImage('llama-cpp', 'server-sagemaker-cpu-v1.0.1')._availability).toMatchObject({ supportedUntil: '2027-08-21' });
  expect(new RegistryImage('vllm', 'a')._availability).toEqual({ image: 'vllm:a', registryRegions: registryRegions('deep-learning-containers') });
  expect(regions).toContain('eu-west-1');
  expect(regions).not.toContain('mx-central-1');
});

test('an image has a reference', () => {
  expect(new RegistryImage('tei', TAG)._reference).toEqual({ repositoryName: 'tei', tag: TAG, accountId: undefined });
  expect(new RegistryImage('tei', TAG, '111122223333')._reference).toEqual({ repositoryName: 'tei', tag: TAG, accountId: '111122223333' });
});

test.each<[string, string, object | undefined]>([
  ['tei', TAG, { server: 'tei', serverVersion: '1.8.2', acceleratorKind: 'gpu', cudaVersion: '12.2', architecture: 'x86_64' }],
  ['llama-cpp-arm64', 'a', { server: 'llama-cpp', acceleratorKind: 'none', architecture: 'arm64' }],
  // as the catalog knows it
  ['sglang', 'server-sagemaker-cuda-v1.0', {
    server: 'sglang', serverVersion: '0.5.12', acceleratorKind: 'gpu', cudaVersion: '13.0', architecture: 'x86_64',
  }],
  ['mine', 'a', undefined],
])('%s:%s has its profile', (repository, tag, profile) => {
  const image = new RegistryImage(repository, tag);
  expect(image.profile).toEqual(profile);
  expect(image.profile).toBe(image.profile);
  expect(Object.keys(image)).toContain('profile');
  expect(image.bind(newStack(), new iam.AnyPrincipal()).profile).toBe(image.profile);
});

test('a pull needs the image and the registry', () => {
  const { imageName, statements } = new RegistryImage('tei', TAG)._pulledIn(newStack());
  expect(imageName).toBe(`141502667606.dkr.ecr.eu-west-1.amazonaws.com/tei:${TAG}`);
  expect(statements.map(statement => statement.toJSON())).toEqual([
    {
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      Resource: 'arn:aws:ecr:eu-west-1:141502667606:repository/tei',
    },
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
  ]);
});

test('the pull is granted to the grantee', () => {
  const stack = newStack();
  new RegistryImage('tei', TAG).bind(stack, new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  template(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Resource: 'arn:aws:ecr:eu-west-1:141502667606:repository/tei' }, { Action: 'ecr:GetAuthorizationToken' }] },
  });
});

test('the repository is closed unless it depends on another resource', () => {
  const stack = newStack();
  const group = new iam.Group(stack, 'Group');
  expect(new RegistryImage('tei', TAG)._pulledIn(stack).isClosed).toBe(true);
  expect(new RegistryImage(group.groupName, TAG, '111122223333')._pulledIn(stack).isClosed).toBe(false);
  expect(new RegistryImage('tei', TAG, group.groupName)._pulledIn(stack).isClosed).toBe(false);
});
