import { mkdtempSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Expression, parseExpression } from '../../src/model/config-expression';
import { readConfigJson } from '../../src/model/config-json';
import { CacheGroup } from '../../src/model/model-structure';
import { modelTypes } from '../../src/model/model-types';
import { models } from '../facts/model-sizes.json';

interface Fact {
  readonly name: string;
  readonly parameters: number;
  readonly cache8k: number;
  readonly cache32k: number;
  readonly config: { readonly architectures: string[]; readonly model_type: string };
}

const FACTS = models as unknown as Fact[];

const folder = mkdtempSync(join(tmpdir(), 'structure-'));
afterAll(() => rmSync(folder, { recursive: true }));

function structureOf(config: object) {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return readConfigJson(file).structure;
}

/** The cache of a sequence in bytes: a sliding layer keeps its window and the tokens of a step. */
function cacheBytes(groups: readonly CacheGroup[], length: number): number {
  return groups.reduce((sum, { kind, layers, keyValueHeads = 1, values = 0, window = 0, positions = 0, stateBytes = 0 }) => {
    const tokens = kind === 'sliding' ? Math.min(length, window - 1 + 2048) : kind === 'cross' ? positions : length;
    return sum + layers * (kind === 'state' ? stateBytes : 2 * keyValueHeads * values * tokens);
  }, 0);
}

/** What the source of Transformers does not say in a way that can be read: which layers share weights, and models of other packages. */
const WITHOUT_PARAMETERS: Readonly<Record<string, string>> = {
  'Zamba2-2.7B': 'which blocks share weights depends on their number',
  'BLIP2-OPT-2.7B': 'the type is not in the package',
  'Gemma-3n-E4B': 'the vision tower is a model of the package timm',
};

const WITHOUT_CACHE: Readonly<Record<string, string>> = {
  'Zamba2-2.7B': 'the types of layers',
  'DeepSeek-V4 (class default)': 'the cache is compressed, at rates that differ by layer',
  'Kimi-Linear-48B (class default)': 'the types of layers',
};

/** Facts that count something else. */
const OTHER_CACHE: Readonly<Record<string, string>> = {
  'Nemotron-H-8B': 'the fact has a state without its heads',
};

test.each(FACTS.map((fact): [string, Fact] => [fact.name, fact]))('the parameters of %s are counted within half a percent', (name, { parameters, config }) => {
  const counted = structureOf(config).parameters;
  if (WITHOUT_PARAMETERS[name]) {
    expect(counted).toBeUndefined();
  } else {
    expect(Math.abs(counted! / parameters - 1)).toBeLessThan(0.005);
  }
});

test('the parameters of at least 153 of 161 models are known', () => {
  expect(FACTS).toHaveLength(161);
  expect(FACTS.length - Object.keys(WITHOUT_PARAMETERS).length).toBeGreaterThanOrEqual(153);
});

test.each(FACTS.map((fact): [string, Fact] => [fact.name, fact]))('the cache of %s depends on its layers', (name, { cache8k, cache32k, config }) => {
  const { cache } = structureOf(config);
  if (WITHOUT_CACHE[name]) {
    expect(cache).toBeUndefined();
  } else if (!OTHER_CACHE[name]) {
    expect(cacheBytes(cache!, 8192)).toBeLessThanOrEqual(cache8k * 1.005);
    expect(cacheBytes(cache!, 8192)).toBeGreaterThanOrEqual(cache8k * 0.995);
    expect(cacheBytes(cache!, 32768)).toBeLessThanOrEqual(cache32k * 1.005);
    expect(cacheBytes(cache!, 32768)).toBeGreaterThanOrEqual(cache32k * 0.995);
  }
});

test.each([
  [{ model_type: 'of-tomorrow', architectures: ['OfTomorrowForCausalLM'] }],
  [{ model_type: 'llama', architectures: ['LlamaOfTomorrow'] }],
  [{ model_type: 'internlm2', architectures: ['InternLM2ForCausalLM'], hidden_size: 4096, num_hidden_layers: 32, vocab_size: 92544 }],
])('nothing is guessed of %j', config => {
  expect(structureOf(config).parameters).toBeUndefined();
  expect(structureOf(config).weights).toBeUndefined();
});

