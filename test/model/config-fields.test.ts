import { UnknownValue } from '../../src/model/config-expression';
import { ConfigFields, Factors, isObject, ModelType } from '../../src/model/config-fields';

const FACTORS: Factors = { '@P': 1, '@L': 2, '@X': 3 };

function fieldsOf(config: object, type: ModelType = {}, others: Record<string, ModelType> = {}): ConfigFields {
  return new ConfigFields(config as Record<string, unknown>, { one: type, ...others }, 'one');
}

const ALIASES = { n: 'num', m: 'other' };

test.each<[string, string, object, ModelType, unknown]>([
  ['of the file', 'a', { a: 5 }, {}, 5],
  ['that the file does not have', 'a', {}, {}, null],
  ['of a part', 'b.c', { b: { c: 5 } }, {}, 5],
  ['of a part of a part', 'b.c.d', { b: { c: { d: 5 } } }, {}, 5],
  ['of a part that the file does not have', 'b.c', { 'b.c': 5 }, {}, null],
  ['whose name begins with a point', '.c', { '.c': 5 }, {}, 5],
  ['of the file, with a point in its name', '$b.c', { 'b.c': 5 }, {}, 5],
  ['with a dollar sign in its name', 'b$c', { b$c: 5, bc: 6 }, {}, 5],
  ['with its other name in the file', 'num', { m: 9, n: 5 }, { aliases: ALIASES }, 5],
  ['by its other name', 'n', { n: 5 }, { aliases: ALIASES }, 5],
  ['by its other name, with both in the file', 'n', { n: 5, num: 6 }, { aliases: ALIASES }, 6],
  ['that only has the other name of another field in the file', 'num', { m: 9 }, { aliases: ALIASES }, null],
  ['with a default', 'a', {}, { defaults: { a: '+ b 1', b: '2' } }, 3],
  ['with a default that the file overrides', 'a', { a: 5 }, { defaults: { a: '1' } }, 5],
  ['with a default that the file overrides with null', 'a', { a: null }, { defaults: { a: '1' } }, null],
  ['that is calculated from the file', 'a', { a: 5 }, { calculated: { a: '+ $a 1' } }, 6],
  ['that is calculated from another model', 'a', {}, { calculated: { a: "MODEL '. 'Model" }, uses: { Model: 'M' }, models: { M: '+ + @P @L + @X 5' } }, 5],
  ['num_labels, by its labels', 'num_labels', { id2label: { 0: 'a', 1: 'b', 2: 'c' } }, {}, 3],
  ['num_labels', 'num_labels', { num_labels: 7, id2label: {} }, {}, 7],
  ['num_labels by default', 'num_labels', {}, {}, 2],
  ['num_labels, without an object of labels', 'num_labels', { id2label: ['a'] }, {}, 2],
  ['layer_types, with newer names', 'layer_types', { layer_types: ['mamba'] }, {}, ['linear_attention']],
  ['layers_block_type, with newer names', 'layers_block_type', { layers_block_type: ['mamba'] }, {}, ['linear_attention']],
  ['layer_types, by the letters of another field', 'layer_types', { hybrid_override_pattern: 'M' }, {}, ['linear_attention']],
  ['that is not a list of layers', 'a', { a: ['mamba'] }, {}, ['mamba']],
])('the value of a field %s', (_what, path, config, type, expected) => {
  expect(fieldsOf(config, type).get(path)).toEqual(expected);
});

test('a value and a part are calculated once', () => {
  const fields = fieldsOf({ b: { c: 1 } }, { calculated: { a: 'ONE 1' } });
  expect(fields.get('a')).toBe(fields.get('a'));
  expect(fields.part('b')).toBe(fields.part('b'));
});

test.each([[undefined], ['of_tomorrow'], ['constructor']])('nothing is known of the type %s', typeName => {
  expect(new ConfigFields({ a: 1 }, { undefined: { defaults: {} } }, typeName).type).toBeUndefined();
  const fields = new ConfigFields({ a: 1 }, {}, typeName);
  expect([fields.get('a'), fields.get('b')]).toEqual([1, null]);
});

const OTHERS = { two: { defaults: { a: '2' } }, three: { defaults: { a: '3' } } };

