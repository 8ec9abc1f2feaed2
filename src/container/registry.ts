import { Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { PARTITION_DNS_SUFFIXES, REGION_PARTITIONS, REGISTRY_ACCOUNTS } from './registry-accounts.generated';
import { RegistryName } from './repositories';
import { ownEntry } from '../common/own-entry';

/** The construct ID of the mapping that all endpoints of an environment-agnostic stack share. */
const MAPPING_IDS: Record<RegistryName, string> = {
  'deep-learning-containers': 'DeepLearningContainersRegistry',
  'sagemaker-algorithms': 'SageMakerAlgorithmsRegistry',
};

const ACCOUNT_KEY = 'account';

/** The regions in which a registry has an account. */
export function registryRegions(registry: RegistryName): string[] {
  return Object.keys(REGISTRY_ACCOUNTS[registry]);
}

/** The account of a registry in the region of the stack, or a reference to a mapping if the region is an unresolved token. */
export function registryAccount(scope: Construct, registry: RegistryName): string {
  const stack = Stack.of(scope);
  if (Token.isUnresolved(stack.region)) {
    return accountMapping(stack, registry).findInMap(Aws.REGION, ACCOUNT_KEY);
  }
  const account = ownEntry(REGISTRY_ACCOUNTS[registry], stack.region);
  if (account === undefined) {
    throw new Error(`${scope.node.path}: ${noAccountMessage(stack.region, registryRegions(registry))}`);
  }
  return account;
}

/** The error message if a registry has no account in a region. */
export function noAccountMessage(region: string, regions: readonly string[]): string {
  return `no registry account is known for region ${region}, only for ${[...regions].sort().join(', ')}. `
    + 'If the image is in this region, pass its account: DeepLearningContainerImage.fromDeepLearningContainerImage(repositoryName, tag, accountId)';
}

/** The partition and DNS suffix of a region, by default the region of the stack: literals if the region is known, otherwise tokens. */
export function partitionOf(scope: Construct, region?: string): { partition: string; dnsSuffix: string } {
  const stack = Stack.of(scope);
  const partition = ownEntry(REGION_PARTITIONS, region ?? stack.region);
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
