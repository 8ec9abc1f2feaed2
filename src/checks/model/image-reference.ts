import { isKnown } from '../../common/known';
import { elsewhere } from '../../common/location';
import { ownEntry } from '../../common/own-entry';
import { PARTITION_DNS_SUFFIXES, REGION_PARTITIONS } from '../../container/registry-accounts.generated';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, REJECTED } from '../finding';
import { lengthFindings, LengthFound, lengthMessage, quoted } from '../ranges';

/** A part of the name of an image. */
interface Part {
  readonly got: string;
}

const REPOSITORY_NAME: Check<Part> = {
  id: 'image-repository',
  severity: 'error',
  what: 'the repository of the image has a name that Amazon ECR does not accept',
  why: 'the image cannot exist, and SageMaker rejects the model',
  fix: 'correct the name of the repository',
  source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
  message: (prop, { got }) => `'${prop}' must have a repository name of 2 to 256 characters: lowercase letters and digits, `
    + `with '.', '_', '__', '/' or hyphens between them, got ${quoted(got)}`,
};

const TAG_NAME: Check<Part> = {
  id: 'image-tag',
  severity: 'error',
  what: 'the tag of the image is neither a tag that Amazon ECR accepts nor a digest',
  why: 'the image cannot exist, and SageMaker rejects the model',
  fix: 'correct the tag',
  source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html',
  message: (prop, { got }) => `'${prop}' must have a tag of 1 to 128 letters, digits, '_', '.' and '-' that does not begin with '.' or '-', `
    + `or a digest: 'sha256:' and 64 lowercase hexadecimal digits, got ${quoted(got)}`,
};

const ACCOUNT_NUMBER: Check<Part> = {
  id: 'image-account',
  severity: 'error',
  what: 'the account of the registry does not have 12 digits',
  why: 'the registry cannot exist, and SageMaker rejects the model',
  fix: 'correct the account, or remove it',
  source: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html',
  message: (prop, { got }) => `'${prop}' must have an account of 12 digits, got ${quoted(got)}`,
};

const LENGTH: Check<LengthFound> = {
  id: 'image-length',
  severity: 'error',
  what: 'the whole name of the image, including registry and tag, has more than 255 characters',
  why: REJECTED,
  fix: 'use a shorter repository name or tag',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
  message: lengthMessage,
};

const OTHER_REGION: Check<{ readonly region: string; readonly repositoryRegion: string }> = {
  id: 'image-in-other-region',
  severity: 'error',
  what: 'the repository of the image is in another region than the endpoint',
  why: 'SageMaker does not pull images across regions, and rejects the model',
  fix: 'replicate the repository into the region of the endpoint, or use a repository that is there',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
  message: (prop, { region, repositoryRegion }) => `'${prop}' must be in the region of the endpoint, ${region}, `
    + `got a repository in ${repositoryRegion}`,
};

export const IMAGE_REFERENCE_CHECKS = [REPOSITORY_NAME, TAG_NAME, ACCOUNT_NUMBER, LENGTH, OTHER_REGION];

/** The pattern and the length of Amazon ECR: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const REPOSITORY = /^(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

const TAG = /^(\w[\w.-]{0,127}|sha256:[0-9a-f]{64})$/;

const ACCOUNT = /^\d{12}$/;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html */
const MAXIMUM_LENGTH = 255;

/** Finds an image whose name cannot be that of an image in the region. */
export function imageReferenceFindings({ image, scope: { region } }: ModelPlan): Finding[] {
  const reference = image?._reference;
  if (!reference) {
    return [];
  }
  const { repositoryName, tag, accountId, region: repositoryRegion } = reference;
  return [
    ...partFindings(REPOSITORY_NAME, repositoryName, REPOSITORY),
    ...partFindings(TAG_NAME, tag, TAG),
    ...partFindings(ACCOUNT_NUMBER, accountId, ACCOUNT),
    ...wholeNameFindings(repositoryName, tag, region),
    ...regionFindings(repositoryRegion, region),
  ];
}

function partFindings(check: Check<Part>, got: string | undefined, pattern: RegExp): Finding[] {
  return isKnown(got) && !(typeof got === 'string' && pattern.test(got)) ? [finding(check, 'container', { got })] : [];
}

function wholeNameFindings(repositoryName: string, tag: string, region: string): Finding[] {
  const dnsSuffix = ownEntry(PARTITION_DNS_SUFFIXES, ownEntry(REGION_PARTITIONS, region));
  if (dnsSuffix === undefined || !isKnown(repositoryName) || !isKnown(tag)) {
    return [];
  }
  const { length } = `111122223333.dkr.ecr.${region}.${dnsSuffix}/${repositoryName}:${tag}`;
  return lengthFindings(LENGTH, 'container', length, { maximum: MAXIMUM_LENGTH, counted: 'characters in its name, including registry and tag' });
}

function regionFindings(repositoryRegion: string | undefined, ofEndpoint: string): Finding[] {
  return elsewhere(['region'], { region: ofEndpoint }, { region: repositoryRegion })
    .map(({ expected, got }) => finding(OTHER_REGION, 'container', { region: expected, repositoryRegion: got }));
}
