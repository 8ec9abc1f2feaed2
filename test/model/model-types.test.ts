import { modelTypes, typeOfModel } from '../../src/model/model-types';

test('the types of models are read once', () => {
  expect(modelTypes()).toBe(modelTypes());
  expect(modelTypes().llama.uses).toMatchObject({ CausalLM: 'LlamaForCausalLM' });
});

test.each<[unknown, string | undefined, string | undefined]>([
  ['llama', undefined, 'llama'],
  ['llama', 'Qwen3ForCausalLM', 'llama'],
  ['of_tomorrow', 'Qwen3ForCausalLM', 'qwen3'],
  ['constructor', undefined, undefined],
  ['of_tomorrow', 'toString', undefined],
  ['of_tomorrow', undefined, undefined],
  [['llama'], undefined, undefined],
  [undefined, 'LlamaForCausalLM', 'llama'],
])('the type of a configuration with the type %j and the model %s is %s', (modelType, architecture, expected) => {
  expect(typeOfModel(modelType, architecture)).toBe(expected);
});
