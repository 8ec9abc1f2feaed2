import { Token } from 'aws-cdk-lib/core';
import { error, Finding, warning } from './finding';
import { EndpointPlan } from '../plan/endpoint-plan';
import { familyOf } from '../plan/inference-ami';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html */
const VOLUME = { minimum: 1, maximum: 512 };

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html */
const URI_LENGTH = 1024;

/**
 * The families that SageMaker refuses a volume for: those with a `d`, and these.
 *
 * @see https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-core/src/sagemaker/core/common_utils.py
 */
const FAMILIES_WITHOUT_VOLUME = /d|^(g5|g6|p5|trn1)/;

/** Checks where the weights come from, and the volume that they go to. */
export function storageFindings(plan: EndpointPlan): Finding[] {
  return [...volume(plan), ...modelData(plan)];
}

function volume({ props: { volumeSize }, volumeSizeInGB: size, instanceType }: EndpointPlan): Finding[] {
  if (!volumeSize || size === undefined || Token.isUnresolved(size)) {
    return [];
  }
  const { minimum, maximum } = VOLUME;
  if (size < minimum || size > maximum) {
    return [error('volume-size', `'volumeSize' must be from ${minimum} to ${maximum} GiB, got ${size}`)];
  }
  if (FAMILIES_WITHOUT_VOLUME.test(familyOf(instanceType))) {
    return [error('volume-of-instance-type', `'volumeSize' must not be set with 'instanceType' ${instanceType}, which has a local disk and takes no volume; leave it out`)];
  }
  if (instanceType.nvmeBacked) {
    return [warning('volume-beside-local-disk', `'volumeSize' may be refused with 'instanceType' ${instanceType}, which has a local disk; leave it out`)];
  }
  return [];
}

function modelData({ props: { modelData: data } }: EndpointPlan): Finding[] {
  if (!data || Token.isUnresolved(data._key)) {
    return [];
  }
  const findings: Finding[] = [];
  if (data._compressed && !data._key.endsWith('.tar.gz')) {
    findings.push(error('model-data-archive', `'modelData' must be an archive that ends in .tar.gz, got ${JSON.stringify(data._key)}; `
      + 'for files that are not compressed take ModelData.s3Prefix'));
  }
  if (data._key.startsWith('/') || data._key === '') {
    findings.push(error('model-data-key', `'modelData' must be a key of Amazon S3, which does not begin with a slash, got ${JSON.stringify(data._key)}`));
  }
  if (!Token.isUnresolved(data._s3Uri) && data._s3Uri.length > URI_LENGTH) {
    findings.push(error('model-data-address', `'modelData' must have an address of at most ${URI_LENGTH} characters, got ${data._s3Uri.length}`));
  }
  return findings;
}