test.each<[string, string, object, ModelType['subs'], object | undefined, string?]>([
  ['of the file', 'b', { b: { a: 1 } }, undefined, { a: 1 }],
  ['of the file, with its type', 'b', { b: { model_type: 'two' } }, undefined, { model_type: 'two' }, 'two'],
  ['that is not an object', 'b', { b: 'c' }, undefined, undefined],
  ['that is null', 'b', { b: null }, undefined, undefined],
  ['that the file does not have', 'b', {}, undefined, undefined],
  ['with the type of the class', 'b', { b: { a: 1 } }, { b: { type: 'two' } }, { a: 1 }, 'two'],
  ['with another type', 'b', { b: { model_type: 'three' } }, { b: { type: 'two' } }, { model_type: 'three' }, 'three'],
  ['with a type that is not a string', 'b', { b: { model_type: 7 } }, { b: { type: 'two' } }, { model_type: 7 }, 'two'],
  ['with a fixed type', 'b', { b: { model_type: 'three' } }, { b: { type: 'two', fixed: true } }, { model_type: 'three' }, 'two'],
  ['that a class has by default', 'b', { c: 4 }, { b: { type: 'two', defaults: { a: '+ c 1' } } }, { a: 5 }, 'two'],
  ['that a class has by default, without fields', 'b', {}, { b: { type: 'two' } }, {}, 'two'],
  ['whose defaults the file replaces', 'b', { b: { x: 1 } }, { b: { type: 'two', defaults: { a: 'LOWER 1' } } }, { x: 1 }, 'two'],
  ['that is optional', 'b', {}, { b: { type: 'two', optional: true } }, undefined],
  ['that is optional, and in the file', 'b', { b: { a: 1 } }, { b: { type: 'two', optional: true } }, { a: 1 }, 'two'],
  ['whose fields are at the top', 'text_config', { hidden_size: 8 }, { text_config: { type: 'two' } }, { hidden_size: 8 }, 'two'],
  ['whose fields are not at the top', 'text_config', { other: 8 }, { text_config: { type: 'two' } }, {}, 'two'],
  ['that the class does not have, with fields at the top', 'text_config', { hidden_size: 8 }, undefined, undefined],
  ['that is not that of the text, with fields at the top', 'b', { hidden_size: 8 }, { b: { type: 'two' } }, {}, 'two'],
])('a part %s', (_what, name, config, subs, expected, ...[type]) => {
  const part = fieldsOf(config, { subs }, OTHERS).part(name);
  expect(part?.config).toEqual(expected);
  expect(part?.typeName).toBe(type);
  expect(part?.type).toBe(type && OTHERS[type as 'two']);
});

const MODEL = "MODEL 'b 'Model";
const INNER: ModelType = { uses: { Model: 'M' }, models: { M: '* 10 @L' }, subs: { c: { type: 'three' } } };

test.each<[string, string, object, number]>([
  ['its own parameters', '+ + @P * 10 @L * 100 @X', {}, 321],
  ['those of a part', MODEL, { b: {} }, 20],
  ['those of a part of a part', "MODEL 'b.c 'Model", { b: {} }, 3],
  ['those of itself, for another use', "MODEL '. 'Other", {}, 7],
  ['those of a part that does not exist', "MODEL 'x.c 'Model", {}, 0],
])('a model counts %s', (_what, text, config, expected) => {
  const type = { subs: { b: { type: 'two' } }, uses: { Other: 'O' }, models: { M: text, O: '7' } };
  expect(fieldsOf(config, type, { two: INNER, three: { uses: { Model: 'M' }, models: { M: '@X' } } }).count('M', FACTORS)).toBe(expected);
});

test.each<[string, ModelType]>([
  ['is not that of the type', {}],
  ['is not one of those of the type', { models: { N: '1' } }],
  ['has no number', { models: { M: "'many" } }],
  ['has a part without a type', { models: { M: "MODEL 'b 'Model" } }],
  ['has a part of a type without uses', { models: { M: "MODEL 'b 'Model" }, subs: { b: { type: 'two' } } }],
  ['has a part of a type without this use', { models: { M: "MODEL 'b 'Model" }, subs: { b: { type: 'three' } } }],
])('the parameters of a model are unknown if it %s', (_what, type) => {
  expect(() => fieldsOf({ b: {} }, type, { two: {}, three: { uses: {} } }).count('M', FACTORS)).toThrow(UnknownValue);
});

test.each([[{}, true], [{ a: 1 }, true], [[], false], [null, false], ['a', false], [undefined, false]])('%j is an object: %p', (value, expected) => {
  expect(isObject(value)).toBe(expected);
});
