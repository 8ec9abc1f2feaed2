import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { readConfigJson } from '../../src/model/config-json';
import { ModelStructure } from '../../src/model/model-structure';

const folder = mkdtempSync(join(tmpdir(), 'published-'));
afterAll(() => rmSync(folder, { recursive: true }));

function structureOf(config: object): ModelStructure {
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return readConfigJson(join(folder, 'config.json')).structure;
}

const GEMMA_VISION = {
  hidden_size: 1152, intermediate_size: 4304, model_type: 'siglip_vision_model', num_attention_heads: 16, num_hidden_layers: 27, patch_size: 14, vision_use_head: false,
};

/** Fields as the Hub has them: by their older names and places, or left out where they are the default of the class. Billions of parameters. */
const PUBLISHED: Array<[id: string, config: object, parameters: number, expected: object]> = [
  ['google/gemma-3-4b-it, without the heads', {
    architectures: ['Gemma3ForConditionalGeneration'],
    model_type: 'gemma3',
    text_config: { hidden_size: 2560, intermediate_size: 10240, model_type: 'gemma3_text', num_hidden_layers: 34, sliding_window: 1024 },
    vision_config: { ...GEMMA_VISION, image_size: 896 },
  }, 4.30, {
    multimodal: true,
    cache: [
      { kind: 'full', layers: 5, keyValueHeads: 4, values: 512 },
      { kind: 'sliding', layers: 29, keyValueHeads: 4, values: 512, window: 1024 },
    ],
  }],
  ['llava-hf/llava-1.5-7b-hf, without the sizes of the language model', {
    architectures: ['LlavaForConditionalGeneration'],
    model_type: 'llava',
    text_config: { max_position_embeddings: 4096, model_type: 'llama', vocab_size: 32064 },
    vision_config: {
      hidden_size: 1024, image_size: 336, intermediate_size: 4096, model_type: 'clip_vision_model', num_attention_heads: 16, num_hidden_layers: 24, patch_size: 14,
    },
  }, 7.06, { hiddenSize: 4096, attentionHeads: 32, cache: [{ kind: 'full', layers: 32, keyValueHeads: 32, values: 256 }] }],
  ['Qwen/Qwen2.5-VL-7B-Instruct, with the language model at the top', {
    architectures: ['Qwen2_5_VLForConditionalGeneration'],
    model_type: 'qwen2_5_vl',
    hidden_size: 3584,
    intermediate_size: 18944,
    num_attention_heads: 28,
    num_hidden_layers: 28,
    num_key_value_heads: 4,
    use_sliding_window: false,
    sliding_window: 32768,
    tie_word_embeddings: false,
    vocab_size: 152064,
    vision_config: { depth: 32, hidden_size: 1280, intermediate_size: 3420, num_heads: 16, out_hidden_size: 3584, patch_size: 14 },
  }, 8.29, { multimodal: true, hiddenSize: 3584, cache: [{ kind: 'full', layers: 28, keyValueHeads: 4, values: 256 }] }],
  ['nvidia/Nemotron-H-8B-Base-8K, with a letter for each layer', {
    architectures: ['NemotronHForCausalLM'],
    model_type: 'nemotron_h',
    hybrid_override_pattern: 'M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M-',
    attention_head_dim: 128,
    hidden_size: 4096,
    intermediate_size: 21504,
    mamba_head_dim: 64,
    mamba_num_heads: 128,
    n_groups: 8,
    num_attention_heads: 32,
    num_hidden_layers: 52,
    num_key_value_heads: 8,
    ssm_state_size: 128,
    tie_word_embeddings: false,
    vocab_size: 131072,
  }, 8.10, {
    mixtureOfExperts: false,
    intermediateSize: 21504,
    cache: [{ kind: 'full', layers: 4, keyValueHeads: 8, values: 256 }, { kind: 'state', layers: 24, stateBytes: 128 * 64 * 128 * 4 + (128 * 64 + 2 * 8 * 128) * 3 * 2 }],
  }],
  ['ibm-granite/granite-4.0-h-small, with older types of layers', {
    architectures: ['GraniteMoeHybridForCausalLM'],
    model_type: 'granitemoehybrid',
    hidden_size: 4096,
    intermediate_size: 768,
    layer_types: Array.from({ length: 40 }, (_, index) => [5, 15, 25, 35].includes(index) ? 'attention' : 'mamba'),
    mamba_d_head: 64,
    mamba_d_state: 128,
    mamba_n_groups: 1,
    mamba_n_heads: 128,
    num_attention_heads: 32,
    num_experts_per_tok: 10,
    num_hidden_layers: 40,
    num_key_value_heads: 8,
    num_local_experts: 72,
    shared_intermediate_size: 1536,
    tie_word_embeddings: true,
    vocab_size: 100352,
  }, 32.2, { mixtureOfExperts: true, expertsPerToken: 10 }],
  ['moonshotai/Kimi-Linear-48B-A3B-Instruct, with the numbers of the layers', {
    architectures: ['KimiLinearForCausalLM'],
    model_type: 'kimi_linear',
    linear_attn_config: { full_attn_layers: [4, 8, 12, 16, 20, 24, 27], head_dim: 128, num_heads: 32, short_conv_kernel_size: 4 },
    num_hidden_layers: 27,
  }, 49.1, { cache: undefined }],
  ['mosaicml/mpt-7b, with other capitals', {
    architectures: ['MPTForCausalLM'], model_type: 'mpt', attn_config: { alibi: true }, d_model: 4096, n_heads: 32, n_layers: 32, vocab_size: 50432,
  }, 6.65, { intermediateSize: 16384 }],
  ['meta-llama/Llama-4-Maverick-17B-128E, with experts in every second layer', {
    architectures: ['Llama4ForConditionalGeneration'],
    model_type: 'llama4',
    text_config: {
      head_dim: 128,
      hidden_size: 5120,
      interleave_moe_layer_step: 2,
      intermediate_size: 8192,
      intermediate_size_mlp: 16384,
      model_type: 'llama4_text',
      num_attention_heads: 40,
      num_hidden_layers: 48,
      num_key_value_heads: 8,
      num_local_experts: 128,
      vocab_size: 202048,
    },
    vision_config: { hidden_size: 1408, image_size: 336, intermediate_size: 5632, model_type: 'llama4_vision_model', num_hidden_layers: 34 },
  }, 401.6, { multimodal: true, expertsPerToken: 1 }],
  ['BAAI/bge-m3', {
    architectures: ['XLMRobertaModel'], model_type: 'xlm-roberta', hidden_size: 1024, intermediate_size: 4096, max_position_embeddings: 8194, num_attention_heads: 16, num_hidden_layers: 24, type_vocab_size: 1, vocab_size: 250002,
  }, 0.568, { cache: [], contextLength: 8194 }],
];

