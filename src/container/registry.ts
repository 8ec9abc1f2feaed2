import { Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { PARTITION_DNS_SUFFIXES, REGION_PARTITIONS, REGISTRY_ACCOUNTS } from './registry-accounts.generated';
import { RegistryName } from './repositories';

/** The id of the mapping that all endpoints of an environment-agnostic stack share. */
const MAPPING_IDS: Record<RegistryName, string> = {
  'deep-learning-containers': 'DeepLearningContainersRegistry',
  'sagemaker-algorithms': 'SageMakerAlgorithmsRegistry',
};

const ACCOUNT_KEY = 'account';

/** The regions in which a registry has an account. */
export function registryRegions(registry: RegistryName): string[] {
  return Object.keys(REGISTRY_ACCOUNTS[registry]);
}

/** The account of a registry in the region of the scope's stack; a reference to a mapping where the region is not known yet. */
export function registryAccount(scope: Construct, registry: RegistryName): string {
  const stack = Stack.of(scope);
  if (Token.isUnresolved(stack.region)) {
    return accountMapping(stack, registry).findInMap(Aws.REGION, ACCOUNT_KEY);
  }
  const account = REGISTRY_ACCOUNTS[registry][stack.region];
  if (account === undefined) {
    throw new Error(`${scope.node.path}: ${noAccountMessage(stack.region, registryRegions(registry))}`);
  }
  return account;
}

/** What to say where a registry has no account. */
export function noAccountMessage(region: string, regions: readonly string[]): string {
  return `no registry account is known for region ${region}; known are ${[...regions].sort().join(', ')}. `
    + 'If the image is in this region, name its account: DeepLearningContainerImage.fromDeepLearningContainerImage(repositoryName, tag, accountId)';
}

/** Partition and DNS suffix of a region, by default the one of the scope's stack: literal where the region is known, else as tokens. */
export function partitionOf(scope: Construct, region?: string): { partition: string; dnsSuffix: string } {
  const stack = Stack.of(scope);
  const partition = REGION_PARTITIONS[region ?? stack.region];
  return partition === undefined
    ? { partition: stack.partition, dnsSuffix: stack.urlSuffix }
    : { partition, dnsSuffix: PARTITION_DNS_SUFFIXES[partition] };
}

function accountMapping(stack: Stack, registry: RegistryName): CfnMapping {
  const id = MAPPING_IDS[registry];
  const existing = stack.node.tryFindChild(id);
  if (existing) {
    return existing as CfnMapping;
  }
  const accounts = Object.entries(REGISTRY_ACCOUNTS[registry]);
  return new CfnMapping(stack, id, {
    mapping: Object.fromEntries(accounts.map(([region, account]) => [region, { [ACCOUNT_KEY]: account }])),
  });
}
