import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, when } from '../finding';

const SUPPORT: Check<{ readonly image: string; readonly supportedUntil: string }> = {
  id: 'image-out-of-support',
  severity: 'warning',
  what: 'the image is older than the last day on which AWS patches it',
  why: 'the image gets no more security patches',
  fix: 'use a newer image',
  source: 'https://aws.github.io/deep-learning-containers/reference/support_policy/',
  message: (prop, { image, supportedUntil }) => `'${prop}' ${image} has had no patches from AWS since ${supportedUntil}`,
};

export const IMAGE_SUPPORT_CHECKS = [SUPPORT];

/** Finds an image that AWS no longer patches. It depends on the day, as no other check does. */
export function imageSupportFindings({ image, scope: { today } }: ModelPlan): Finding[] {
  const { image: name, supportedUntil } = image?._availability ?? {};
  return when(today > supportedUntil!, () => finding(SUPPORT, 'container', { image: name!, supportedUntil: supportedUntil! }));
}
