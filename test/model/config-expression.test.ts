import { evaluate, isTrue, MOST_LAYERS, parseExpression, Scope, UnknownValue, unlessUnknown, Value } from '../../src/model/config-expression';

const FIELDS: Record<string, Value> = {
  'hidden_size': 64, '-a': 7, 'a5': 8, 'list': [1, 2, 3], 'pair': [1, 2], 'words': ['a', 'b', 'a'], 'object': { a: 1, 0: 'zero' }, 'infinite': Infinity, 'nan': NaN,
};

const scope: Scope = {
  field: path => Object.hasOwn(FIELDS, path) ? FIELDS[path] : null,
  model: (path, use) => path === 'text.inner' && use === 'Model' ? 42 : 0,
};

const valueOf = (text: string) => evaluate(parseExpression(text), scope);

test.each<[string, Value]>([
  ['5', 5], ['-5', -5], ['.5', 0.5], ['-.5', -0.5], ['1e3', 1000], ["'word", 'word'], ["'", ''],
  ['true', true], ['false', false], ['null', null],
  ['hidden_size', 64], ['a5', 8], ['-a', 7], ['constructor', null],
  ['? 1 2 3', 2], ['? 0 2 3', 3], ['? list 2 3', 2], ['? NONE 2 3', 3],
  ['NOT 0', true], ['NOT 1', false],
  // true is 1: https://docs.python.org/3/library/stdtypes.html#boolean-type-bool
  ['== 1 1', true], ['== 1 2', false], ["== 1 '1", false], ["== 'a 'a", true], ['== null null', true], ['== 0 null', false],
  ['== true 1', true], ['== 1 true', true], ['== true 2', false], ['== false 0', true], ['== false null', false], ['== null false', false],
  ['+ 5 2', 7], ['- 5 2', 3], ['* 5 2', 10], ['/ 5 2', 2.5], ['^ 5 2', 25], ['+ true 1', 2],
  // rounded down, as Python does
  ['// 7 2', 3], ['// -7 2', -4], ['% 7 3', 1], ['% -7 3', 2],
  ['< 1 2', true], ['< 1 1', false], ['<= 1 1', true], ['<= 2 1', false],
  ['MAX 1 2', 2], ['MIN 2 1', 1], ['MAXIMUM list', 3], ['MINIMUM list', 1],
  ['INT 1.7', 1], ['INT -1.7', -1], ['CEIL 1.2', 2], ['ROUND 1.5', 2], ['ROUND 1.4', 1],
  ['LEN list', 3], ['LEN NONE', 0], ['LEN object', 2],
  ['TOTAL list', 6], ['TOTAL NONE', 0], ['PRODUCT list', 6], ['PRODUCT NONE', 1], ['VOLUME list 9', 6], ['VOLUME 3 2', 9],
  ['ISLIST list', true], ['ISLIST object', false], ['ISNUMBER 1', true], ["ISNUMBER '1", false], ["ISSTRING '1", true], ['ISSTRING 1', false],
  ['ISOBJECT object', true], ['ISOBJECT list', false], ['ISOBJECT null', false], ['ISOBJECT 1', false],
  ["IN 'b 'abc", true], ["IN 'd 'abc", false], ['IN 2 list', true], ['IN 4 list', false],
  ['CAT list pair', [1, 2, 3, 1, 2]], ['NONE', []], ['ONE 5', [5]], ['ONE SKIP', []],
  ['AT list 0', 1], ['AT list -1', 3], ["AT object 'a", 1], ["AT object 'b", null],
  ["INDEX words 'b", 1], ["INDEX words 'c", -1], ["COUNT words 'a", 2],
  ["SPLIT 'a.b '.", ['a', 'b']], ["LOWER 'Ab", 'ab'], ["STARTSWITH 'ab 'a", true], ["STARTSWITH 'ab 'b", false], ["ENDSWITH 'ab 'b", true], ["ENDSWITH 'ab 'a", false],
  ['SLICE list 1 null', [2, 3]], ['SLICE list 1 2', [2]], ['SLICE list 0 -1', [1, 2]],
  ['* 2 pair', [1, 2, 1, 2]], ['* -1 pair', []],
  ['SUM @i 4 @i', 6], ['SUM @i 0 1', 0], ['SUM @i -1 1', 0], ['EACH @i 3 @i', [0, 1, 2]], ['EACH @i 3 ? == @i 1 SKIP @i', [0, 2]],
  ['SUM @i 2 SUM @j 2 + * 10 @i @j', 0 + 1 + 10 + 11],
  [`SUM @i ${MOST_LAYERS} 1`, MOST_LAYERS], [`LEN * ${MOST_LAYERS / 2} pair`, MOST_LAYERS],
  ["MODEL 'text.inner 'Model", 42], ["MODEL 'text 'Model", 0],
])('%s is %j', (text, expected) => {
  expect(valueOf(text)).toEqual(expected);
});

test.each([
  '+ 1 missing', '+ missing 1', "+ '1 1", '+ infinite 1', '+ nan 1', '+ list 1',
  'LEN null', "LEN 'abc", 'TOTAL 1', 'TOTAL object', 'CAT list null', "INDEX 'abc 'b",
  "SPLIT 1 '.", 'LOWER null', 'IN 1 \'abc', 'IN 1 2',
  'AT list 3', "AT list 'length", "AT 'abc 'length", "AT null 'a", 'AT object 0',
  'SUM @i 2.5 1', `SUM @i ${MOST_LAYERS + 1} 1`, 'SUM @i null 1', "SUM @i 1 'a", `* ${MOST_LAYERS / 2 + 1} pair`,
])('%s is unknown', text => {
  expect(() => valueOf(text)).toThrow(UnknownValue);
});

test('the value of an operator that does not exist is unknown', () => {
  expect(() => evaluate({ operator: 'POWER', operands: [] }, scope)).toThrow(UnknownValue);
});

test('an operator calculates only the operand that it needs', () => {
  expect(valueOf('? 1 2 LOWER 3')).toBe(2);
});

test.each<[Value, boolean]>([[[], false], [[0], true], [{}, true], ['', false], ['a', true], [0, false], [1, true], [null, false]])(
  'Python considers %j true: %p', (value, expected) => {
    expect(isTrue(value)).toBe(expected);
  });

test('only what is unknown is undefined', () => {
  expect(unlessUnknown(() => 5)).toBe(5);
  expect(unlessUnknown(() => { throw new UnknownValue(); })).toBeUndefined();
  expect(() => unlessUnknown(() => { throw new TypeError('broken'); })).toThrow('broken');
});
