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

export const TAG_CHECKS = [TAGS];

const MAXIMUM = 50;

/** Finds too many tags of a resource. */
export function tagFindings(tagsOfResources: readonly unknown[]): Finding[] {
  const got = Math.max(...tagsOfResources.map(tags => Array.isArray(tags) ? tags.length : 0));
  return when(got > MAXIMUM, () => finding(TAGS, 'tags', { got }));
}
