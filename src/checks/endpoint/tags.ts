import { CfnTag } from 'aws-cdk-lib/core';
import { isKnown } from '../../common/known';
import { received } from '../../input/kinds';
import { Check, finding, Finding, REJECTED, when } from '../finding';

const TAGS: Check<{ readonly got: number }> = {
  id: 'tag-count',
  severity: 'error',
  what: 'the model, the endpoint configuration or the endpoint has more than 50 tags, including `modelId`, which the library adds',
  why: REJECTED,
  fix: 'remove tags, or exclude the resources of SageMaker from some of them',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html',
  message: (prop, { got }) => `'${prop}' must have at most 50 tags, including 'modelId', got ${got}`,
};

const TAG: Check<{ readonly key: string; readonly value: string }> = {
  id: 'tag-characters',
  severity: 'error',
  what: 'a tag of the model, the endpoint configuration or the endpoint has a key without 1 to 128 characters, a value with more than 256, or '
    + 'characters other than letters, digits, spaces and `_.:/=+-@`',
  why: REJECTED,
  fix: 'change the tag, or exclude the resources of SageMaker from it',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html',
  message: (prop, { key, value }) => `'${prop}' must have keys of 1 to 128 and values of at most 256 letters, digits, spaces and characters of `
    + `"_.:/=+-@", got ${received(key)} with the value ${received(value)}`,
};

export const TAG_CHECKS = [TAGS, TAG];

const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const MAXIMUM = 50;

/** Finds too many tags of a resource, and tags that SageMaker does not accept. */
export function tagFindings(tagsOfResources: readonly unknown[]): Finding[] {
  const lists = tagsOfResources.filter((tags): tags is CfnTag[] => Array.isArray(tags));
  const got = Math.max(...lists.map(tags => tags.length));
  const wrong = lists.flat().find(({ key, value }) => isWrong(KEY, key) || isWrong(VALUE, value));
  return [...when(got > MAXIMUM, () => finding(TAGS, 'tags', { got })), ...wrong ? [finding(TAG, 'tags', wrong)] : []];
}

function isWrong(pattern: RegExp, value: unknown): boolean {
  return isKnown(value) && !pattern.test(String(value));
}
