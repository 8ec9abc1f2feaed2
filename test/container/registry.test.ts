import { CfnMapping, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { noAccountMessage, partitionOf, registryAccount, registryRegions } from '../../src/container/registry';
import { newStack } from '../util';

test('a registry has an account in some regions', () => {
  expect(registryAccount(newStack(), 'deep-learning-containers')).toBe('763104351884');
  expect(registryAccount(newStack(), 'sagemaker-algorithms')).toBe('141502667606');
  expect(registryRegions('deep-learning-containers')).toContain('mx-central-1');
  expect(registryRegions('sagemaker-algorithms')).not.toContain('mx-central-1');
});

test('a region without an account is an error that names the construct', () => {
  const scope = new Construct(newStack({ region: 'mx-central-1' }), 'Endpoint');
  const message = noAccountMessage('mx-central-1', registryRegions('sagemaker-algorithms'));
  expect(() => registryAccount(scope, 'sagemaker-algorithms')).toThrow(new Error(`Stack/Endpoint: ${message}`));
});

test('the error sorts the regions, and says what to do', () => {
  const regions = ['b', 'a'];
  expect(noAccountMessage('c', regions)).toBe('no registry account is known for region c, only for a, b. '
    + 'If the image is in this region, pass its account: DeepLearningContainerImage.fromDeepLearningContainerImage(repositoryName, tag, accountId)');
  expect(regions).toEqual(['b', 'a']);
});

test('an environment-agnostic stack has one mapping of each registry, which its constructs share', () => {
  const stack = newStack({});
  const find = (name: string) => ({ 'Fn::FindInMap': [name, { Ref: 'AWS::Region' }, 'account'] });
  for (const scope of [stack, new Construct(stack, 'Endpoint')]) {
    expect(stack.resolve(registryAccount(scope, 'deep-learning-containers'))).toEqual(find('DeepLearningContainersRegistry'));
    expect(stack.resolve(registryAccount(scope, 'sagemaker-algorithms'))).toEqual(find('SageMakerAlgorithmsRegistry'));
  }
  const mappings = stack.node.children.filter(child => child instanceof CfnMapping).map(({ node }) => node.id);
  expect(mappings).toEqual(['DeepLearningContainersRegistry', 'SageMakerAlgorithmsRegistry']);
});

test('a known region has a literal partition, and another one that of the deployment', () => {
  const stack = newStack();
  expect(partitionOf(stack)).toEqual({ partition: 'aws', dnsSuffix: 'amazonaws.com' });
  expect(partitionOf(stack, 'cn-north-1')).toEqual({ partition: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' });
  expect(partitionOf(stack, 'xx-moon-1')).toEqual({ partition: stack.partition, dnsSuffix: stack.urlSuffix });
  const agnostic: Stack = newStack({});
  expect(partitionOf(agnostic)).toEqual({ partition: agnostic.partition, dnsSuffix: agnostic.urlSuffix });
});
