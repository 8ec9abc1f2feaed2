import { Duration, Size, Token } from 'aws-cdk-lib/core';
import {
  allowedValues, isKnownWithin, isWithin, KINDS, namesOf, namesRead, renderSetting, ServerSetting, serverDefaultFor, SettingForm, variablesFor,
} from '../../src/server/server-setting';
import { newStack } from '../util';

const settingOf = (rest: Partial<ServerSetting>): ServerSetting => ({ name: 'a', form: 'text', variables: [], ...rest });

test.each<[SettingForm, unknown, string | undefined]>([
  ['text', 'a', 'a'],
  ['text', 1, undefined],
  ['count', 3, '3'],
  ['share', 0.5, '0.5'],
  ['flag', true, 'true'],
  ['flag', false, 'false'],
  ['list', ['a', 'b'], 'a,b'],
  ['size', Size.kibibytes(2), '2048'],
  ['duration', Duration.minutes(2), '120'],
  ['map', { a: 'b' }, 'a=b'],
  ['map', { a: 'b', c: 'd' }, '[{"name":"a","path":"b"},{"name":"c","path":"d"}]'],
  ['json', { a: [1] }, '{"a":[1]}'],
  ['json', { a: 10n }, undefined],
])('a %s %p is written as %p', (form, value, expected) => {
  expect(renderSetting(form, value)).toBe(expected);
});

test.each<[unknown, boolean]>([
  [{ a: [1] }, true], [[1], false], ['{}', false], [{ a: 10n }, false], [Token.asAny({ Ref: 'Value' }), false],
])('%p is a map of JSON values: %p', (value, expected) => {
  expect(KINDS.json.read(value, 'a').wrong.length === 0).toBe(expected);
});

test.each<[SettingForm, unknown]>([
  ['count', Token.asNumber({ Ref: 'Value' })],
  ['size', Size.bytes(Token.asNumber({ Ref: 'Value' }))],
  ['duration', Duration.seconds(Token.asNumber({ Ref: 'Value' }))],
  ['text', Token.asString({ Ref: 'Value' })],
])('a %s that is an unresolved token stays one', (form, value) => {
  const text = renderSetting(form, value);
  expect(newStack().resolve(text)).toEqual({ Ref: 'Value' });
  expect(Token.isUnresolved(text)).toBe(true);
  expect(renderSetting('text', text)).toBe(text);
});

test('a list that is an unresolved token is joined when the stack is deployed', () => {
  const list = Token.asList({ Ref: 'Value' });
  expect(newStack().resolve(renderSetting('list', list))).toEqual({ 'Fn::Join': [',', { Ref: 'Value' }] });
});

test.each<[Partial<ServerSetting>, unknown, string | undefined]>([
  [{ form: 'count' }, 1, undefined],
  [{ form: 'count' }, 0, 'an integer of at least 1'],
  [{ form: 'count' }, 1.5, 'an integer of at least 1'],
  [{ form: 'count' }, -1, 'an integer of at least 1'],
  [{ form: 'count', minimum: 0 }, 0, undefined],
  [{ form: 'count', minimum: 2 }, 1, 'an integer of at least 2'],
  [{ form: 'count', allowsAutomatic: true }, -1, undefined],
  [{ form: 'count', allowsAutomatic: true }, 0, 'an integer of at least 1, or -1'],
  [{ form: 'share' }, 0, 'a number greater than 0 and at most 1'],
  [{ form: 'share' }, 0.01, undefined],
  [{ form: 'share' }, 1, undefined],
  [{ form: 'share' }, 1.01, 'a number greater than 0 and at most 1'],
  [{ form: 'text' }, 'a', undefined],
  [{ form: 'text' }, '', 'a string that is not empty'],
  [{ form: 'list' }, ['a'], undefined],
  [{ form: 'list' }, [], 'a list of at least one string, without commas'],
  [{ form: 'list' }, ['a', 'b,c'], 'a list of at least one string, without commas'],
  [{ form: 'size' }, Size.bytes(1), undefined],
  [{ form: 'size' }, Size.bytes(1.5), 'a whole number of bytes'],
  [{ form: 'duration' }, Duration.seconds(1), undefined],
  [{ form: 'duration' }, Duration.millis(1500), 'a whole number of seconds'],
  [{ form: 'duration' }, Duration.seconds(Token.asNumber({ Ref: 'Value' })), undefined],
  [{ form: 'map' }, { a: 'b' }, undefined],
  [{ form: 'map' }, {}, 'a map with at least one entry'],
  [{ form: 'json' }, {}, 'a map with at least one entry'],
  [{ form: 'flag' }, false, undefined],
  [{ form: 'count' }, Token.asNumber({ Ref: 'Value' }), undefined],
])('%j: %p is allowed, or the allowed values are %p', (rest, value, expected) => {
  expect(allowedValues(settingOf(rest), value)).toBe(expected);
});

