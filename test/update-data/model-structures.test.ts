import { execFileSync, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { StructuresData, updateStructures } from '../../projenrc/update-data/model-structures/update-structures';
import { ConfigFields } from '../../src/model/config-fields';

/** Python reads Python. A machine of a contributor may not have it; that of CI has it. */
const withPython = process.env.CI || spawnSync('python3', ['--version']).status === 0 ? test : test.skip;

const ALL = { '@P': 1, '@L': 1, '@X': 1 };

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'structures-')); });
afterEach(() => rmSync(folder, { recursive: true }));

/** A model in the way in which Transformers writes them, with what a test adds to its configuration, its layer and its model. */
function transformers({ fields = '', init = '', layer = '', model = '', ties = '' }: Partial<Record<'fields' | 'init' | 'layer' | 'model' | 'ties', string>>) {
  return {
    'transformers/configuration_utils.py': 'class PreTrainedConfig:\n    pass\n',
    'transformers/modeling_utils.py': 'class PreTrainedModel:\n    pass\n',
    'transformers/models/auto/auto_mappings.py': 'CONFIG_MAPPING_NAMES = OrderedDict([("tiny", "TinyConfig")])\n',
    'transformers/models/auto/configuration_auto.py': 'CONFIG_MAPPING_NAMES.update({"other": "TinyConfig"})\n',
    'transformers/models/auto/modeling_auto.py': [
      'MODEL_MAPPING_NAMES = OrderedDict([("tiny", "TinyModel")])',
      'MODEL_FOR_CAUSAL_LM_MAPPING_NAMES = OrderedDict([("tiny", "TinyForCausalLM")])',
      '',
    ].join('\n'),
    'transformers/models/tiny/configuration_tiny.py': `
from ...configuration_utils import PreTrainedConfig
raise RuntimeError("this is not run")

class TinyConfig(PreTrainedConfig):
    model_type = "tiny"
    vocab_size: int = 100
    hidden_size: int = 8
    num_hidden_layers: int = 4
    num_attention_heads: int = 2
    num_key_value_heads: int | None = None
    tie_word_embeddings: bool = False
${fields}
    def __post_init__(self, **kwargs):
        if self.num_key_value_heads is None:
            self.num_key_value_heads = self.num_attention_heads
${init}
        super().__post_init__(**kwargs)
`,
    'transformers/models/tiny/modeling_tiny.py': `
import torch
from torch import nn
from ...modeling_utils import PreTrainedModel
from .configuration_tiny import TinyConfig

class TinyLayer(nn.Module):
    def __init__(self, config: TinyConfig, layer_idx: int):
        super().__init__()
        self.q_proj = nn.Linear(config.hidden_size, config.num_key_value_heads * 4, bias=True)
${layer}

class TinyPreTrainedModel(PreTrainedModel):
    config: TinyConfig

class TinyModel(TinyPreTrainedModel):
    def __init__(self, config):
        super().__init__(config)
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList([TinyLayer(config, i) for i in range(config.num_hidden_layers)])
        self.norm = nn.LayerNorm(config.hidden_size)
${model}

class TinyForCausalLM(TinyPreTrainedModel):
${ties}
    def __init__(self, config):
        super().__init__(config)
        self.model = TinyModel(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
`,
  };
}

function read(files: Readonly<Record<string, string>>): StructuresData {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const wheel = join(folder, 'transformers-1.2.3-py3-none-any.whl');
  execFileSync('python3', ['-m', 'zipfile', '-c', wheel, 'transformers/'], { cwd: folder });
  updateStructures(wheel, join(folder, 'structures.json'));
  return JSON.parse(readFileSync(join(folder, 'structures.json'), 'utf8'));
}

function count(files: Readonly<Record<string, string>>, config: object = {}): number {
  return new ConfigFields(config as Record<string, unknown>, read(files).types, 'tiny').count('TinyForCausalLM', ALL);
}

const BASE = 2 * 100 * 8 + 4 * 8 * 8;

withPython('the defaults and the parameters of a model are read from its source, which is not run', () => {
  const { source, types } = read(transformers({}));
  expect(source).toBe('https://pypi.org/project/transformers/1.2.3/');
  expect(types.tiny).toEqual({
    defaults: { vocab_size: '100', hidden_size: '8', num_hidden_layers: '4', num_attention_heads: '2', tie_word_embeddings: 'false' },
    calculated: { num_key_value_heads: '? == $num_key_value_heads null $num_attention_heads $num_key_value_heads' },
    uses: { Model: 'TinyModel', CausalLM: 'TinyForCausalLM' },
    models: {
      TinyModel: '+ * * * * 4 @L hidden_size num_hidden_layers num_key_value_heads * * @P hidden_size vocab_size',
      TinyForCausalLM: '+ * * @P hidden_size vocab_size MODEL \'. \'Model',
    },
  });
});

withPython.each<[string, Parameters<typeof transformers>[0], object, number]>([
  ['fields of the file', {}, { num_key_value_heads: 1 }, 2 * 100 * 8 + 4 * 8 * 4],
  ['tied weights', { ties: '    _tied_weights_keys = {"lm_head.weight": "model.embed_tokens.weight"}' }, { tie_word_embeddings: true }, BASE - 800],
  ['weights that are not tied', { ties: '    _tied_weights_keys = {"lm_head.weight": "model.embed_tokens.weight"}' }, {}, BASE],
  ['layers of two types', {
    init: '        self.layer_types = ["moe" if i % 2 else "dense" for i in range(self.num_hidden_layers)]',
    layer: '        if config.layer_types[layer_idx] == "moe":\n            self.experts = nn.Parameter(torch.empty(3, config.hidden_size, 2))',
  }, {}, BASE + 2 * 3 * 8 * 2],
  ['a loop that adds layers', {
    model: '        more = []\n        for i in range(config.num_hidden_layers):\n            if i < 1:\n                continue\n'
      + '            more.append(nn.Linear(2, i))\n        self.more = nn.ModuleList(more)',
  }, {}, BASE + 2 * (1 + 2 + 3)],
  ['a module that two attributes share', { model: '        self.a = nn.Linear(5, 5)\n        self.b = self.a' }, {}, BASE + 25],
  ['one of two layers', { fields: '    gated: bool = False', layer: '        self.up = nn.Linear(8, 4 if config.gated else 2)' }, { gated: true }, BASE + 4 * 8 * 4],
])('%s are counted', (_what, parts, config, parameters) => {
  expect(count(transformers(parts), config)).toBe(parameters);
});

withPython.each([
  ['a layer of another package', { model: '        self.tower = timm_model(config)' }, 'a call of the name timm_model'],
  ['a loop that cannot be known', { model: '        for part in unknown:\n            self.part = nn.Linear(1, 1)' }, 'a loop over the name unknown'],
  ['weights of unknown size', { model: '        self.weight = nn.Parameter(torch.load("file"))' }, 'torch.load'],
])('a model with %s is left out, with the reason', (_what, parts, reason) => {
  const { types, without } = read(transformers(parts));
  expect(types.tiny?.models ?? {}).toEqual({});
  expect(without.TinyForCausalLM).toContain(reason);
});

test('the argument is a wheel of Transformers', () => {
  expect(() => updateStructures('/folder/vllm-1.0.0.whl', 'file')).toThrow('must be a wheel of Transformers, such as transformers-5.24.0-py3-none-any.whl, got \'/folder/vllm-1.0.0.whl\'');
});
