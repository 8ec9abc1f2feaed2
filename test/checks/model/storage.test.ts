import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Size } from 'aws-cdk-lib/core';
import { ModelData, SageMakerInstanceType } from '../../../src';
import { endpointTemplate, image, newEndpoint, newStack } from '../../util';

const EBS = {
  instanceType: SageMakerInstanceType.ML_INF2_XLARGE,
  container: image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04'),
};

function bucket(name = 'weights') {
  return s3.Bucket.fromBucketName(newStack(), 'Bucket', name);
}

test.each([[Size.gibibytes(1)], [Size.gibibytes(256)], [Size.gibibytes(512)], [Size.tebibytes(0.5)]])('takes a volume of %s', (volumeSize) => {
  endpointTemplate({ ...EBS, volumeSize }).hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [{ VolumeSizeInGB: volumeSize.toGibibytes() }],
  });
});

test.each([0, 513])('fails with a volume of %d GiB', (size) => {
  expect(() => newEndpoint(newStack(), { ...EBS, volumeSize: Size.gibibytes(size) })).toThrow(`'volumeSize' must be an integer from 1 to 512 GiB, got ${size}`);
});

test.each(['ml.g5.2xlarge', 'ml.g6e.2xlarge', 'ml.p5.48xlarge', 'ml.trn1.32xlarge', 'ml.g4dn.xlarge', 'ml.m5d.large', 'ml.p4de.24xlarge'])(
  'fails with a volume on %s', (type) => {
    expect(() => newEndpoint(newStack(), { instanceType: SageMakerInstanceType.of(type), volumeSize: Size.gibibytes(100) }))
      .toThrow(`'volumeSize' must not be set with 'instanceType' ${type}, which has a local disk and takes no volume; leave it out`);
  });

test('warns of a volume where a local disk is known, and the refusal is not', () => {
  const stack = newStack();
  newEndpoint(stack, { container: undefined, instanceType: SageMakerInstanceType.ML_G7E_2XLARGE, volumeSize: Size.gibibytes(100) });
  Annotations.fromStack(stack).hasWarning('/Stack/Endpoint', Match.stringLikeRegexp("'volumeSize' may be refused with 'instanceType' ml.g7e.2xlarge.*\\[ack: huggingface-sagemaker:volume-beside-local-disk\\]"));
});

test.each<[ModelData, string]>([
  [ModelData.s3Archive(bucket(), 'model.zip'), '\'modelData\' must be an archive that ends in .tar.gz, got "model.zip"; for files that are not compressed take ModelData.s3Prefix'],
  [ModelData.s3Prefix(bucket(), '/model'), '\'modelData\' must be a key of Amazon S3, which does not begin with a slash, got "/model/"'],
  [ModelData.s3Prefix(bucket(), 'a'.repeat(1100)), "'modelData' must have an address of at most 1024 characters, got 1114"],
])('fails with model data %#', (modelData, message) => {
  expect(() => newEndpoint(newStack(), { modelData })).toThrow(message);
});

test('a key may be a token', () => {
  const stack = newStack();
  const key = new CfnParameter(stack, 'Key').valueAsString;
  expect(() => newEndpoint(stack, { modelData: ModelData.s3Archive(bucket(), key) })).not.toThrow();
});
