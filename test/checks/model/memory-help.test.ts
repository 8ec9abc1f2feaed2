import { ContainerImage, DeepLearningContainerImage, ModelProfile, ModelServer, VllmOptions } from '../../../src';
import { memoryFindings } from '../../../src/checks/model/memory';
import { helpfulSetting } from '../../../src/checks/model/memory-help';
import { ModelStructure } from '../../../src/model/model-structure';
import { modelMemory } from '../../../src/plan/model-memory';
import { IMAGES } from '../../images';
import { image, planOf, type } from '../../util';

const VLLM = image('vllm:0.31.0-gpu-py312-cu130-ubuntu22.04-sagemaker');

/** A model of 66 GiB with a large vocabulary, such as gpt-oss 120B. */
const STRUCTURE: ModelStructure = {
  weights: { bytes: 66 * 2 ** 30, exact: true, quantized: true },
  cache: [{ kind: 'full', layers: 36, keyValueHeads: 8, values: 128 }],
  hiddenSize: 2880,
  intermediateSize: 2880,
  expertsPerToken: 4,
  mixtureOfExperts: true,
  vocabularySize: 201088,
  contextLength: 131072,
};

function messageOf(server: VllmOptions, container: ContainerImage = VLLM, structure = STRUCTURE, instance = 'p5.4xlarge'): string | undefined {
  const modelProfile = new ModelProfile({ weightsBytes: 1 });
  Object.assign(modelProfile, { _structure: structure, weightsBytes: structure.weights!.bytes });
  const { models: [model], shares: [share] } = planOf({ container, instanceType: type(instance), modelProfile, server: ModelServer.vllm(server) });
  return memoryFindings(model, share)[0]?.message;
}

test('fewer sequences help', () => {
  expect(messageOf({ maxModelLength: 60_000 })).toContain("; set 'server.maxConcurrentSequences' to 64, shorten the context");
});

// the numbers of tokens are those of this GPU, whose server has 7.2 GiB for the cache and other data
test.each<[number, VllmOptions, string]>([
  [80_000, { maxConcurrentSequences: 64 }, "'server.maxBatchedTokens' to 2048"],
  [80_000, {}, "'server.maxConcurrentSequences' to 16 and 'server.maxBatchedTokens' to 2048"],
  [87_000, { maxBatchedTokens: 2049 }, "'server.maxConcurrentSequences' to 16 and 'server.maxBatchedTokens' to 2048"],
  [87_000, { maxBatchedTokens: 2048 }, "'server.keyValueCacheDataType' to fp8"],
])('a context of %d tokens and %j', (maxModelLength, options, help) => {
  expect(messageOf({ maxModelLength, ...options })).toContain(`; set ${help}, shorten the context`);
});

test('TGI may process a prompt in several steps', () => {
  const of = (maxBatchPrefillTokens: number, gibibytes: number) => {
    const modelProfile = new ModelProfile({ weightsBytes: 1 });
    Object.assign(modelProfile, { _structure: { ...STRUCTURE, weights: { ...STRUCTURE.weights!, bytes: gibibytes * 2 ** 30 } } });
    const { models: [model], shares: [share] } = planOf({
      container: IMAGES.TGI, instanceType: type('g5.2xlarge'), modelProfile, server: ModelServer.tgi({ maxBatchPrefillTokens }),
    });
    return memoryFindings(model, share)[0]?.message;
  };
  expect(of(16_384, 18)).toContain("; set 'server.maxBatchPrefillTokens' to 2048, use a larger instance type");
  expect(of(16_384, 20)).toContain('; use a larger instance type');
  expect(of(2048, 18)).toBeUndefined();
});

test('fp8 is not named for a GPU that is not known', () => {
  const modelProfile = new ModelProfile({ weightsBytes: 1 });
  Object.assign(modelProfile, { _structure: STRUCTURE });
  const { models: [model], shares: [share] } = planOf({ container: VLLM, instanceType: type('p5.4xlarge'), modelProfile });
  const served = modelMemory(model, share)!.served!;
  expect(helpfulSetting(model, served, 100_000)).toContain('fp8');
  expect(helpfulSetting(model, { ...served, gpu: { ...served.gpu, name: 'X1' } }, 100_000)).toBeUndefined();
});

test('a setting that is lower already is not named', () => {
  expect(messageOf({ maxModelLength: 90_000, maxConcurrentSequences: 32, maxBatchedTokens: 2048 })).toContain("; set 'server.keyValueCacheDataType' to fp8, shorten the context");
});

test('a setting helps only if it is enough', () => {
  const least = { maxConcurrentSequences: 8, maxBatchedTokens: 512, keyValueCacheDataType: 'fp8', gpuMemoryUtilization: 0.88 };
  expect(messageOf({ maxModelLength: 131_072, ...least })).toContain("; set 'server.gpuMemoryUtilization' to 0.95, shorten the context");
  expect(messageOf({ maxModelLength: 131_072, ...least }, VLLM, {
    ...STRUCTURE, cache: [{ kind: 'full', layers: 360, keyValueHeads: 8, values: 128 }],
  })).toContain('tokens; shorten the context');
});

test('fp8 is not named for a GPU without support for it', () => {
  const small = { ...STRUCTURE, weights: { ...STRUCTURE.weights!, bytes: 15 * 2 ** 30 } };
  expect(messageOf({ maxModelLength: 100_000 }, VLLM, small, 'g5.2xlarge')).not.toContain('fp8');
  expect(messageOf({ maxModelLength: 100_000 }, VLLM, { ...small, vocabularySize: 1000 }, 'g6.2xlarge')).toContain('fp8');
});

test('other servers have no setting of this kind', () => {
  const profile = new ModelProfile({ weightsBytes: 15 * 2 ** 30, layers: 32, attentionHeads: 32, keyValueHeads: 8, headDimension: 128 });
  const { models: [model], shares: [share] } = planOf({
    container: DeepLearningContainerImage.fromDeepLearningContainerImage('djl-inference', '0.33.0-lmi15.0.0-cu128'),
    instanceType: type('g5.2xlarge'),
    modelProfile: profile,
    server: ModelServer.lmi({ maxModelLength: 100_000 }),
  });
  expect(memoryFindings(model, share)[0].message).toContain('; shorten the context, or use a larger instance type');
});
