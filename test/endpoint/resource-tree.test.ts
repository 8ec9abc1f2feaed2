import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Aspects, CfnResource, IAspect, RemovalPolicies, Tags } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { ContainerImage, DeepLearningContainerImage, HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../src';
import { endpointTemplate, newEndpoint, newStack, template } from '../util';

const RESOURCES = ['AWS::IAM::Role', 'AWS::SageMaker::Model', 'AWS::SageMaker::EndpointConfig', 'AWS::SageMaker::Endpoint'];

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'image-'));
fs.writeFileSync(path.join(directory, 'Dockerfile'), 'FROM scratch\n');
afterAll(() => fs.rmSync(directory, { recursive: true }));

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>]>([
  ['model', { modelId: 'BAAI/bge-small-en-v1.5' }],
  ['image', { container: DeepLearningContainerImage.fromDeepLearningContainerImage('huggingface-vllm', '0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04') }],
  ['kind of image', { container: ContainerImage.fromAsset(directory) }],
  ['environment', { environment: { A: 'b' } }],
  ['instance type', { instanceType: SageMakerInstanceType.ML_P4D_24XLARGE }],
  ['name', { endpointName: 'mistral' }],
  ['number of instances', { instanceCount: 2 }],
  ['start-up timeout', { startupHealthCheckTimeoutInSeconds: 1800 }],
])('another %s changes no logical id', (_what, props) => {
  // the image of an asset is pulled with a policy of its own
  expect(Object.keys(endpointTemplate(props).toJSON().Resources)).toEqual(expect.arrayContaining(Object.keys(endpointTemplate().toJSON().Resources)));
});

test('neither the model nor the endpoint configuration has a name that could collide', () => {
  const found = endpointTemplate({ endpointName: 'mistral' });
  found.allResourcesProperties('AWS::SageMaker::Model', {});
  for (const [type, name] of [['AWS::SageMaker::Model', 'ModelName'], ['AWS::SageMaker::EndpointConfig', 'EndpointConfigName']]) {
    expect(Object.values<any>(found.findResources(type))[0].Properties).not.toHaveProperty(name);
  }
});

test('tags on the construct reach every resource that has tags', () => {
  const stack = newStack();
  Tags.of(newEndpoint(stack)).add('team', 'search');
  for (const type of RESOURCES) {
    const [resource] = Object.values<any>(template(stack).findResources(type));
    expect(resource.Properties.Tags).toContainEqual({ Key: 'team', Value: 'search' });
  }
});

test('an aspect on the construct visits every resource', () => {
  const visited: string[] = [];
  class Visitor implements IAspect {
    public visit(node: IConstruct) {
      if (CfnResource.isCfnResource(node)) {
        visited.push(node.cfnResourceType);
      }
    }
  }
  const stack = newStack();
  Aspects.of(newEndpoint(stack)).add(new Visitor());
  template(stack);
  expect(visited).toEqual(expect.arrayContaining(RESOURCES));
});

test('removal policies on the construct reach every resource', () => {
  const stack = newStack();
  RemovalPolicies.of(newEndpoint(stack)).retain();
  for (const type of RESOURCES) {
    const [resource] = Object.values<any>(template(stack).findResources(type));
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
});

test('a dependency on the construct reaches every resource', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Bucket');
  newEndpoint(stack).node.addDependency(bucket);
  const id = stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket);
  for (const type of RESOURCES) {
    const [resource] = Object.values<any>(template(stack).findResources(type));
    expect(resource.DependsOn).toContain(id);
  }
});

test('a resource that depends on the construct waits for the endpoint', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  const bucket = new s3.Bucket(stack, 'Bucket');
  bucket.node.addDependency(endpoint);
  const [resource] = Object.values<any>(template(stack).findResources('AWS::S3::Bucket'));
  expect(resource.DependsOn).toContain(stack.getLogicalId(endpoint.cfnEndpoint));
});
