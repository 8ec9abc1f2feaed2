import { CfnParameter } from 'aws-cdk-lib/core';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpointProps, ModelServer, SageMakerInstanceType } from '../../../src';
import { hardwareFindings } from '../../../src/checks/model/hardware';
import { image, newStack, planOf } from '../../util';

const TEI_1_9_3 = DeepLearningContainerImage.TEI_2_0_1_TEI1_9_3_GPU_PY310_CU129_UBUNTU24_04;

function messages(props: Partial<HuggingFaceSageMakerEndpointProps>): string[] {
  return hardwareFindings(planOf(props)).map(({ message }) => message);
}

const toolkit = (cuda: string) => image(`huggingface-pytorch-inference:1.9.1-transformers4.12.3-gpu-py38-cu${cuda}-ubuntu20.04`);

describe('code for a compute capability runs on every higher minor revision of it', () => {
  test.each([
    ['110', SageMakerInstanceType.ML_G5_XLARGE], ['110', SageMakerInstanceType.ML_G6_XLARGE], ['111', SageMakerInstanceType.ML_G6E_XLARGE],
    ['117', SageMakerInstanceType.ML_G6E_XLARGE], ['110', SageMakerInstanceType.ML_P4D_24XLARGE], ['118', SageMakerInstanceType.ML_P5_48XLARGE],
    ['128', SageMakerInstanceType.ML_P6_B200_48XLARGE], ['102', SageMakerInstanceType.ML_G4DN_XLARGE],
  ])('CUDA %s on %s', (cuda, instanceType) => {
    expect(messages({ container: toolkit(cuda), instanceType })).toEqual([]);
  });

  test.each([
    ['102', SageMakerInstanceType.ML_G5_XLARGE, 'CUDA 11.0 and newer does'],
    ['102', SageMakerInstanceType.ML_G6E_XLARGE, 'CUDA 11.0 and newer does'],
    ['117', SageMakerInstanceType.ML_P5_48XLARGE, 'CUDA 11.8 and newer does'],
    ['126', SageMakerInstanceType.ML_P6_B200_48XLARGE, 'CUDA 12.8 and newer does'],
    ['130', SageMakerInstanceType.ML_P3_2XLARGE, 'CUDA 12 and older does'],
  ])('but not CUDA %s on %s', (cuda, instanceType, served) => {
    expect(messages({ container: toolkit(cuda), instanceType })).toEqual([expect.stringContaining(served)]);
  });
});

describe('the start script of TEI names the compute capabilities that it takes', () => {
  test.each([
    SageMakerInstanceType.ML_G4DN_XLARGE, SageMakerInstanceType.ML_G5_XLARGE, SageMakerInstanceType.ML_G6E_XLARGE,
    SageMakerInstanceType.ML_P5_48XLARGE, SageMakerInstanceType.ML_P6_B200_48XLARGE, SageMakerInstanceType.ML_G7E_2XLARGE,
  ])('%s passes', (instanceType) => {
    expect(messages({ container: TEI_1_9_3, instanceType })).toEqual([]);
  });

  test('10.3 does not', () => {
    expect(messages({ container: TEI_1_9_3, instanceType: SageMakerInstanceType.ML_P6_B300_48XLARGE })).toEqual([
      "Text Embeddings Inference 1.9.3 does not run on the B300 of 'instanceType' ml.p6-b300.48xlarge, whose compute capability is 10.3: "
      + 'its start script takes 7.5, 8.0 to 8.9, 9.0, 10.0 and 12.0; take another instance type',
    ]);
  });

  test('what a later version takes is not known, nor on which GPU an instance type that is a token runs', () => {
    expect(messages({ container: image('tei:latest'), server: ModelServer.tei({ version: '1.9.4' }), instanceType: SageMakerInstanceType.ML_P6_B300_48XLARGE })).toEqual([]);
    expect(messages({ container: TEI_1_9_3, instanceType: SageMakerInstanceType.of(new CfnParameter(newStack(), 'Type').valueAsString) })).toEqual([]);
  });
});
