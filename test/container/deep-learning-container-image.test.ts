import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnOutput } from 'aws-cdk-lib/core';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { DeepLearningContainerImage } from '../../src';
import { REGISTRY_ACCOUNTS } from '../../src/container/registry-accounts.generated';
import * as peer from '../facts/generative-ai-cdk-constructs.json';
import * as facts from '../facts/image-uris.json';
import { endpointTemplate, evaluate, newEndpoint, newStack, onlyResource, template } from '../util';

const TGI = { repository: 'huggingface-pytorch-tgi-inference', tag: '2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04' };
const TEI = { repository: 'tei', tag: '2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04' };

const uris: [image: string, region: string, host: string][] = Object.entries(facts.registryHosts)
  .flatMap(([image, hosts]) => Object.entries(hosts).map(([region, host]): [string, string, string] => [image, region, host]));

function imageOf(image: string, accountId?: string) {
  const [repository, ...tag] = image.split(':');
  return DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag.join(':'), accountId);
}

function boundImage(image: string, region?: string, accountId?: string) {
  const stack = newStack({ region });
  return stack.resolve(imageOf(image, accountId).bind(stack, new iam.AnyPrincipal()).imageName);
}

test('the facts hold 675 addresses of 146 images', () => {
  expect(uris).toHaveLength(675);
  expect(Object.keys(facts.registryHosts)).toHaveLength(146);
});

test('every image has the address that the SageMaker Python SDK gives it', () => {
  const wrong = uris.filter(([image, region, host]) => boundImage(image, region) !== `${host}/${image}`);
  expect(wrong).toEqual([]);
});

test('in an environment-agnostic stack every image has the same address once the region is known', () => {
  const stack = newStack({});
  for (const image of Object.keys(facts.registryHosts)) {
    new CfnOutput(stack, `Output${image}`, { value: imageOf(image).bind(stack, new iam.AnyPrincipal()).imageName, key: undefined });
  }
  const { Mappings: mappings, Outputs: outputs } = template(stack).toJSON();
  expect(Object.keys(mappings)).toEqual(['DeepLearningContainersRegistry', 'SageMakerAlgorithmsRegistry']);

  const values = new Map(Object.values<any>(outputs).map(({ Value: value }) => {
    const parts = value['Fn::Join'][1];
    return [parts[parts.length - 1].replace(/^\//, ''), value];
  }));
  const wrong = uris.filter(([image, region, host]) => evaluate(values.get(image), mappings, {
    'AWS::Region': region,
    'AWS::URLSuffix': RegionInfo.get(region).domainSuffix!,
  }) !== `${host}/${image}`);
  expect(wrong).toEqual([]);
});

test('the mapping of an environment-agnostic stack has every region of the registry', () => {
  const stack = newStack({});
  newEndpoint(stack, {}, 'One');
  newEndpoint(stack, { container: imageOf(`${TEI.repository}:${TEI.tag}`) }, 'Two');
  newEndpoint(stack, { container: imageOf(`${TGI.repository}:${TGI.tag}`) }, 'Three');
  const { Mappings: mappings } = template(stack).toJSON();

  expect(Object.keys(mappings)).toEqual(['DeepLearningContainersRegistry', 'SageMakerAlgorithmsRegistry']);
  const accounts = (mapping: any) => Object.fromEntries(Object.entries<any>(mapping).map(([region, { account }]) => [region, account]));
  expect(accounts(mappings.DeepLearningContainersRegistry)).toEqual(REGISTRY_ACCOUNTS['deep-learning-containers']);
  expect(accounts(mappings.SageMakerAlgorithmsRegistry)).toEqual(REGISTRY_ACCOUNTS['sagemaker-algorithms']);
});

test.each([
  ['eu-west-1', 'aws', '763104351884', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', '727897471807', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', '442386744353', 'amazonaws.com'],
  ['us-iso-east-1', 'aws-iso', '886529160074', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', '094389454867', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'aws-iso-e', '371248457586', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'aws-iso-f', '454834333376', 'csp.hci.ic.gov'],
  ['eusc-de-east-1', 'aws-eusc', '204133271717', 'amazonaws.eu'],
])('in %s the pull is granted in partition %s', (region, partition, account, suffix) => {
  const found = endpointTemplate({ modelId: '/opt/ml/model', container: imageOf(`${TGI.repository}:${TGI.tag}`) }, { region });
  const { resource: policy } = onlyResource(found, 'AWS::IAM::Policy');
  expect(policy.Properties.PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      Resource: `arn:${partition}:ecr:${region}:${account}:repository/${TGI.repository}`,
    },
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
  ]);
  const { resource: model } = onlyResource(found, 'AWS::SageMaker::Model');
  expect(model.Properties.PrimaryContainer.Image).toBe(`${account}.dkr.ecr.${region}.${suffix}/${TGI.repository}:${TGI.tag}`);
});

test('in an environment-agnostic stack the pull is granted in the partition of the deployment', () => {
  const found = endpointTemplate({}, {});
  const [pull] = onlyResource(found, 'AWS::IAM::Policy').resource.Properties.PolicyDocument.Statement;
  expect(evaluate(pull.Resource, found.toJSON().Mappings, { 'AWS::Region': 'cn-northwest-1', 'AWS::Partition': 'aws-cn' }))
    .toBe('arn:aws-cn:ecr:cn-northwest-1:727897471807:repository/huggingface-pytorch-tgi-inference');
});

test('an account of the user wins over that of the registry, in regions without one too', () => {
  expect(boundImage(`${TGI.repository}:${TGI.tag}`, 'eu-west-1', '444455556666'))
    .toBe(`444455556666.dkr.ecr.eu-west-1.amazonaws.com/${TGI.repository}:${TGI.tag}`);
  expect(boundImage(`${TEI.repository}:${TEI.tag}`, 'mx-central-1', '444455556666'))
    .toBe(`444455556666.dkr.ecr.mx-central-1.amazonaws.com/${TEI.repository}:${TEI.tag}`);
});

test('a region that the library does not know has the DNS suffix of the deployment', () => {
  expect(boundImage(`${TGI.repository}:${TGI.tag}`, 'xx-moon-1', '444455556666')).toEqual({
    'Fn::Join': ['', ['444455556666.dkr.ecr.xx-moon-1.', { Ref: 'AWS::URLSuffix' }, `/${TGI.repository}:${TGI.tag}`]],
  });
});

test('an account of the user needs no mapping in an environment-agnostic stack', () => {
  const found = endpointTemplate({ container: imageOf(`${TGI.repository}:${TGI.tag}`, '444455556666') }, {});
  expect(found.toJSON().Mappings).toBeUndefined();
});

test('fails to bind in a region without a registry account', () => {
  expect(() => boundImage(`${TEI.repository}:${TEI.tag}`, 'mx-central-1'))
    .toThrow(/^Stack: no registry account is known for region mx-central-1, only for af-south-1, .*us-west-2\. .*pass its account/);
});

test('a digest takes the place of a tag', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  expect(boundImage(`${TGI.repository}:${digest}`, 'eu-west-1'))
    .toBe(`763104351884.dkr.ecr.eu-west-1.amazonaws.com/${TGI.repository}@${digest}`);
});

