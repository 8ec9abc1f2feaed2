import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding, REFUSED } from './finding';
import { PARTITION_DNS_SUFFIXES, REGION_PARTITIONS } from '../container/registry-accounts.generated';
import { EndpointPlan } from '../plan/endpoint-plan';

const REPOSITORY_NAME: Check = {
  id: 'image-repository',
  severity: 'error',
  what: 'the repository of the image has a name that Amazon ECR does not take',
  why: 'there is no such image, and SageMaker refuses the model',
  fix: 'look at the name',
  source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
};

const TAG_NAME: Check = {
  id: 'image-tag',
  severity: 'error',
  what: 'the tag of the image is none that Amazon ECR takes, and no digest',
  why: 'there is no such image, and SageMaker refuses the model',
  fix: 'look at the tag',
  source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html',
};

const ACCOUNT_NUMBER: Check = {
  id: 'image-account',
  severity: 'error',
  what: 'the account of the registry is not of 12 digits',
  why: 'there is no such registry, and SageMaker refuses the model',
  fix: 'look at the account, or leave it out',
  source: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html',
};

const LENGTH: Check = {
  id: 'image-length',
  severity: 'error',
  what: 'the whole name of the image has more than 255 characters',
  why: REFUSED,
  fix: 'take a shorter repository or tag',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
};

const OTHER_REGION: Check = {
  id: 'image-in-other-region',
  severity: 'error',
  what: 'the repository of the image is in another region than the endpoint',
  why: 'SageMaker pulls no image across regions, and refuses the model',
  fix: 'replicate the repository into the region of the endpoint',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
};

export const IMAGE_REFERENCE_CHECKS = [REPOSITORY_NAME, TAG_NAME, ACCOUNT_NUMBER, LENGTH, OTHER_REGION];

/** The pattern and the length of Amazon ECR: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const REPOSITORY = /^(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

const TAG = /^(\w[\w.-]{0,127}|sha256:[0-9a-f]{64})$/;

const ACCOUNT = /^\d{12}$/;

const URI_LENGTH = 255;

/** Checks that the names of an image can be such, and that its whole name is not too long. */
export function imageReferenceFindings({ container, scope: { region } }: EndpointPlan): Finding[] {
  const reference = container?._reference;
  if (!reference) {
    return [];
  }
  const { repositoryName, tag, accountId, region: repositoryRegion } = reference;
  return [
    ...named(REPOSITORY_NAME, 'repository', repositoryName, REPOSITORY, "lower-case letters and digits, with '.', '_', '__', '/' or hyphens between them, in 2 to 256 characters"),
    ...named(TAG_NAME, 'tag', tag, TAG, "at most 128 letters, digits, '_', '.' and '-' that do not begin with '.' or '-', or be a digest: sha256: and 64 hexadecimal digits"),
    ...named(ACCOUNT_NUMBER, 'account', accountId, ACCOUNT, '12 digits'),
    ...tooLong(repositoryName, tag, region),
    ...elsewhere(repositoryRegion, region),
  ];
}

function elsewhere(repositoryRegion: string | undefined, region: string): Finding[] {
  if (repositoryRegion === undefined || [repositoryRegion, region].some(name => Token.isUnresolved(name)) || repositoryRegion === region) {
    return [];
  }
  return [finding(OTHER_REGION, `'container' must be in the region of the endpoint, ${region}, got a repository in ${repositoryRegion}; `
    + 'replicate the repository, or name one that is there')];
}

function named(check: Check, part: string, name: string | undefined, pattern: RegExp, rule: string): Finding[] {
  if (name === undefined || Token.isUnresolved(name) || pattern.test(name)) {
    return [];
  }
  return [finding(check, `'container' must name its ${part} with ${rule}, got ${JSON.stringify(name)}`)];
}

function tooLong(repositoryName: string, tag: string, region: string): Finding[] {
  const dnsSuffix = PARTITION_DNS_SUFFIXES[REGION_PARTITIONS[region]];
  if (dnsSuffix === undefined || [repositoryName, tag].some(part => Token.isUnresolved(part))) {
    return [];
  }
  const { length } = `111122223333.dkr.ecr.${region}.${dnsSuffix}/${repositoryName}:${tag}`;
  return length <= URI_LENGTH ? [] : [finding(LENGTH,
    `'container' must have a name of at most ${URI_LENGTH} characters, registry and tag included, got ${length}`)];
}
