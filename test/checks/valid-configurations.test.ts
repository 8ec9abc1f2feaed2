import * as fs from 'fs';
import * as path from 'path';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Size } from 'aws-cdk-lib/core';
import { ContainerImage, HuggingFaceSageMakerEndpointProps, InferenceAmiVersion, ModelData } from '../../src';
import { findingsOf } from '../../src/checks';
import { found, image, newStack, planOf, type } from '../util';

/** A configuration that AWS or Hugging Face publishes. */
interface Configuration {
  readonly source: string;
  readonly modelId: string;
  readonly instanceType: string;
  readonly image: string;
  readonly environment?: Record<string, string>;
  readonly startupSeconds?: number;
  readonly downloadSeconds?: number;
  readonly modelData?: 'prefix' | 'archive';
  readonly networkIsolation?: boolean;
  readonly volumeGiB?: number;
  readonly inferenceAmiVersion?: string;
  readonly fallbackInstanceTypes?: readonly string[];

  /** The warnings that are true: the configuration works, but has a variable without effect, or takes a risk. */
  readonly warnings?: readonly string[];
}

const FILE = path.join(__dirname, '..', 'facts', 'valid-configurations.json');
const { configurations }: { configurations: Configuration[] } = JSON.parse(fs.readFileSync(FILE, 'utf8'));

const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights');
const WEIGHTS = { prefix: ModelData.s3Prefix(bucket, 'model'), archive: ModelData.s3Archive(bucket, 'model.tar.gz') };

function imageOf(name: string): ContainerImage {
  const [, owner, repository, tag] = /^(own|\d{12})\/(.+):(.+)$/.exec(name) ?? [];
  return owner === 'own' ? ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Own', repository), tag)
    : owner ? image(`${repository}:${tag}`, owner) : image(name);
}

function propsOf(given: Configuration): Partial<HuggingFaceSageMakerEndpointProps> {
  const { startupSeconds, downloadSeconds, volumeGiB, inferenceAmiVersion } = given;
  return {
    modelId: given.modelId,
    instanceType: type(given.instanceType),
    container: imageOf(given.image),
    environment: given.environment ?? {},
    modelData: given.modelData && WEIGHTS[given.modelData],
    networkIsolation: given.networkIsolation,
    startupHealthCheckTimeout: startupSeconds === undefined ? undefined : Duration.seconds(startupSeconds),
    modelDataDownloadTimeout: downloadSeconds === undefined ? undefined : Duration.seconds(downloadSeconds),
    volumeSize: volumeGiB === undefined ? undefined : Size.gibibytes(volumeGiB),
    inferenceAmiVersion: inferenceAmiVersion === undefined ? undefined : InferenceAmiVersion.of(inferenceAmiVersion),
    fallbackInstanceTypes: given.fallbackInstanceTypes?.map(type),
  };
}

/** The end of support of an image depends on the day, and is not a mistake. */
const DAY = { today: '2026-01-01' };

test.each(configurations.map(given => [given.source.replace(/^.*(blob\/\w+\/)/, ''), given.modelId, given.image, given] as const))(
  '%s: %s on %s has no false finding', (_source, _model, _image, given) => {
    const ids = found(findingsOf(planOf(propsOf(given), DAY))).map(({ id }) => id);
    expect(ids.sort()).toEqual([...given.warnings ?? []].sort());
  },
);

test('there are many, each with a source, and those without a warning are most of them', () => {
  expect(configurations.length).toBeGreaterThan(330);
  expect(configurations.filter(({ source }) => !/^https:\/\/github\.com\//.test(source))).toEqual([]);
  expect(configurations.filter(({ warnings }) => warnings === undefined).length).toBeGreaterThan(configurations.length / 2);
});
