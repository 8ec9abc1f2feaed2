import { CfnParameter, Size, Token } from 'aws-cdk-lib/core';
import { ModelProfile } from '../../../src';
import { diskFindings } from '../../../src/checks/endpoint/disk';
import { IMAGES } from '../../images';
import { endpointTemplate, found, newStack, planOf, type } from '../../util';

const { VLLM, VLLM_NEURON } = IMAGES;

type Props = Parameters<typeof planOf>[0];

const EBS = {
  instanceType: type('inf2.xlarge'),
  container: VLLM_NEURON,
};

function findings(props: Props) {
  return found(diskFindings(planOf(props)));
}

test.each([[Size.gibibytes(1)], [Size.gibibytes(256)], [Size.gibibytes(512)], [Size.tebibytes(0.5)]])('a volume may have %s', volumeSize => {
  endpointTemplate({ ...EBS, volumeSize }).hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [{ VolumeSizeInGB: volumeSize.toGibibytes() }],
  });
});

test.each([0, 1.5, 513])('a volume cannot have %d GiB', got => {
  expect(findings({ ...EBS, volumeSize: Size.gibibytes(got) }))
    .toMatchObject([{ id: 'volume-size', prop: 'volumeSize', values: { minimum: 1, maximum: 512, unit: 'GiB', got } }]);
});

test('the size of a volume may be an unresolved token', () => {
  const size = new CfnParameter(newStack(), 'Size', { type: 'Number' }).valueAsNumber;
  expect(findings({ ...EBS, volumeSize: Size.gibibytes(size) })).toEqual([]);
  expect(findings({ instanceType: type('g5.xlarge'), volumeSize: Size.gibibytes(Token.asNumber('${Size}')) })).toEqual([]);
});

test.each([
  'g5.2xlarge', 'g6e.2xlarge', 'p5.48xlarge', 'trn1.32xlarge', 'g4dn.xlarge', 'm5d.large', 'p4de.24xlarge',
])('ml.%s does not support a volume', name => {
  expect(findings({ instanceType: type(name), volumeSize: Size.gibibytes(100) }))
    .toEqual([{ id: 'volume-of-instance-type', prop: 'volumeSize', values: { typeProp: 'instanceType', instanceType: `ml.${name}` } }]);
});

test('another family whose name only contains that of such a family may support a volume', () => {
  expect(findings({ instanceType: type('xg5.xlarge'), volumeSize: Size.gibibytes(100) })).toEqual([]);
});

test('SageMaker may reject a volume if a local disk is known', () => {
  expect(findings({ container: VLLM, instanceType: type('g7e.2xlarge'), volumeSize: Size.gibibytes(100) }))
    .toEqual([{ id: 'volume-beside-local-disk', prop: 'volumeSize', values: { typeProp: 'instanceType', instanceType: 'ml.g7e.2xlarge' } }]);
});

test('a fallback type that does not support a volume is found', () => {
  expect(findings({ ...EBS, fallbackInstanceTypes: [type('inf2.8xlarge'), type('trn1.2xlarge')], volumeSize: Size.gibibytes(100) }))
    .toEqual([{ id: 'volume-of-instance-type', prop: 'volumeSize', values: { typeProp: 'fallbackInstanceTypes', instanceType: 'ml.trn1.2xlarge' } }]);
});

describe('a model that is larger than the default volume', () => {
  const large: Props = { ...EBS, instanceType: type('inf2.48xlarge'), modelId: 'org/model-70B' };
  const small = { id: 'volume-small-for-size', prop: 'volumeSize' };

  test('needs a volume if there is no local disk', () => {
    expect(findings(large)).toMatchObject([{ ...small, values: { basis: 'id', typeProp: 'instanceType', instanceType: 'ml.inf2.48xlarge' } }]);
    expect(findings({ ...large, volumeSize: Size.gibibytes(256) })).toEqual([]);
    expect(findings({ ...large, modelId: 'org/model-14B' })).toEqual([]);
    expect(findings({ ...large, modelId: 'org/model-of-unknown-size' })).toEqual([]);
  });

  test('is found once for several types', () => {
    expect(findings({ ...large, fallbackInstanceTypes: [type('inf2.24xlarge')] })).toHaveLength(1);
    expect(findings({ ...large, instanceType: type('trn1.32xlarge'), fallbackInstanceTypes: [type('inf2.48xlarge')] }))
      .toMatchObject([{ ...small, values: { typeProp: 'fallbackInstanceTypes', instanceType: 'ml.inf2.48xlarge' } }]);
  });

  test('is the one that the profile describes, or that the environment names', () => {
    expect(findings({ ...large, modelProfile: new ModelProfile({ weightsBytes: 31e9 }) }))
      .toMatchObject([{ ...small, values: { basis: 'profile', weightsBytes: 31e9 } }]);
    expect(findings({ ...large, modelProfile: new ModelProfile({ weightsBytes: 30e9 }) })).toEqual([]);
    expect(findings({ ...large, environment: { SM_ON_MODEL: 'org/model-8B' } })).toEqual([]);
    expect(findings({ ...large, modelId: 'org/model-8B', environment: { SM_ON_MODEL: 'org/model-70B' } })).toMatchObject([small]);
  });

  test('is not searched on a type whose disks are not known', () => {
    expect(findings({ ...large, instanceType: type('z99.48xlarge') })).toEqual([]);
  });
});