test('a type that Transformers does not have is known by the class of its models', () => {
  const { parameters, cache } = structureOf({
    model_type: 'kimi_k2',
    architectures: ['DeepseekV3ForCausalLM'],
    num_hidden_layers: 61,
    n_routed_experts: 384,
    vocab_size: 163840,
    num_attention_heads: 64,
    first_k_dense_replace: 1,
  });
  expect(parameters! / 1026.4e9).toBeCloseTo(1, 2);
  expect(cache).toEqual([{ kind: 'latent', layers: 61, values: 576 }]);
});

test('the sizes that a reserve depends on are of the language model', () => {
  expect(structureOf({ model_type: 'qwen3_moe', architectures: ['Qwen3MoeForCausalLM'], num_experts: 128, num_experts_per_tok: 8 })).toMatchObject({
    hiddenSize: 2048,
    intermediateSize: 768,
    mixtureOfExperts: true,
    expertsPerToken: 8,
    vocabularySize: 151936,
    attentionHeads: 32,
    keyValueHeads: 4,
    multimodal: false,
  });
  const text_config = { model_type: 'gemma3_text', hidden_size: 2560, num_hidden_layers: 34, intermediate_size: 10240 };
  expect(structureOf({ model_type: 'gemma3', architectures: ['Gemma3ForConditionalGeneration'], text_config })).toMatchObject({
    hiddenSize: 2560,
    intermediateSize: 10240,
    mixtureOfExperts: false,
    expertsPerToken: 1,
    vocabularySize: 262208,
    attentionHeads: 8,
    keyValueHeads: 4,
    multimodal: true,
  });
});

test('embeddings, the head and towers stay at 16 bits if a server quantizes', () => {
  const llama = { model_type: 'llama', architectures: ['LlamaForCausalLM'], vocab_size: 128256, num_key_value_heads: 8, intermediate_size: 14336 };
  expect(structureOf(llama).unquantizedParameters).toBe(2 * 128256 * 4096);
  const gemma = FACTS.find(({ name }) => name === 'Gemma-3-27B')!;
  const { parameters, unquantizedParameters } = structureOf(gemma.config);
  expect(unquantizedParameters! / 1e9).toBeGreaterThan(1.8);
  expect(unquantizedParameters! / 1e9).toBeLessThan(1.9);
  expect(parameters).toBeGreaterThan(27e9);
});

test('what is known of the types of models is small in the package', () => {
  expect(statSync(join(__dirname, '..', '..', 'src', 'model', 'model-structures.generated.ts')).size).toBeLessThan(30_000);
});

test('all expressions are calculated from operators that are known', () => {
  const texts = Object.values(modelTypes()).flatMap(({ defaults = {}, calculated = {}, models: counts = {} }) =>
    [defaults, calculated, counts].flatMap(part => Object.values(part)));
  expect(texts.length).toBeGreaterThan(1000);
  for (const text of texts) {
    const words = (expression: Expression): string[] => 'operands' in expression ? [expression.operator, ...expression.operands.flatMap(words)]
      : 'field' in expression ? [expression.field] : ['constant'];
    expect(words(parseExpression(text))).toHaveLength(text.split(' ').length);
  }
});

test.each([2.5, -1, 1e12, 'many', null])('%s layers are unknown, and take no time', num_hidden_layers => {
  for (const model_type of ['llama', 'qwen3_moe', 'kimi_linear']) {
    const { parameters, cache } = structureOf({ model_type, num_hidden_layers, linear_attn_config: { full_attn_layers: [1] } });
    expect([parameters, cache]).toEqual([undefined, undefined]);
  }
});

test('an encoder of a model with a decoder has no cache', () => {
  expect(structureOf({ model_type: 't5', architectures: ['T5EncoderModel'] }).cache).toEqual([]);
});
