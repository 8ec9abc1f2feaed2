import * as s3 from 'aws-cdk-lib/aws-s3';
import { Lazy } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { AdapterOptions, ContainerImage, ModelData, ModelServer } from '../../../src';
import { ADAPTER_CHECKS, adapterFindings } from '../../../src/checks/endpoint/component-adapters';
import { IMAGES } from '../../images';
import { image, modelPlanOf, newStack, type } from '../../util';

const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'adapters');
const archive = ModelData.s3Archive(bucket, 'sql.tar.gz');
const adapter = (options: Partial<AdapterOptions>, container: ContainerImage = IMAGES.VLLM, server?: ModelServer) =>
  adapterFindings(modelPlanOf({ container, server, instanceType: type('g6e.2xlarge') }), { modelData: archive, ...options });
const onVllm = (version?: string) => adapter({}, image('mine:1'), ModelServer.vllm({ version }));

testCases(ADAPTER_CHECKS, {
  'adapter-server': {
    mistakes: [
      ['addAdapter', { server: 'Text Generation Inference' }, adapter({}, IMAGES.TGI)],
      ['addAdapter', { server: 'vLLM', version: '0.11.1', since: '0.11.2' }, onVllm('0.11.1')],
    ],
    neighbors: {
      'the first version': onVllm('0.11.2'),
      'an unknown version': onVllm(),
      'any version of LMI': adapter({}, image('mine:1'), ModelServer.lmi({ version: '0.1.0' })),
      'a server of which it is not known': adapter({}, IMAGES.LLAMA_CPP),
    },
  },
  'adapter-archive': {
    mistakes: [['modelData', { key: 'sql/' }, adapter({ modelData: ModelData.s3Prefix(bucket, 'sql') })]],
    neighbors: { 'an archive': adapter({}), 'none, which is found by its type': adapter({ modelData: undefined }) },
  },
  'adapter-rank': {
    mistakes: [0, 513, 1.5].map(got => ['maxRank', { minimum: 1, maximum: 512, got }, adapter({ maxRank: got })] as const),
    neighbors: {
      'none': adapter({}),
      'the minimum': adapter({ maxRank: 1 }),
      'the maximum': adapter({ maxRank: 512 }),
      'an unresolved token': adapter({ maxRank: Lazy.number({ produce: () => 0 }) }),
    },
  },
});