test('a tag that the catalog does not know works, and tells its profile', () => {
  const image = imageOf('huggingface-vllm:9.9.9-transformers9.9.9-gpu-py399-cu990-ubuntu99.04');
  expect(image.profile).toMatchObject({ server: 'vllm', serverVersion: '9.9.9', acceleratorKind: 'gpu', cudaVersion: '99.0' });
});

test('a tag that says nothing of CUDA has its profile from the catalog', () => {
  const image = imageOf('vllm:server-sagemaker-cuda-v2.3');
  expect(image.profile).toMatchObject({ server: 'vllm', acceleratorKind: 'gpu', cudaVersion: '13.0' });
});

test('every image constant of the original construct exists and is the same image', () => {
  expect(Object.keys(peer.images)).toHaveLength(105);
  for (const [name, image] of Object.entries(peer.images)) {
    const constant = (DeepLearningContainerImage as any)[name];
    expect(constant).toBeInstanceOf(DeepLearningContainerImage);
    const stack = newStack();
    expect(constant.bind(stack, new iam.AnyPrincipal()).imageName).toBe(`763104351884.dkr.ecr.eu-west-1.amazonaws.com/${image}`);
  }
});

test('a constant is named after its image', () => {
  const constants = Object.entries(DeepLearningContainerImage).filter(([name]) => /^[A-Z]/.test(name));
  expect(constants.length).toBeGreaterThan(200);
  expect(constants.length).toBeLessThan(600);
  for (const [name, constant] of constants) {
    const [repository, tag] = (constant as any)._availability.image.split(':');
    expect(name).toBe(`${repository}_${tag}`.toUpperCase().replace(/[^A-Z0-9]/g, '_'));
  }
});
