import { isKnown } from '../../common/known';
import { familyOf } from '../../instance/instance-family';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { Check, finding, Finding, REJECTED, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage } from '../ranges';
import { weightsSize, WeightsSize, weightsText } from '../weights-size';

/** An instance type, and the prop that names it. */
interface NamedType {
  readonly typeProp: string;
  readonly instanceType: string;
}

const SIZE: Check<IntegerFound> = {
  id: 'volume-size',
  severity: 'error',
  what: '`volumeSize` is not an integer from 1 to 512 GiB',
  why: REJECTED,
  fix: 'use a size in this range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html',
  message: integerMessage,
};

const NO_VOLUME: Check<NamedType> = {
  id: 'volume-of-instance-type',
  severity: 'error',
  what: '`volumeSize` is set for an instance type that does not support a volume',
  why: REJECTED,
  fix: 'do not set `volumeSize`',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-core/src/sagemaker/core/common_utils.py',
  message: (prop, { typeProp, instanceType }) =>
    `'${prop}' must not be set together with '${typeProp}' ${instanceType}, which has a local disk and does not support a volume`,
};

const LOCAL_DISK: Check<NamedType> = {
  id: 'volume-beside-local-disk',
  severity: 'warning',
  what: '`volumeSize` is set for an instance type with a local disk',
  why: 'SageMaker may reject it',
  fix: 'do not set `volumeSize`',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-core/src/sagemaker/core/common_utils.py',
  message: (prop, { typeProp, instanceType }) => `SageMaker may reject '${prop}' with '${typeProp}' ${instanceType}, which has a local disk`,
};

const SMALL: Check<WeightsSize & NamedType> = {
  id: 'volume-small-for-size',
  severity: 'warning',
  what: 'a model of more than 30 GB is served on an instance type without a local disk, '
    + 'and `volumeSize` is not set; the size may be a guess from `modelId`',
  why: 'the default volume of SageMaker has about that size; the disk is full before the model is downloaded',
  fix: 'set `volumeSize` to more than the size of the weights',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html',
  message: (prop, { typeProp, instanceType, ...size }) =>
    `'${prop}' is not set, but ${weightsText(size)}, and '${typeProp}' ${instanceType} has no local disk`,
};

export const DISK_CHECKS = [SIZE, NO_VOLUME, LOCAL_DISK, SMALL];

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html */
const RANGE = { minimum: 1, maximum: 512, unit: 'GiB' };

/** From which size on a model may not fit on the default volume, in bytes. */
const LARGE = 30e9;

/**
 * The families for which SageMaker rejects a volume: those with a `d` in their name, and these.
 *
 * @see https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-core/src/sagemaker/core/common_utils.py
 */
const FAMILIES_WITHOUT_VOLUME = /d|^(g5|g6|p5|trn1)/;

/** Finds a volume that the instances do not support, or one that is missing. */
export function diskFindings(plan: EndpointPlan): Finding[] {
  const { volumeSizeInGB: size } = plan;
  if (size === undefined) {
    return missingVolume(plan);
  }
  const wrongSize = integerFindings(SIZE, 'volumeSize', size, RANGE);
  return !isKnown(size) || wrongSize.length > 0 ? wrongSize : unsupportedVolume(plan);
}

function unsupportedVolume({ shares }: EndpointPlan): Finding[] {
  return shares.flatMap(({ instanceType, prop }) => {
    const named: NamedType = { typeProp: prop, instanceType: instanceType.toString() };
    return FAMILIES_WITHOUT_VOLUME.test(familyOf(instanceType))
      ? [finding(NO_VOLUME, 'volumeSize', named)]
      : when(instanceType.nvmeBacked === true, () => finding(LOCAL_DISK, 'volumeSize', named));
  });
}

function missingVolume({ models, shares }: EndpointPlan): Finding[] {
  const withoutDisk = shares.find(({ instanceType }) => instanceType.nvmeBacked === false);
  return withoutDisk === undefined ? [] : models.flatMap(model => {
    const size = weightsSize(model);
    return size === undefined || size.weightsBytes <= LARGE ? [] : [finding(SMALL, 'volumeSize', {
      ...size, typeProp: withoutDisk.prop, instanceType: withoutDisk.instanceType.toString(),
    })];
  });
}
