import { Lazy, Token } from 'aws-cdk-lib/core';
import { isJsonStructure, parsedJson, renderJson } from '../../src/server/json-value';
import { newStack } from '../util';

const circle: Record<string, unknown> = {};
circle.self = circle;

test.each<[unknown, string | undefined]>([
  [{ a: [1, 'b', null, { c: true }] }, '{"a":[1,"b",null,{"c":true}]}'],
  [{ a: undefined, b: 1 }, '{"b":1}'],
  [{ a: new Date(0) }, '{"a":"1970-01-01T00:00:00.000Z"}'],
  [undefined, undefined],
  [circle, undefined],
  [{ a: 1n }, undefined],
  [{ a: () => 1, b: 1 }, undefined],
  [{ a: Symbol('a'), b: 1 }, undefined],
  [[() => 1], undefined],
])('%p is %p as JSON', (value, expected) => {
  expect(renderJson(value)).toBe(expected);
});

test('unresolved tokens stay what they are', () => {
  const ref = (name: string) => ({ Ref: name });
  const value = {
    count: Token.asNumber(ref('Count')), size: Token.asNumber(ref('Size')), name: Token.asString(ref('Name')), lazy: Lazy.any({ produce: () => 'x' }),
  };
  expect(newStack().resolve(renderJson(value))).toEqual({
    'Fn::Join': ['', ['{"count":', ref('Count'), ',"size":', ref('Size'), ',"name":"', ref('Name'), '","lazy":"x"}']],
  });
});

test.each([
  ['{}', true], ['[1]', true], ['  \n{"a":1}', true], ['1', false], ['"a"', false], ['"[]"', false], ['{a', false], ['a{', false], ['x[1]', false], ['', false],
])('%p is an object or a list in JSON: %p', (text, expected) => {
  expect(isJsonStructure(text)).toBe(expected);
});

test.each([['{"a":1}', { a: 1 }], ['null', null], ['{a}', undefined], ['', undefined]])('the JSON %p is %p', (text, expected) => {
  expect(parsedJson(text)).toEqual(expected);
});
