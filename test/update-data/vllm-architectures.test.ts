import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { architecturesOf } from '../../projenrc/update-data/vllm-architectures';

let folder: string;

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vllm-')); });
afterEach(() => rmSync(folder, { recursive: true }));

function dictionary(name: string, keys: string[]): string {
  return `${name} = {\n${keys.map(key => `    "${key}": (\n        "module",\n        "Class",\n    ),  # a comment\n`).join('')}}\n\n`;
}

function write(version: string, path: string, text: string) {
  const file = join(folder, `vllm-${version}`, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function registry(version: string, { text = [], multimodal = [], others = [], previous = [] }: Partial<Record<'text' | 'multimodal' | 'others' | 'previous', string[]>>) {
  write(version, 'vllm/model_executor/models/registry.py', dictionary('_TEXT_GENERATION_MODELS', text) + dictionary('_MULTIMODAL_MODELS', multimodal)
    + dictionary('_SPECULATIVE_DECODING_MODELS', others) + dictionary('_PREVIOUSLY_SUPPORTED_MODELS', previous));
}

test('architectures that not every version supports have their versions', () => {
  registry('0.9.0', { text: ['OldForCausalLM', 'LlamaForCausalLM', 'RenamedForCausalLM', 'BertModel'] });
  registry('0.10.0', { text: ['OldForCausalLM', 'LlamaForCausalLM'], multimodal: ['NewForConditionalGeneration'], others: ['DraftForCausalLM'] });
  registry('0.11.0', { text: ['LlamaForCausalLM'], multimodal: ['NewForConditionalGeneration'], previous: ['OldForCausalLM'] });
  expect(architecturesOf(folder)).toMatchObject({
    versions: ['0.9.0', '0.10.0', '0.11.0'],
    architectures: {
      NewForConditionalGeneration: { after: '0.9.0', since: '0.10.0' },
      OldForCausalLM: { until: '0.10.0', before: '0.11.0' },
    },
  });
  expect(Object.keys(architecturesOf(folder).architectures)).toEqual(['NewForConditionalGeneration', 'OldForCausalLM']);
});

test('only examples of recent architectures are models', () => {
  registry('0.9.0', { text: ['OldForCausalLM', 'LlamaForCausalLM'] });
  registry('0.10.0', { text: ['NewForCausalLM', 'NewerForCausalLM', 'LlamaForCausalLM'], previous: ['OldForCausalLM'] });
  write('0.10.0', 'tests/models/registry.py', [
    '_EXAMPLES = {',
    '    "NewForCausalLM": _HfExamplesInfo(',
    '        "org/new", extras={"small": "org/new-small", "shared": "org/llama"}',
    '    ),',
    '    "NewerForCausalLM": _HfExamplesInfo("org/new"),',
    '    "LlamaForCausalLM": _HfExamplesInfo("org/llama"),',
    '    "OldForCausalLM": _HfExamplesInfo("org/old"),',
    '    "NewForCausalLM": _HfExamplesInfo("org/base", speculative_model="org/draft"),',
    '}',
  ].join('\n'));
  expect(architecturesOf(folder).models).toEqual({ 'org/new': ['NewForCausalLM', 'NewerForCausalLM'], 'org/new-small': ['NewForCausalLM'] });
});

test('a folder without the source of several versions is an error', () => {
  expect(() => architecturesOf(folder)).toThrow(`${folder}: must have the source of several versions, such as vllm-0.29.0, got 0`);
  registry('0.9.0', {});
  write('0.10.0', 'vllm/model_executor/models/registry.py', '# moved');
  expect(() => architecturesOf(folder)).toThrow('vllm-0.10.0/vllm/model_executor/models/registry.py: must have a dictionary _TEXT_GENERATION_MODELS, got ');
});
