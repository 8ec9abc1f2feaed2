import { Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { testCases } from './cases';
import {
  argumentFindings, granteeFindings, idFindings, METHOD_ARGUMENT_CHECKS, ON_EVENT, policyFindings, ruleFindings, statementFindings,
} from '../../../src/checks/endpoint/method-arguments';
import { STRING } from '../../../src/input/kinds';
import { readShape } from '../../../src/input/shape';
import { found } from '../../util';

const stack = new Stack();
new Construct(new Construct(stack, 'Scope'), 'Used');
const id = (value: unknown) => idFindings(stack.node.findChild('Scope'), value as string);
const rule = (ruleName?: string) => ruleFindings({ ruleName });
const token = Lazy.string({ produce: () => '!' });

testCases(METHOD_ARGUMENT_CHECKS, {
  'construct-id-twice': {
    mistakes: [['id', { got: 'Used', path: 'Default/Scope' }, id('Used')]],
    neighbors: { 'another id': id('used') },
  },
  'rule-name': {
    mistakes: ['', 'a b', '!a', 'a!', 'a'.repeat(65)].map(got => ['ruleName', { got }, rule(got)]),
    neighbors: { 'all characters': rule('.-_Az09'), 'the longest name': rule('a'.repeat(64)), 'no name': rule(), 'an unresolved token': rule(token) },
  },
  'policy-statement': {
    mistakes: [['statement', { reason: 'Use s3.GetObject' }, policyFindings(['Use s3.GetObject.', 'Other'])]],
    neighbors: { 'no reason': policyFindings([]) },
  },
});

test('the reasons are distinct', () => {
  expect(found(policyFindings(['one', 'two.', 'one'])).map(({ values }) => values.reason)).toEqual(['one', 'two']);
});

const types = (findings: ReturnType<typeof id>) => found(findings).map(({ id: check, prop }) => `${check} ${prop}`);

test.each<[unknown, string[]]>([
  ['A', []], [undefined, ['prop-missing id']], [null, ['prop-missing id']], ['', ['prop-type id']], [1, ['prop-type id']], [token, ['prop-type id']],
])('the id %p', (value, expected) => {
  expect(types(id(value))).toEqual(expected);
});

test.each<[unknown, string[]]>([['a', []], [undefined, ['prop-missing name']], [null, ['prop-missing name']], [1, ['prop-type name']]])(
  'the argument %p', (value, expected) => {
    expect(types(argumentFindings(STRING, value, 'name'))).toEqual(expected);
  });

test.each([
  ['grantee', granteeFindings, { grantPrincipal: {} }],
  ['statement', statementFindings, { addActions: 1, toJSON: 1 }],
])('a %s is known by its members', (name, findings, value) => {
  expect(findings(value)).toEqual([]);
  expect(types(findings(undefined))).toEqual([`prop-missing ${name}`]);
  for (const member of Object.keys(value)) {
    expect(types(findings({ ...value, [member]: undefined }))).toEqual([]); // it has the member
    expect(types(findings(Object.fromEntries(Object.entries(value).filter(([key]) => key !== member))))).toEqual([`prop-type ${name}`]);
  }
});

test.each([
  [id(1), "'id' must be a string of at least 1 character that is known at synth, got the number 1; use a construct ID"],
  [granteeFindings(1), "'grantee' must be a grantee, got the number 1; use a construct such as a role or a function"],
  [statementFindings(1), "'statement' must be a PolicyStatement, got the number 1; use new iam.PolicyStatement"],
])('the message says what an argument must be', (findings, message) => {
  expect(findings.map(each => each.message)).toEqual([message]);
});

const wrongIn = (options: object) => readShape<any>(ON_EVENT, options).wrong.map(({ prop, message }) => `${prop}: ${message}`);
const LISTS = ['version', 'id', 'detailType', 'source', 'account', 'time', 'region', 'resources'];
const listToken = Token.asList({ Ref: 'List' });

test('options of other types are found in a rule', () => {
  const props = ['target', 'eventPattern', 'ruleName', 'description', 'crossStackScope'];
  const { wrong } = readShape<any>(ON_EVENT, Object.fromEntries(props.map(prop => [prop, 1])));
  expect(wrong.map(({ prop }) => prop)).toEqual(props);
  expect(wrongIn({ target: { bind: 1 }, eventPattern: {}, ruleName: 'a', description: 'a', crossStackScope: { node: 1 } })).toEqual([]);
  expect(readShape<any>(ON_EVENT, { target: 1 }).wrong.map(({ fix }) => fix)).toEqual(['use one such as new targets.SnsTopic(topic)']);
  expect(wrongIn({ target: {}, crossStackScope: {} })).toEqual([
    "target: 'target' must be a target, got an object", "crossStackScope: 'crossStackScope' must be a construct, got an object",
  ]);
});

test.each(LISTS)('%s of an event pattern is an array', name => {
  expect(wrongIn({ eventPattern: { [name]: ['a'] } })).toEqual([]);
  expect(wrongIn({ eventPattern: { [name]: Token.asAny({ Ref: 'List' }) } })).toEqual([]);
  expect(wrongIn({ eventPattern: { [name]: 'a' } })).toEqual([`eventPattern.${name}: 'eventPattern.${name}' must be an array, got "a"`]);
});

test.each<[unknown, string | undefined]>([
  [{}, undefined],
  [{ state: ['a'], nested: { state: ['a'] } }, undefined],
  [{ state: listToken, other: token }, undefined],
  [{ state: ['a'], other: 'a' }, 'an object'],
  [['a'], 'an array'],
  ['a', '"a"'],
  [1, 'the number 1'],
  [[['a']], 'an array'],
  [Token.asAny({ Ref: 'Detail' }), 'an unresolved token'],
])('the detail %j of an event pattern', (detail, got) => {
  expect(wrongIn({ eventPattern: { detail } }))
    .toEqual(got === undefined ? [] : [`eventPattern.detail: 'eventPattern.detail' must be a map of arrays, got ${got}`]);
});

test('an event pattern has no other fields', () => {
  expect(wrongIn({ eventPattern: { 'source': ['a'], 'detail-type': ['a'] } })).toEqual([
    `eventPattern: 'eventPattern' must be an event pattern with the fields ${[...LISTS, 'detail'].join(', ')}, got an object`,
  ]);
  // what is wrong with a known field is found first
  expect(wrongIn({ eventPattern: { 'source': 'a', 'detail-type': ['a'] } })).toHaveLength(1);
});
