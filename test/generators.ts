import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, SecretValue, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelData, SageMakerInstanceType } from '../src';
import { IMAGE_REGIONS } from '../src/container/image-catalogue.generated';
import { REGION_PARTITIONS } from '../src/container/registry-accounts.generated';

const BUCKET = s3.Bucket.fromBucketName(new Stack(), 'Bucket', 'weights');

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');
const HEXADECIMAL = '0123456789abcdef'.split('');

function stringOf(characters: string[], minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...characters), { minLength, maxLength }).map(drawn => drawn.join(''));
}

const word = stringOf(LETTERS_AND_DIGITS, 1, 12);

/** The id of a model as the Hub has them. */
export const modelIds: fc.Arbitrary<string> = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 4 }).map(words => words.join('-')),
  fc.tuple(word, fc.array(word, { minLength: 1, maxLength: 5 }), fc.constantFrom('-', '_', '.'))
    .map(([organisation, words, separator]) => `${organisation}/${words.join(separator)}`),
  fc.constant('/opt/ml/model'),
).filter(id => !id.endsWith('.git'));

/** The name of an endpoint. */
export const endpointNames: fc.Arbitrary<string> = fc.array(word, { minLength: 1, maxLength: 4 }).map(words => words.join('-'));

/** An instance type with constants of its own, for processors of the architecture of AWS's images. */
export const instanceTypes: fc.Arbitrary<SageMakerInstanceType> = fc.constantFrom(
  ...Object.entries(SageMakerInstanceType)
    .filter(([name, type]) => name.startsWith('ML_') && type.architecture !== 'arm64')
    .map(([, type]) => type as SageMakerInstanceType),
);

export const images = fc.constantFrom(...Object.keys(IMAGE_REGIONS)).map(image => {
  const [repository, tag] = image.split(':');
  return DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag);
});

const environmentKeys = fc.tuple(fc.constantFrom('A', '_', 'z'), stringOf([...LETTERS_AND_DIGITS, '_'], 0, 30)).map(([first, rest]) => first + rest);

export const environments = fc.dictionary(environmentKeys, fc.string({ maxLength: 200 }), { maxKeys: 20 });

const resourceId = (prefix: string) => stringOf(HEXADECIMAL, 17, 17).map(suffix => `${prefix}-${suffix}`);

export const vpcConfigs = fc.record({
  subnets: fc.uniqueArray(resourceId('subnet'), { minLength: 1, maxLength: 16 }),
  securityGroupIds: fc.uniqueArray(resourceId('sg'), { minLength: 1, maxLength: 5 }),
});

/** Any legal props. */
export const legalProps: fc.Arbitrary<HuggingFaceSageMakerEndpointProps> = fc.record({
  modelId: modelIds,
  instanceType: instanceTypes,
  container: images,
  endpointName: endpointNames,
  instanceCount: fc.integer({ min: 1, max: 100 }),
  environment: environments,
  vpcConfig: vpcConfigs,
  startupHealthCheckTimeoutInSeconds: fc.integer({ min: 60, max: 3600 }),
  modelDataDownloadTimeout: fc.integer({ min: 60, max: 3600 }).map(seconds => Duration.seconds(seconds)),
  modelData: fc.constantFrom(ModelData.s3Prefix(BUCKET, 'model'), ModelData.s3Archive(BUCKET, 'model.tar.gz')),
  hubAccessToken: fc.constant(SecretValue.secretsManager('hub')),
  task: fc.constantFrom(HuggingFaceTask.TEXT_GENERATION, HuggingFaceTask.SENTENCE_SIMILARITY),
}, { requiredKeys: ['modelId', 'instanceType', 'container'] });

/** A region in which both registries have an account, or none: an environment-agnostic stack. */
export const regions: fc.Arbitrary<string | undefined> = fc.option(
  fc.constantFrom('eu-west-1', 'us-east-1', 'af-south-1', 'cn-north-1', 'us-gov-west-1').filter(region => region in REGION_PARTITIONS),
  { nil: undefined },
);
