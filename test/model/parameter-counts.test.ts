import { MOST_LAYERS } from '../../src/model/config-expression';
import { ConfigFields, ModelType } from '../../src/model/config-fields';
import { countParameters } from '../../src/model/parameter-counts';

/** 10 plain parameters, 20 in matrices, and 30 of experts. */
const COUNTS = '+ + * 10 @P * 20 @L * 30 @X';
const ONE: ModelType = { models: { OneForCausalLM: COUNTS, OneModel: '@P' }, uses: { CausalLM: 'OneForCausalLM', Model: 'OneModel' } };
const KNOWN = { plain: 10, linear: 20, experts: 30 };

function countsOf(config: object, type: ModelType = ONE, architecture: string | undefined = 'OneForCausalLM', others: Record<string, ModelType> = {}) {
  return countParameters(new ConfigFields(config as Record<string, unknown>, { one: type, ...others }, 'one'), architecture);
}

test.each<[object, boolean]>([
  [{}, true],
  [{ num_hidden_layers: 1 }, true],
  [{ num_hidden_layers: MOST_LAYERS }, true],
  [{ num_hidden_layers: MOST_LAYERS + 1 }, false],
  [{ num_hidden_layers: 0 }, false],
  [{ num_hidden_layers: 2.5 }, false],
  [{ num_hidden_layers: '4' }, false],
  [{ num_hidden_layers: null }, false],
  ...['thinker_config', 'text_config', 'llm_config'].map((name): [object, boolean] => [{ [name]: { num_hidden_layers: 0 } }, false]),
  [{ text_config: null }, true],
])('the layers of %j are possible: %p', (config, expected) => {
  expect(countsOf(config)).toEqual(expected ? KNOWN : undefined);
});

const small = { plain: 1, linear: 0, experts: 0 };
const ALL_USES: ModelType = { ...ONE, models: { ...ONE.models, OneForConditionalGeneration: '* 2 @P' } };

test.each<[string, string | undefined, ModelType, object | undefined]>([
  ['its name', 'OneForCausalLM', ALL_USES, KNOWN],
  ['its name with other capitals', 'ONEForCausalLM', ALL_USES, KNOWN],
  ['a small head', 'OneForSequenceClassification', ONE, small],
  ...['TokenClassification', 'QuestionAnswering', 'MultipleChoice', 'ImageClassification'].map((name): [string, string, ModelType, object] => [
    'another small head', `OneFor${name}`, ONE, small,
  ]),
  ['a name that is unknown', 'OneForTomorrow', ONE, undefined],
  ['a small head of tomorrow', 'OneForSequenceClassificationOfTomorrow', ONE, undefined],
  ['a small head on an unknown model', 'OneForSequenceClassification', {}, undefined],
])('the model is counted by %s', (_what, architecture, type, expected) => {
  expect(countsOf({}, type, architecture)).toEqual(expected);
});

test.each<[string, ModelType, object | undefined]>([
  ['the one that generates from several kinds of input', ALL_USES, { plain: 2, linear: 0, experts: 0 }],
  ['the one that generates', ONE, KNOWN],
  ['the one without a head', { ...ONE, uses: { Model: 'OneModel' } }, small],
  ['unknown', { models: { OneModel: '@P' } }, undefined],
  ['unknown, as its type', {}, undefined],
])('without a name, the model is %s', (_what, type, expected) => {
  const fields = new ConfigFields({}, { one: type }, 'one');
  expect(countParameters(fields, undefined)).toEqual(expected);
});

test('nothing is known without a type', () => {
  expect(countParameters(new ConfigFields({}, {}, 'one'), undefined)).toBeUndefined();
});

test.each<[string, object | undefined]>([
  ['* 5 @P', { plain: 5, linear: 0, experts: 0 }],
  ['* 0 @P', undefined],
  ['- 0 @P', undefined],
  ['- * 9 @P @L', undefined],
  ['- * 9 @P @X', undefined],
  ['/ 1 0', undefined],
  ['? @X / 1 0 5', undefined],
  ['? @P 5 / 1 0', undefined],
  ["+ 1 'a", undefined],
])('a model with the parameters %s', (text, expected) => {
  expect(countsOf({}, { models: { OneForCausalLM: text } })).toEqual(expected);
});

const TEXT: ModelType = { uses: { Model: 'TextModel' }, models: { TextModel: '* 8 @L' } };
const NESTED: ModelType = { uses: { Model: 'ThinkerModel' }, models: { ThinkerModel: '* 15 @L' } };

test.each<[string, object, object]>([
  ['the language model', { text_config: { model_type: 'text' } }, { plain: 22, linear: 8, experts: 30 }],
  ['the language model, under another name', { llm_config: { model_type: 'text' } }, { plain: 22, linear: 8, experts: 30 }],
  ['the language model of a part', { thinker_config: { model_type: 'thinker', text_config: { model_type: 'text' } } }, { plain: 22, linear: 8, experts: 30 }],
  ['a part', { thinker_config: { model_type: 'thinker' }, text_config: { model_type: 'text' } }, { plain: 15, linear: 15, experts: 30 }],
  ['all, if the language model has the same type', { text_config: { model_type: 'one' } }, KNOWN],
  ['all, if the language model is unknown', { text_config: {} }, KNOWN],
  ['all, if the model of the type is unknown', { text_config: { model_type: 'unused' } }, KNOWN],
  ['all, if the language model is larger', { text_config: { model_type: 'large' } }, KNOWN],
])('quantization may change the matrices of %s', (_what, config, expected) => {
  const large = { uses: { Model: 'LargeModel' }, models: { LargeModel: '* 25 @L' } };
  expect(countsOf(config, ONE, 'OneForCausalLM', { text: TEXT, thinker: NESTED, unused: {}, large })).toEqual(expected);
});
