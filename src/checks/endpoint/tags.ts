import { isKnown } from '../../common/known';
import { received } from '../../input/kinds';
import { Check, finding, Finding, REJECTED, when } from '../finding';

const TAGS: Check<{ readonly got: number }> = {
  id: 'tag-count',
  severity: 'error',
  what: 'a resource of SageMaker has more than 50 tags, including `modelId`, which the library adds',
  why: REJECTED,
  fix: 'remove tags, or exclude the resources of SageMaker from some of them',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html',
  message: (prop, { got }) => `'${prop}' must have at most 50 tags, including 'modelId', got ${got}`,
};

const TAG: Check<{ readonly key: string; readonly value: string }> = {
  id: 'tag-characters',
  severity: 'error',
  what: 'a tag of a resource of SageMaker has a key without 1 to 128 characters, a value with more than 256, or '
    + 'characters other than letters, digits, spaces and `_.:/=+-@`',
  why: REJECTED,
  fix: 'change the tag, or exclude the resources of SageMaker from it',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html',
  message: (prop, { key, value }) => `'${prop}' must have keys of 1 to 128 and values of at most 256 letters, digits, spaces and characters of `
    + `"_.:/=+-@", got ${received(key)} with the value ${received(value)}`,
};

const VALUE_REQUIRED: Check<{ readonly key: string; readonly type: string }> = {
  id: 'tag-without-value',
  severity: 'error',
  what: 'a tag of an alarm, a dashboard or an inference component has an empty value',
  why: REJECTED,
  fix: 'set a value, or exclude the type of the resource with `excludeResourceTypes`',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudwatch-alarm-tag.html',
  message: (prop, { key, type }) => `'${prop}' must have values of at least 1 character for resources of the type ${type}, got ${received(key)} with `
    + 'an empty value',
};

export const TAG_CHECKS = [TAGS, TAG, VALUE_REQUIRED];

const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const MAXIMUM = 50;

/** The types of which CloudFormation accepts no tag with an empty value, although the services do. */
const WITH_VALUES = [
  'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::Dashboard', 'AWS::SageMaker::InferenceComponent',
];

/** A resource and its tags, which CDK renders in different forms. */
export interface TaggedResource {
  readonly type: string;
  readonly tags: unknown;
}

/** A tag, as far as it is known. */
interface Tag {
  readonly type: string;
  readonly key: string;
  readonly value: string;
}

/** Finds too many tags of a resource, and tags that SageMaker or CloudFormation does not accept. */
export function tagFindings(resources: readonly TaggedResource[]): Finding[] {
  const ofSageMaker = resources.filter(({ type }) => type.startsWith('AWS::SageMaker::'));
  const got = Math.max(...ofSageMaker.map(resource => tagsOf(resource).length));
  const wrong = ofSageMaker.flatMap(tagsOf).find(({ key, value }) => isWrong(KEY, key) || isWrong(VALUE, value));
  const empty = resources.filter(({ type }) => WITH_VALUES.includes(type)).flatMap(tagsOf).find(({ value }) => value === '');
  return [
    ...when(got > MAXIMUM, () => finding(TAGS, 'tags', { got })),
    ...wrong ? [finding(TAG, 'tags', { key: wrong.key, value: wrong.value })] : [],
    ...empty ? [finding(VALUE_REQUIRED, 'tags', { key: empty.key, type: empty.type })] : [],
  ];
}

function tagsOf({ type, tags }: TaggedResource): Tag[] {
  return Array.isArray(tags) ? tags.map(({ key, value }) => ({ type, key, value })) : [];
}

function isWrong(pattern: RegExp, value: unknown): boolean {
  return isKnown(value) && !pattern.test(String(value));
}
