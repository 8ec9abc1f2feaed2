import { isKnown, knownLength } from '../../common/known';
import { elsewhere } from '../../common/location';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, REJECTED, when } from '../finding';
import { lengthFindings, LengthFound, lengthMessage, quoted } from '../ranges';

const ARCHIVE: Check<{ readonly key: string }> = {
  id: 'model-data-archive',
  severity: 'error',
  what: '`ModelData.s3Archive` has a key that does not end in `.tar.gz`',
  why: REJECTED,
  fix: 'use `ModelData.s3Prefix` for files that are not compressed',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
  message: (prop, { key }) => `'${prop}' must be an archive whose key ends in .tar.gz, got ${quoted(key)}`,
};

const KEY: Check<{ readonly key: string }> = {
  id: 'model-data-key',
  severity: 'error',
  what: '`modelData` has an empty key, or a key that begins with a slash',
  why: 'SageMaker finds no object with this key',
  fix: 'use the key without the slash',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
  message: (prop, { key }) => `'${prop}' must have an Amazon S3 key that does not begin with a slash, got ${quoted(key)}`,
};

const ADDRESS: Check<LengthFound> = {
  id: 'model-data-address',
  severity: 'error',
  what: '`modelData` has an S3 URI of more than 1,024 characters',
  why: REJECTED,
  fix: 'use a shorter key',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html',
  message: lengthMessage,
};

const OTHER_REGION: Check<{ readonly region: string; readonly bucketRegion: string }> = {
  id: 'model-data-in-other-region',
  severity: 'warning',
  what: 'the bucket of `modelData` is in another region than the endpoint, as far as the app knows',
  why: 'SageMaker downloads from its own region only, and the endpoint never becomes healthy',
  fix: 'copy the weights to a bucket in the region of the endpoint, or import the bucket in the stack of the endpoint if it is in that region',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
  message: (prop, { region, bucketRegion }) =>
    `'${prop}' must be in the region of the endpoint, ${region}, got a bucket that the app knows in ${bucketRegion}`,
};

const SNAPSHOT_ELSEWHERE: Check<{ readonly region: string; readonly bucketRegion: string }> = {
  id: 'snapshot-in-other-region',
  severity: 'error',
  what: '`modelData` is a `HubSnapshot` whose bucket the library creates in another region',
  why: 'SageMaker downloads from its own region only, and the endpoint never becomes healthy',
  fix: 'create the snapshot in a stack in the region of the endpoint',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
  message: (prop, { region, bucketRegion }) => `'${prop}' must be a snapshot in the region of the endpoint, ${region}, got one in ${bucketRegion}`,
};

export const MODEL_DATA_CHECKS = [ARCHIVE, KEY, ADDRESS, OTHER_REGION, SNAPSHOT_ELSEWHERE];

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html */
const URI_LENGTH = 1024;

const PROP = 'modelData';

/** Finds weights that SageMaker cannot download from Amazon S3. */
export function modelDataFindings(model: ModelPlan): Finding[] {
  return [...keyFindings(model), ...regionFindings(model)];
}

function keyFindings({ modelData }: ModelPlan): Finding[] {
  if (!modelData || !isKnown(modelData._key)) {
    return [];
  }
  const { _key: key, _compressed: compressed, _s3Uri: uri } = modelData;
  return [
    ...when(compressed && !key.endsWith('.tar.gz'), () => finding(ARCHIVE, PROP, { key })),
    ...when(key.startsWith('/') || key === '', () => finding(KEY, PROP, { key })),
    ...lengthFindings(ADDRESS, PROP, knownLength(uri), { maximum: URI_LENGTH, counted: 'characters in its S3 URI' }),
  ];
}

function regionFindings({ modelData, scope }: ModelPlan): Finding[] {
  const ownRegion = modelData?._snapshot?.region;
  return elsewhere(['region'], scope, { region: ownRegion ?? modelData?._region })
    .map(({ expected, got }) => finding(ownRegion ? SNAPSHOT_ELSEWHERE : OTHER_REGION, PROP, { region: expected, bucketRegion: got }));
}
