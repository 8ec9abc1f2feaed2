import { Lazy } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { TAG_CHECKS, tagFindings } from '../../../src/checks/endpoint/tags';

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `tag-${index}`, value: 'a' }));
const tag = (key: string, value: unknown = 'a') => tagFindings([many(1), [{ key, value }]]);
const found = (key: string, value = 'a') => ['tags', { key, value }, tag(key, value)] as const;
const token = Lazy.string({ produce: () => '&' });
const ALL = 'Äb １\u00a0_.:/=+-@'; // letters, separators and digits of any script

testCases(TAG_CHECKS, {
  'tag-count': {
    mistakes: [[many(51), many(1)], [many(1), many(51)]].map(tags => ['tags', { got: 51 }, tagFindings(tags)]),
    neighbors: { 'the maximum': tagFindings([many(50), many(50)]), 'none': tagFindings([undefined, undefined]) },
  },
  'tag-characters': {
    mistakes: [
      ...['', '&a', 'a&', 'a'.repeat(129)].map(key => found(key)),
      ...['&a', 'a&', 'a'.repeat(257)].map(value => found('team', value)),
    ],
    neighbors: {
      'all characters': tag(ALL, ALL),
      'the longest': tag('a'.repeat(128), 'a'.repeat(256)),
      'an empty value': tag('a', ''),
      'unresolved tokens': tag(token, token),
      'a value that is not set': tag('a', null),
    },
  },
});

test('the first wrong tag is found', () => {
  expect(tagFindings([[{ key: 'a', value: 'a' }, { key: '&', value: 'a' }], [{ key: '!', value: 'a' }]])).toMatchObject([{ values: { key: '&' } }]);
  expect(tagFindings([many(1)])).toEqual([]);
});
