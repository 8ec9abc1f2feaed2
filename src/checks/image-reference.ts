import { Token } from 'aws-cdk-lib/core';
import { error, Finding } from './finding';
import { PARTITION_DNS_SUFFIXES, REGION_PARTITIONS } from '../container/registry-accounts.generated';
import { EndpointPlan } from '../plan/endpoint-plan';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const REPOSITORY = /^[a-z0-9]+([._/-][a-z0-9]+)*$/;

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html */
const TAG = /^(\w[\w.-]{0,127}|sha256:[0-9a-f]{64})$/;

const ACCOUNT = /^\d{12}$/;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html */
const URI_LENGTH = 255;

/** Checks that the names of an image can be such, and that its whole name is not too long. */
export function imageReferenceFindings({ container, region }: EndpointPlan): Finding[] {
  const reference = container._reference;
  if (!reference) {
    return [];
  }
  const { repositoryName, tag, accountId } = reference;
  return [
    ...named('repository', repositoryName, REPOSITORY, "lower-case letters and digits, with one '.', '_', '-' or '/' between them"),
    ...named('tag', tag, TAG, "at most 128 letters, digits, '_', '.' and '-' that do not begin with '.' or '-', or be a digest: sha256: and 64 hexadecimal digits"),
    ...named('account', accountId, ACCOUNT, '12 digits'),
    ...tooLong(repositoryName, tag, region),
  ];
}

function named(part: string, name: string | undefined, pattern: RegExp, rule: string): Finding[] {
  if (name === undefined || Token.isUnresolved(name) || pattern.test(name)) {
    return [];
  }
  return [error(`image-${part}`, `'container' must name its ${part} with ${rule}, got ${JSON.stringify(name)}`)];
}

function tooLong(repositoryName: string, tag: string, region: string): Finding[] {
  const dnsSuffix = PARTITION_DNS_SUFFIXES[REGION_PARTITIONS[region]];
  if (dnsSuffix === undefined || [repositoryName, tag].some(part => Token.isUnresolved(part))) {
    return [];
  }
  const { length } = `111122223333.dkr.ecr.${region}.${dnsSuffix}/${repositoryName}:${tag}`;
  return length <= URI_LENGTH ? [] : [error('image-length',
    `'container' must have a name of at most ${URI_LENGTH} characters, registry and tag included, got ${length}`)];
}
