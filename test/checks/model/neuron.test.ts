import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ModelData, ModelServer, SageMakerInstanceType } from '../../../src';
import { neuronFindings } from '../../../src/checks/model/neuron';
import { IMAGES } from '../../images';
import { found, image, modelPlanOf, newStack } from '../../util';

const { TGI_NEURON, TOOLKIT, TOOLKIT_NEURON, VLLM, VLLM_NEURON } = IMAGES;

type Props = Parameters<typeof modelPlanOf>[0];

function findings(props: Props) {
  return found(neuronFindings(modelPlanOf({ container: TOOLKIT_NEURON, instanceType: SageMakerInstanceType.ML_INF2_XLARGE, ...props })));
}

test('the inference toolkit compiles a model for a sequence length', () => {
  const values = { server: 'Hugging Face inference toolkit on AWS Neuron' };
  const expected = [{ id: 'neuron-sequence-length', prop: 'server.sequenceLength', values }];
  expect(findings({})).toEqual(expected);
  expect(findings({ server: ModelServer.inferenceToolkitNeuron({ batchSize: 1 }) })).toEqual(expected);
});

test.each<[string, Props]>([
  ['an option sets it', { server: ModelServer.inferenceToolkitNeuron({ sequenceLength: 512 }) }],
  ['a variable sets it', { environment: { HF_OPTIMUM_SEQUENCE_LENGTH: '512' } }],
  ['an unresolved token sets it', { environment: { HF_OPTIMUM_SEQUENCE_LENGTH: new CfnParameter(newStack(), 'Length').valueAsString } }],
  // the configuration of a compiled model has the length:
  // https://github.com/philschmid/huggingface-inferentia2-samples/blob/main/sentence-transformers-embeddings/sagemaker-notebook.ipynb
  ['the model is compiled, as its ID says', { modelId: 'aws-neuron/bge-base-en-v1-5-seqlen-384-bs-1' }],
  ['the model is in Amazon S3', { modelData: ModelData.s3Archive(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'model.tar.gz') }],
  ['the toolkit runs on a GPU', { container: TOOLKIT, instanceType: SageMakerInstanceType.ML_G5_2XLARGE }],
  ['another server runs on AWS Neuron', { container: VLLM_NEURON }],
])('nothing is found if %s', (_case, props) => {
  expect(findings(props)).toEqual([]);
});

describe('a compiled model of vLLM on AWS Neuron', () => {
  // https://github.com/huggingface/hub-docs/blob/main/docs/sagemaker/notebooks/sagemaker-sdk/neuron-agent-inf/sagemaker-notebook.ipynb
  const modelId = 'florentgbelidji/granite-3.3-8b-instruct-neuron-bs-1-seq-16384-tp-8';
  const props = { container: VLLM_NEURON, instanceType: SageMakerInstanceType.of('ml.inf2.24xlarge'), modelId };

  test.each<[Record<string, string>, string | undefined, object | undefined]>([
    [{ SM_ON_BATCH_SIZE: '1', SM_ON_SEQUENCE_LENGTH: '16384', SM_ON_TENSOR_PARALLEL_SIZE: '8' }, undefined, undefined],
    [{ SM_ON_TENSOR_PARALLEL_SIZE: '8', SM_ON_BATCH_SIZE: '4' }, 'SM_ON_BATCH_SIZE', { modelId, compiled: 1, got: 4 }],
    [{ SM_ON_TENSOR_PARALLEL_SIZE: '8', SM_ON_SEQUENCE_LENGTH: '8192' }, 'SM_ON_SEQUENCE_LENGTH', { modelId, compiled: 16384, got: 8192 }],
    [{ SM_ON_TENSOR_PARALLEL_SIZE: '2' }, 'SM_ON_TENSOR_PARALLEL_SIZE', { modelId, compiled: 8, got: 2 }],
  ])('has the settings of its ID: %j', (environment, variable, values) => {
    expect(findings({ ...props, environment })).toEqual(variable === undefined ? []
      : [{ id: 'neuron-compiled-setting', prop: `environment.${variable}`, values }]);
  });

  test.each([['zephyr-7b-seqlen-2048-bs-40-cores-20'], ['zephyr-7b-SEQ-2048-BS-40-TP-20']])('has other names for them: %s', id => {
    const compiled = (variable: string, value: number) =>
      ({ prop: `environment.${variable}`, values: { modelId: `org/${id}-neuron`, compiled: value, got: 1 } });
    const environment = { SM_ON_BATCH_SIZE: '1', SM_ON_SEQUENCE_LENGTH: '1', SM_ON_TENSOR_PARALLEL_SIZE: '1' };
    expect(findings({ ...props, modelId: `org/${id}-neuron`, environment })).toMatchObject([
      compiled('SM_ON_BATCH_SIZE', 40), compiled('SM_ON_SEQUENCE_LENGTH', 2048), compiled('SM_ON_TENSOR_PARALLEL_SIZE', 20),
    ]);
  });

  test.each<[string, Props]>([
    ['on a GPU', { container: VLLM, instanceType: SageMakerInstanceType.ML_G5_2XLARGE, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '1' } }],
    ['with the inference toolkit', {
      container: TOOLKIT_NEURON, modelId: 'org/a-neuron-bs-1', environment: { HF_OPTIMUM_BATCH_SIZE: '4', HF_OPTIMUM_SEQUENCE_LENGTH: '128' },
    }],
    ['with another server', { container: TGI_NEURON, environment: { MAX_BATCH_SIZE: '4' } }],
    ['in Amazon S3', { modelId: '/opt/ml/model-bs-1', environment: { SM_ON_BATCH_SIZE: '4', SM_ON_TENSOR_PARALLEL_SIZE: '2' } }],
    ['with an unresolved token', { environment: { SM_ON_BATCH_SIZE: new CfnParameter(newStack(), 'Size').valueAsString, SM_ON_TENSOR_PARALLEL_SIZE: '8' } }],
  ])('is not compared %s', (_case, others) => {
    expect(findings({ ...props, ...others })).toEqual([]);
  });

  test('is not known by another ID', () => {
    expect(findings({ ...props, modelId: 'org/model', environment: { SM_ON_BATCH_SIZE: '4', SM_ON_TENSOR_PARALLEL_SIZE: '2' } })).toEqual([]);
  });
});

describe('TGI on AWS Neuron', () => {
  const tgi = (tag: string) => image(`huggingface-pytorch-tgi-inference:${tag}-neuronx-py310-ubuntu22.04`);
  const ids = (tag: string, environment: Record<string, string> = {}) => found(neuronFindings(modelPlanOf({ container: tgi(tag), environment })));

  // https://github.com/huggingface/optimum-neuron/blob/v0.0.28/text-generation-inference/sagemaker-entrypoint.sh
  test.each(['1.13.1-optimum0.0.21', '2.1.2-optimum0.10.0', '2.1.2-optimum0.0.28', '2.5.1-optimum3.3.4'])('needs a batch size in %s', tag => {
    expect(ids(tag)).toEqual([{ id: 'tgi-neuron-batch-size', prop: 'server.maxBatchSize', values: { version: tag.split('optimum')[1] } }]);
    expect(ids(tag, { MAX_BATCH_SIZE: '4' })).toEqual([]);
    expect(ids(tag, { HF_BATCH_SIZE: '4' })).toHaveLength(1);
  });

  test.each(['1.13.1-optimum0.0.20', '2.7.0-optimum3.3.5', '2.7.0-optimum3.3.6', '2.7.0-optimum1.1'])('needs none in %s', tag => {
    expect(ids(tag)).toEqual([]);
  });
});
