import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, HuggingFaceTask, ModelServer, SageMakerInstanceType } from '../../../src';
import { modelFindings } from '../../../src/checks/model/model';
import { serverFindings } from '../../../src/checks/model/server';
import { image, newEndpoint, newStack, planOf } from '../../util';

const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const SGLANG = image('sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker');
const ID = 'huggingface-sagemaker:parallelism-of-unknown-heads';

function parallelism(type: string, props: Parameters<typeof planOf>[0] = {}) {
  return planOf({ container: VLLM, instanceType: SageMakerInstanceType.of(type), ...props }).environment.SM_VLLM_TENSOR_PARALLEL_SIZE;
}

test.each([
  ['ml.g5.2xlarge', undefined],
  ['ml.g5.12xlarge', '4'],
  ['ml.p5.48xlarge', '8'],
  ['ml.z99.48xlarge', undefined],
])('vLLM on %s uses the accelerators of the instance', (type, expected) => {
  expect(parallelism(type)).toBe(expected);
});

test('TGI is always told the number of GPUs', () => {
  const container = image('huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04');
  expect(planOf({ container }).environment.SM_NUM_GPUS).toBe('1');
  expect(planOf({ container, instanceType: SageMakerInstanceType.ML_G5_48XLARGE }).environment.SM_NUM_GPUS).toBe('8');
  expect(planOf({ container, instanceType: SageMakerInstanceType.of('ml.z99.large') }).environment.SM_NUM_GPUS).toBeUndefined();
});

test('SGLang is told the number of GPUs under one name, unless the user says it under another', () => {
  const props = { container: SGLANG, instanceType: SageMakerInstanceType.ML_G5_12XLARGE };
  expect(planOf(props).environment.SM_SGLANG_TP).toBe('4');
  expect(planOf({ ...props, environment: { SM_SGLANG_TP_SIZE: '2' } }).environment.SM_SGLANG_TP).toBeUndefined();
});

test.each(['SM_VLLM_PIPELINE_PARALLEL_SIZE', 'SM_VLLM_DATA_PARALLEL_SIZE'])('with %s there is no default', (variable) => {
  expect(parallelism('ml.g5.12xlarge', { environment: { [variable]: '2' } })).toBeUndefined();
  const argument = variable.replace('SM_VLLM_', '').toLowerCase().replace(/_/g, '-');
  expect(parallelism('ml.g5.12xlarge', { server: ModelServer.vllm({ extraArguments: { [argument]: '2' } }) })).toBeUndefined();
});

test('a GPU without bfloat16 is given half precision by default', () => {
  const dataType = (type: string) => planOf({ container: VLLM, instanceType: SageMakerInstanceType.of(type) }).environment.SM_VLLM_DTYPE;
  expect(['ml.g4dn.xlarge', 'ml.g5.xlarge', 'ml.z99.large'].map(dataType)).toEqual(['half', undefined, undefined]);
});

test.each([
  ['more than four accelerators', { instanceType: SageMakerInstanceType.ML_P5_48XLARGE }],
  ['them where the user says something else', { instanceType: SageMakerInstanceType.ML_P5_48XLARGE, server: ModelServer.vllm({ maxModelLength: 8192 }) }],
  ['TGI too', { instanceType: SageMakerInstanceType.ML_G5_48XLARGE, container: image('huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04') }],
])('warns of %s', (_what, props) => {
  const stack = newStack();
  newEndpoint(stack, { container: VLLM, environment: {}, ...props });
  Annotations.fromStack(stack).hasWarning('/Stack/Endpoint', Match.stringLikeRegexp(`the model is split over the 8 accelerators.*\\[ack: ${ID}\\]`));
});

test.each([
  ['four accelerators', { instanceType: SageMakerInstanceType.ML_G5_12XLARGE }],
  ['a degree of the user', { instanceType: SageMakerInstanceType.ML_P5_48XLARGE, server: ModelServer.vllm({ tensorParallelDegree: 8 }) }],
  ['a degree of the user in the environment', { instanceType: SageMakerInstanceType.ML_P5_48XLARGE, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '8' } }],
  ['a degree of the user as an argument', { instanceType: SageMakerInstanceType.ML_P5_48XLARGE, server: ModelServer.vllm({ extraArguments: { 'tensor-parallel-size': '8' } }) }],
])('says nothing of %s', (_what, props) => {
  const stack = newStack();
  newEndpoint(stack, { container: VLLM, environment: {}, ...props });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test.each<[string, Parameters<typeof planOf>[0], string]>([
  ['the id', { container: VLLM }, 'mistralai/Mistral-7B-Instruct-v0.1'],
  ['the name that the user gives', { container: VLLM, server: ModelServer.vllm({ servedModelName: 'mine' }) }, 'mine'],
  ['the name in the environment', { container: VLLM, environment: { SM_VLLM_SERVED_MODEL_NAME: 'a b' } }, 'a b'],
  ['the model that the user names in the environment', { container: VLLM, environment: { SM_VLLM_MODEL: '/opt/ml/other' } }, '/opt/ml/other'],
  ['the id, where the server has no name for the model', { environment: { MODEL_ID: '/opt/ml/other' } }, 'mistralai/Mistral-7B-Instruct-v0.1'],
])('requests call the model by %s', (_what, props, expected) => {
  expect(planOf(props).servedModelName).toBe(expected);
  expect(newEndpoint(newStack(), props).servedModelName).toBe(expected);
});

test.each(['team/tei', 'tei', 'mirror/huggingface-pytorch-tgi-inference'])('the repository %s of an account of one\'s own may have any server in it', (name) => {
  const container = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Repository', name), '1');
  const plan = planOf({ container, server: ModelServer.vllm(), task: HuggingFaceTask.TEXT_GENERATION });
  expect(plan.server.family).toBe('vllm');
  expect(serverFindings(plan)).toEqual([expect.objectContaining({
    severity: 'warning', message: expect.stringMatching(/^'server' is vLLM, but the repository of 'container' has a name like that of images with T/),
  })]);
  expect(modelFindings(plan)).toEqual([]);
  expect(() => newEndpoint(newStack(), { container: image('tei:1'), server: ModelServer.vllm() })).toThrow("'server' is vLLM, but 'container' has");
});
