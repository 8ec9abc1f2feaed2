import { Token } from 'aws-cdk-lib/core';
import { familyOf } from '../../plan/inference-ami';
import { Check, finding, Finding, REFUSED, EndpointPlan } from '../legacy';

const VOLUME_SIZE: Check = {
  id: 'volume-size',
  severity: 'error',
  what: '`volumeSize` is not from 1 to 512 GiB, or has a fraction of a GiB',
  why: REFUSED,
  fix: 'take a whole number of GiB in that range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html',
};

const NO_VOLUME: Check = {
  id: 'volume-of-instance-type',
  severity: 'error',
  what: '`volumeSize` is set for an instance type that takes no volume',
  why: REFUSED,
  fix: 'leave it out',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-core/src/sagemaker/core/common_utils.py',
};

const LOCAL_DISK: Check = {
  id: 'volume-beside-local-disk',
  severity: 'warning',
  what: '`volumeSize` is set for an instance type with a local disk',
  why: 'SageMaker may refuse it',
  fix: 'leave it out',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-core/src/sagemaker/core/common_utils.py',
};

const ARCHIVE: Check = {
  id: 'model-data-archive',
  severity: 'error',
  what: '`ModelData.s3Archive` is given a key that does not end in `.tar.gz`',
  why: REFUSED,
  fix: 'take `ModelData.s3Prefix` for files that are not compressed',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
};

const DATA_KEY: Check = {
  id: 'model-data-key',
  severity: 'error',
  what: '`modelData` has a key that begins with a slash, or none',
  why: 'nothing is found there',
  fix: 'leave the slash out',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
};

const ADDRESS: Check = {
  id: 'model-data-address',
  severity: 'error',
  what: '`modelData` has an address of more than 1,024 characters',
  why: REFUSED,
  fix: 'take a shorter key',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html',
};

const OTHER_REGION: Check = {
  id: 'model-data-in-other-region',
  severity: 'warning',
  what: 'the bucket of `modelData` is in another region than the endpoint, as far as the app knows',
  why: 'SageMaker downloads from its own region alone, and the endpoint never becomes healthy',
  fix: 'copy the weights into a bucket of that region; import a bucket that is there in the stack of the endpoint',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
};

export const STORAGE_CHECKS = [VOLUME_SIZE, NO_VOLUME, LOCAL_DISK, ARCHIVE, DATA_KEY, ADDRESS, OTHER_REGION];

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
  return [...volume(plan), ...modelData(plan), ...bucketRegion(plan)];
}

function volume({ props: { volumeSize }, volumeSizeInGB: size, instanceType }: EndpointPlan): Finding[] {
  if (!volumeSize || size === undefined || Token.isUnresolved(size)) {
    return [];
  }
  const { minimum, maximum } = VOLUME;
  if (!Number.isInteger(size) || size < minimum || size > maximum) {
    return [finding(VOLUME_SIZE, `'volumeSize' must be an integer from ${minimum} to ${maximum} GiB, got ${size}`)];
  }
  if (FAMILIES_WITHOUT_VOLUME.test(familyOf(instanceType))) {
    return [finding(NO_VOLUME, `'volumeSize' must not be set with 'instanceType' ${instanceType}, which has a local disk and takes no volume; leave it out`)];
  }
  if (instanceType.nvmeBacked) {
    return [finding(LOCAL_DISK, `'volumeSize' may be refused with 'instanceType' ${instanceType}, which has a local disk; leave it out`)];
  }
  return [];
}

function modelData({ props: { modelData: data } }: EndpointPlan): Finding[] {
  if (!data || Token.isUnresolved(data._key)) {
    return [];
  }
  const findings: Finding[] = [];
  if (data._compressed && !data._key.endsWith('.tar.gz')) {
    findings.push(finding(ARCHIVE, `'modelData' must be an archive that ends in .tar.gz, got ${JSON.stringify(data._key)}; `
      + 'for files that are not compressed take ModelData.s3Prefix'));
  }
  if (data._key.startsWith('/') || data._key === '') {
    findings.push(finding(DATA_KEY, `'modelData' must be a key of Amazon S3, which does not begin with a slash, got ${JSON.stringify(data._key)}`));
  }
  if (!Token.isUnresolved(data._s3Uri) && data._s3Uri.length > URI_LENGTH) {
    findings.push(finding(ADDRESS, `'modelData' must have an address of at most ${URI_LENGTH} characters, got ${data._s3Uri.length}`));
  }
  return findings;
}

function bucketRegion({ props: { modelData: data }, scope: { region } }: EndpointPlan): Finding[] {
  if (!data || [data._region, region].some(name => Token.isUnresolved(name)) || data._region === region) {
    return [];
  }
  return [finding(OTHER_REGION, `'modelData' must be in the region of the endpoint, ${region}, got a bucket that the app knows in ${data._region}; `
    + 'copy the weights, or import the bucket in the stack of the endpoint if it is there')];
}
