import { HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer } from '../../../src';
import { teiFindings } from '../../../src/checks/model/tei';
import { found, image, planOf, type } from '../../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const GPU = image('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04');
const CPU = image('tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04');
const GEMMA = 'google/embeddinggemma-300m';
const MISTRAL = 'intfloat/e5-mistral-7b-instruct';
const QWEN2 = 'Alibaba-NLP/gte-Qwen2-7B-instruct';

function findingsIn(props: Props) {
  const { models: [model], shares } = planOf({ container: GPU, instanceType: type('g6.2xlarge'), ...props });
  return found(shares.flatMap(share => teiFindings(model, share)));
}

// https://github.com/huggingface/text-embeddings-inference/blob/v1.8.2/backends/candle/src/lib.rs and v1.9.3
test.each<[string, Props, string, string, object]>([
  ['Gemma 3 with float16', { modelId: GEMMA, server: ModelServer.tei({ dataType: 'float16' }) }, 'tei-data-type-of-model', 'server.dataType',
    { architecture: 'Gemma 3', got: 'float16', allowed: 'float32' }],
  ['Qwen2 with float32', { modelId: QWEN2, environment: { DTYPE: 'float32' } }, 'tei-data-type-of-model', 'environment.DTYPE', { allowed: 'float16' }],
  ['Mistral on a CPU', { container: CPU, instanceType: type('c6i.4xlarge'), modelId: MISTRAL }, 'tei-model-needs-gpu', 'modelId', { architecture: 'Mistral' }],
  ['Qwen2 by its profile', {
    container: CPU, instanceType: type('c6i.4xlarge'), modelId: 'org/model', modelProfile: new ModelProfile({ architecture: 'Qwen2Model' }),
  }, 'tei-model-needs-gpu', 'modelId', { architecture: 'Qwen2' }],
  ['Mistral with float32', { modelId: MISTRAL, environment: { DTYPE: 'float32' } }, 'tei-data-type-of-model', 'environment.DTYPE', { allowed: 'float16' }],
  ['Gemma 3 by its profile', {
    modelId: 'org/model', modelProfile: new ModelProfile({ architecture: 'Gemma3TextModel' }), environment: { DTYPE: 'float16' },
  }, 'tei-data-type-of-model', 'environment.DTYPE', { architecture: 'Gemma 3' }],
  ['Mistral by its profile', { instanceType: type('g4dn.xlarge'), modelId: 'org/model', modelProfile: new ModelProfile({ architecture: 'MistralModel' }) },
    'tei-model-needs-gpu', 'modelId', { architecture: 'Mistral', needed: 'a GPU of compute capability 8.0 or later' }],
  ['Qwen2 on a CPU', { container: CPU, instanceType: type('c6i.4xlarge'), modelId: 'Alibaba-NLP/gte-Qwen1.5-7B-instruct' }, 'tei-model-needs-gpu', 'modelId',
    { needed: 'a GPU of compute capability 7.5 or later', instanceType: 'ml.c6i.4xlarge' }],
  ['Gemma 3 with float16 on a CPU', { container: CPU, instanceType: type('c6i.4xlarge'), modelId: GEMMA, environment: { DTYPE: 'float16' } },
    'tei-data-type-of-model', 'environment.DTYPE', {}],
  ['Mistral with float32 on a CPU', { container: CPU, instanceType: type('c6i.4xlarge'), modelId: MISTRAL, environment: { DTYPE: 'float32' } },
    'tei-model-needs-gpu', 'modelId', {}],
  ['an image that is not known', { container: image('mine:1'), server: ModelServer.tei(), instanceType: type('c6i.4xlarge'), modelId: MISTRAL },
    'tei-model-needs-gpu', 'modelId', {}],
  ['the image for CPUs', { container: CPU, instanceType: type('g6.2xlarge'), modelId: MISTRAL }, 'tei-model-needs-gpu', 'modelId', {}],
  ['an instance type without a GPU', { instanceType: type('c6i.4xlarge'), modelId: MISTRAL }, 'tei-model-needs-gpu', 'modelId', {}],
  ['another name of Mistral', { instanceType: type('g4dn.xlarge'), modelId: 'Salesforce/SFR-Embedding-Mistral' }, 'tei-model-needs-gpu', 'modelId', {}],
  ['a third name of Mistral', { instanceType: type('g4dn.xlarge'), modelId: 'org/embed-mistral' }, 'tei-model-needs-gpu', 'modelId', {}],
  ['Mistral on a T4', { instanceType: type('g4dn.xlarge'), modelId: MISTRAL }, 'tei-model-needs-gpu', 'modelId', {}],
])('%s has a finding', (_what, props, id, prop, values) => {
  expect(findingsIn(props)).toEqual([{ id, prop, values: expect.objectContaining(values) }]);
});

test.each<[string, Props]>([
  ['Gemma 3 with float32', { modelId: GEMMA, server: ModelServer.tei({ dataType: 'float32' }) }],
  ['Gemma 3 without a data type', { modelId: GEMMA }],
  ['Qwen2 on a T4', { instanceType: type('g4dn.xlarge'), modelId: QWEN2 }],
  ['Qwen3 on a CPU', { container: CPU, instanceType: type('c6i.4xlarge'), modelId: 'Qwen/Qwen3-Embedding-0.6B' }],
  ['the profile of another architecture', { modelId: GEMMA, modelProfile: new ModelProfile({ architecture: 'BertModel' }), environment: { DTYPE: 'float16' } }],
  ['Mistral with float32 on a V100, which another check finds', { instanceType: type('p3.2xlarge'), modelId: MISTRAL }],
  ['Mistral on an A100', { instanceType: type('p4d.24xlarge'), modelId: MISTRAL }],
  ['Mistral with another data type', { modelId: MISTRAL, environment: { DTYPE: 'bfloat16' } }],
  ['Mistral with a longer word', { modelId: MISTRAL, environment: { DTYPE: 'float320' } }],
  ['Mistral with a word before it', { modelId: MISTRAL, environment: { DTYPE: 'bfloat32' } }],
  ['a similar class of Gemma 3', { modelId: 'org/a', modelProfile: new ModelProfile({ architecture: 'MyGemma3TextModel' }), environment: { DTYPE: 'float16' } }],
  ['a similar class of Mistral', { modelId: 'org/a', modelProfile: new ModelProfile({ architecture: 'MyMistral' }), environment: { DTYPE: 'float32' } }],
  ['a similar class of Qwen2', { modelId: 'org/a', modelProfile: new ModelProfile({ architecture: 'MyQwen2Model' }), environment: { DTYPE: 'float32' } }],
  ['a longer class of Qwen2', { modelId: 'org/a', modelProfile: new ModelProfile({ architecture: 'Qwen2ModelX' }), environment: { DTYPE: 'float32' } }],
  ['a model in Amazon S3', { modelId: '/opt/ml/model/e5-mistral', environment: { DTYPE: 'float32' } }],
  ['no image', { container: undefined, server: ModelServer.tei(), instanceType: type('p3.2xlarge'), modelId: MISTRAL }],
  ['an instance type that is not known', { instanceType: type('z99.large'), modelId: MISTRAL }],
  ['another model', { container: CPU, instanceType: type('c6i.4xlarge'), modelId: 'BAAI/bge-m3' }],
  ['another server', { container: image('vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker'), modelId: MISTRAL, instanceType: type('g4dn.xlarge') }],
])('%s has no finding', (_what, props) => {
  expect(findingsIn(props)).toEqual([]);
});
