import * as ecr from 'aws-cdk-lib/aws-ecr';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ContainerImage, HuggingFaceSageMakerEndpointProps, ModelServer } from '../../../src';
import { sglangFindings } from '../../../src/checks/model/sglang';
import { found, image, modelPlanOf, newStack } from '../../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const SGLANG = image('sglang:0.5.12-gpu-py312-cu130-ubuntu24.04-sagemaker');
const OWN = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Own', 'team/sglang'), '0.5.12');
const TOKEN = new CfnParameter(newStack(), 'Value').valueAsString;

const findingsIn = (props: Props) => found(sglangFindings(modelPlanOf({ container: SGLANG, ...props })));

test.each<[string, Props, string, string, object]>([
  // https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/sglang/sagemaker_entrypoint.sh
  ['another name of the model', { environment: { SM_SGLANG_MODEL: 'org/other' } }, 'sglang-model-variable', 'environment.SM_SGLANG_MODEL', {}],
  // https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/server_args.py
  ['a colon in the first version that was read', {
    container: image('sglang:0.5.8-gpu-py312-cu129-ubuntu24.04-sagemaker'), environment: { SM_SGLANG_SERVED_MODEL_NAME: 'a:b' },
  }, 'sglang-served-model-name', 'environment.SM_SGLANG_SERVED_MODEL_NAME', {}],
  ['a colon with one slash', { environment: { SM_SGLANG_SERVED_MODEL_NAME: 'a:/b' } }, 'sglang-served-model-name',
    'environment.SM_SGLANG_SERVED_MODEL_NAME', {}],
  ['a colon', { server: ModelServer.sglang({ servedModelName: 'a:b' }) }, 'sglang-served-model-name', 'server.servedModelName', { got: 'a:b' }],
  ['degrees', { server: ModelServer.sglang({ tensorParallelDegree: 4, dataParallelDegree: 3, dataParallelAttention: true }) },
    'sglang-data-parallel-attention', 'server.tensorParallelDegree', { got: 4, divisor: 3, other: 'server.dataParallelDegree' }],
  ['no tensor parallel degree', { environment: { SM_SGLANG_DP: '2', SM_SGLANG_ENABLE_DP_ATTENTION: 'true' } },
    'sglang-data-parallel-attention', 'server.tensorParallelDegree', { got: 1, divisor: 2, other: 'environment.SM_SGLANG_DP' }],
  ['a size of chunks', { server: ModelServer.sglang({ extraArguments: { 'chunked-prefill-size': '100', 'page-size': '64' } }) },
    'sglang-chunked-prefill', 'server.extraArguments', { got: 100, divisor: 64 }],
])('%s has a finding', (_what, props, id, prop, values) => {
  expect(findingsIn(props)).toEqual([{ id, prop, values: expect.objectContaining(values) }]);
});

test.each<[string, Props]>([
  ['another name in your own image', { container: OWN, environment: { SM_SGLANG_MODEL: 'org/other' } }],
  ['a colon in a version that was not read', {
    container: image('sglang:0.5.99-gpu-py312-cu130-ubuntu24.04-sagemaker'), server: ModelServer.sglang({ servedModelName: 'a:b' }),
  }],
  ['a colon in a version before those that were read', {
    container: image('sglang:0.5.7-gpu-py312-cu129-ubuntu22.04-sagemaker'), server: ModelServer.sglang({ servedModelName: 'a:b' }),
  }],
  ['a colon in a version that is not known', { container: image('mine:1'), server: ModelServer.sglang({ servedModelName: 'a:b' }) }],
  ['another name without an image', { container: undefined, server: ModelServer.sglang(), environment: { SM_SGLANG_MODEL: 'org/other' } }],
  ['no name', { environment: {} }],
  ['a data parallel degree of 0', { environment: { SM_SGLANG_DP: '0', SM_SGLANG_ENABLE_DP_ATTENTION: 'true' } }],
  ['a tensor parallel degree that is an unresolved token', {
    environment: { SM_SGLANG_TP: TOKEN, SM_SGLANG_DP: '2', SM_SGLANG_ENABLE_DP_ATTENTION: 'true' },
  }],
  ['attention without a data parallel degree', { server: ModelServer.sglang({ tensorParallelDegree: 4, dataParallelAttention: true }) }],
  ['chunks without pages', { environment: { SM_SGLANG_CHUNKED_PREFILL_SIZE: '100' } }],
  ['pages without chunks', { environment: { SM_SGLANG_PAGE_SIZE: '64' } }],
  ['pages of 0', { environment: { SM_SGLANG_CHUNKED_PREFILL_SIZE: '100', SM_SGLANG_PAGE_SIZE: '0' } }],
  ['degrees without attention', { server: ModelServer.sglang({ tensorParallelDegree: 4, dataParallelDegree: 3 }) }],
  ['a multiple', { server: ModelServer.sglang({ tensorParallelDegree: 4, dataParallelDegree: 2, dataParallelAttention: true }) }],
  ['an unresolved token', { environment: { SM_SGLANG_DP: TOKEN, SM_SGLANG_ENABLE_DP_ATTENTION: 'true', SM_SGLANG_SERVED_MODEL_NAME: TOKEN } }],
  ['chunks that are off', { server: ModelServer.sglang({ extraArguments: { 'chunked-prefill-size': '-1', 'page-size': '64' } }) }],
  ['chunks of a server that only prefills', {
    server: ModelServer.sglang({ extraArguments: { 'chunked-prefill-size': '100', 'page-size': '64', 'disaggregation-mode': 'prefill' } }),
  }],
  ['chunks of data parallelism', {
    server: ModelServer.sglang({
      tensorParallelDegree: 2, dataParallelDegree: 2, dataParallelAttention: true, extraArguments: { 'chunked-prefill-size': '100', 'page-size': '64' },
    }),
  }],
  ['an address', { server: ModelServer.sglang({ servedModelName: 's3://bucket/model' }) }],
  ['another server', { container: image('vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker'), environment: { SM_SGLANG_MODEL: 'org/other' } }],
])('%s has no finding', (_what, props) => {
  expect(findingsIn(props)).toEqual([]);
});