test.each(PUBLISHED)('the parameters of %s are counted', (_id, config, billions, expected) => {
  const structure = structureOf(config);
  expect(Math.abs(structure.parameters! / 1e9 / billions - 1)).toBeLessThan(0.005);
  for (const [name, value] of Object.entries(expected)) {
    expect([name, structure[name as keyof ModelStructure]]).toEqual([name, value]);
  }
});

test('vision towers stay at 16 bits, wherever the fields of the language model are', () => {
  const [, config] = PUBLISHED.find(([id]) => id.includes('Qwen2.5-VL'))!;
  // the embeddings and the head, and the 0.68 billion parameters of the tower
  expect((structureOf(config).unquantizedParameters! - 2 * 152064 * 3584) / 1e9).toBeCloseTo(0.68, 1);
});

// https://github.com/huggingface/transformers/blob/main/src/transformers/models/nemotron_h/configuration_nemotron_h.py
test.each([
  ['M*-', false],
  ['ME*-', true],
])('a Nemotron-H with the layers %s has experts: %p', (pattern, expected) => {
  const { mixtureOfExperts } = structureOf({
    architectures: ['NemotronHForCausalLM'], model_type: 'nemotron_h', hybrid_override_pattern: pattern, hidden_size: 64, n_routed_experts: 8,
  });
  expect(mixtureOfExperts).toBe(expected);
});