const VERSIONS = settingOf({
  variables: [{ name: 'NEW', since: '2.0.0' }, { name: 'OLD', before: '2.0.0' }],
  aliases: ['ALIAS'],
  serverDefaults: [{ value: 'new', since: '2.0.0' }, { value: 'old', before: '1.5.0' }],
});

test.each([
  ['1.0.0', ['OLD'], ['OLD', 'ALIAS'], 'old'],
  ['1.5.0', ['OLD'], ['OLD', 'ALIAS'], undefined],
  ['2.0.0', ['NEW'], ['NEW', 'ALIAS'], 'new'],
  [undefined, ['NEW'], ['NEW', 'OLD', 'ALIAS'], undefined],
])('version %p reads %j', (version, variables, names, serverDefault) => {
  expect(variablesFor(VERSIONS, version).map(({ name }) => name)).toEqual(variables);
  expect(namesRead(VERSIONS, version)).toEqual(names);
  expect(serverDefaultFor(VERSIONS, version)).toBe(serverDefault);
});

test('a default of all versions is that of an unknown version', () => {
  expect(serverDefaultFor(settingOf({ serverDefaults: [{ value: 'a' }] }), undefined)).toBe('a');
  expect(serverDefaultFor(settingOf({}), '1.0.0')).toBeUndefined();
});

test('a setting without aliases is read from its variables', () => {
  const setting = settingOf({ variables: [{ name: 'A' }] });
  expect(namesOf(setting)).toEqual(['A']);
  expect(namesRead(setting, '1.0.0')).toEqual(['A']);
});

test.each([
  ['1.0.0', undefined, undefined, true],
  ['1.0.0', '1.0.0', undefined, true],
  ['0.9.9', '1.0.0', undefined, false],
  ['1.0.0', undefined, '1.0.0', false],
  ['0.9.9', undefined, '1.0.0', true],
  ['1.5.0', '1.0.0', '2.0.0', true],
  ['2.0.0', '1.0.0', '2.0.0', false],
])('%s is from %p to before %p: %p', (version, since, before, expected) => {
  expect(isWithin(version, since, before)).toBe(expected);
});

test.each([
  [undefined, undefined, undefined, true],
  [undefined, '1.0.0', undefined, false],
  [undefined, undefined, '1.0.0', false],
  ['1.0.0', '1.0.0', undefined, true],
  ['1.0.0', undefined, '1.0.0', false],
])('%p is certainly from %p to before %p: %p', (version, since, before, expected) => {
  expect(isKnownWithin(version, { since, before })).toBe(expected);
});

test('the kinds of values are named', () => {
  expect(Object.fromEntries(Object.entries(KINDS).map(([form, { what }]) => [form, what]))).toEqual({
    text: 'a string',
    count: 'a number',
    share: 'a number',
    flag: 'true or false',
    list: 'an array of strings',
    size: 'a Size',
    duration: 'a Duration',
    map: 'a map of strings',
    json: 'a map of JSON values',
  });
});
