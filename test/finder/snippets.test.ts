import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ts from 'typescript';
import { catalogData } from '../../projenrc/catalog/data';
import { imageRows } from '../../projenrc/catalog/image-rows';
import { NewestImage, newestImages } from '../../projenrc/catalog/newest-images';
import { CONSTANT_SPELLINGS } from '../../projenrc/scripts/constant-names';
import models from '../../site/finder/models.json';
import { Deployment, QUANTIZATIONS, Server, SERVERS, SNIPPETS } from '../../site/finder/snippets';
import * as library from '../../src';
import { fit } from '../../src/cli/fit';
import { gpuGeneration, servesCuda } from '../../src/instance/gpu-generation';

const IMAGES: Partial<Record<Server, NewestImage>> = newestImages(imageRows(catalogData()));
const QWEN = { modelId: 'Qwen/Qwen3-8B', instance: 'ml.g6e.2xlarge', context: 8192, quantization: '', hasSmallCache: false };
const of = (server: Server, more: Partial<Deployment> = {}): Deployment => ({ ...QWEN, server, image: IMAGES[server]?.constants as Deployment['image'], ...more });

/** Runs the code in a stack. */
function stackWith(code: string): Stack {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '123456789012' } });
  const names = ['HuggingFaceSageMakerEndpoint', 'SageMakerInstanceType', 'ModelServer', 'DeepLearningContainerImage'] as const;
  new Function(...names, ts.transpile(code)).apply(stack, names.map(name => library[name]));
  return stack;
}

const CASES: [Server, Partial<Deployment>, Record<string, string>][] = [
  ['vllm', {}, { SM_VLLM_MAX_MODEL_LEN: '8192' }],
  ['sglang', {}, { SM_SGLANG_CONTEXT_LENGTH: '8192' }],
  ['tgi', {}, { MAX_TOTAL_TOKENS: '8192' }],
  ['lmi', {}, { OPTION_MAX_MODEL_LEN: '8192' }],
  ['vllm', { quantization: 'fp8', hasSmallCache: true }, { SM_VLLM_QUANTIZATION: 'fp8', SM_VLLM_KV_CACHE_DTYPE: 'fp8' }],
  ['sglang', { quantization: 'fp8', hasSmallCache: true }, { SM_SGLANG_QUANTIZATION: 'fp8', SM_SGLANG_KV_CACHE_DTYPE: 'fp8_e5m2' }],
  ['tgi', { quantization: 'fp8', hasSmallCache: true }, { HF_MODEL_QUANTIZE: 'fp8', KV_CACHE_DTYPE: 'fp8_e5m2' }],
  ['lmi', { quantization: 'fp8', hasSmallCache: true }, { OPTION_QUANTIZE: 'fp8', OPTION_KV_CACHE_DTYPE: 'fp8' }],
];

const OFFERED = (Object.keys(SERVERS) as Server[]).flatMap(server => QUANTIZATIONS[server].flatMap(quantization =>
  [true, false].map(hasSmallCache => [server, { quantization, hasSmallCache }, {}] as typeof CASES[number])));

test.each([...CASES, ...OFFERED])('the code for %s with %j configures the server and has no finding', (server, more, environment) => {
  const stack = stackWith(SNIPPETS.typescript(of(server, more)));
  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: { Environment: Match.objectLike({ HF_MODEL_ID: 'Qwen/Qwen3-8B', ...environment }) },
  });
  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => entry.data)).toEqual([]);
});

test.each(Object.keys(SERVERS) as Server[])('the code for %s works on every machine that the page lists', server => {
  const folder = mkdtempSync(join(tmpdir(), 'finder-'));
  try {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(models.find(({ id }) => id === 'Qwen/Qwen3-8B')!.config));
    const { rows } = fit.run({ config: join(folder, 'config.json'), server });
    expect(rows.length).toBeGreaterThan(10);
    const failing = rows.flatMap(({ instance }) => {
      const generation = gpuGeneration(library.SageMakerInstanceType.of(String(instance)).acceleratorName);
      const { cuda } = IMAGES[server] ?? {};
      if (cuda !== undefined && generation && !servesCuda(generation, cuda)) {
        return []; // the page shows this instead of code
      }
      try {
        stackWith(SNIPPETS.typescript(of(server, { instance: String(instance) })));
        return [];
      } catch (error) {
        return [`${instance}: ${(error as Error).message}`];
      }
    });
    expect(failing).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a model ID with quotes stays a string', () => {
  const modelId = 'it\'s "a" \\ b';
  expect(ts.transpile(SNIPPETS.typescript(of('vllm', { modelId })))).toContain('modelId: \'it\\\'s "a" \\\\ b\'');
  expect(SNIPPETS.java(of('vllm', { modelId }))).toContain(JSON.stringify(modelId));
});

test('the constants of instance types are those of the packages', () => {
  const wrong = Object.values(library.SageMakerInstanceType).map(String).filter(instance => {
    const constant = instance.toUpperCase().replace(/[.-]/g, '_');
    return !(constant in library.SageMakerInstanceType)
      || !SNIPPETS.python(of('vllm', { instance })).includes(`.${CONSTANT_SPELLINGS.python(constant, '')},`)
      || !SNIPPETS.java(of('vllm', { instance })).includes(`.${CONSTANT_SPELLINGS.java(constant, '')})`);
  });
  expect(Object.keys(library.SageMakerInstanceType).length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
