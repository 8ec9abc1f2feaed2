import { Lazy } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { TAG_CHECKS, tagFindings } from '../../../src/checks/endpoint/tags';

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `tag-${index}`, value: 'a' }));
const model = (tags: unknown) => ({ type: 'AWS::SageMaker::Model', tags });
const alarm = (tags: unknown) => ({ type: 'AWS::CloudWatch::Alarm', tags });
const tag = (key: string, value: unknown = 'a') => tagFindings([model(many(1)), model([{ key, value }])]);
const empty = (type: string, value: unknown = '') => tagFindings([model([{ key: 'a', value: '' }]), { type, tags: [...many(1), { key: 'team', value }] }]);
const found = (key: string, value = 'a') => ['tags', { key, value }, tag(key, value)] as const;
const token = Lazy.string({ produce: () => '&' });
const ALL = 'Äb １\u00a0_.:/=+-@'; // letters, separators and digits of any script

testCases(TAG_CHECKS, {
  'tag-count': {
    mistakes: [[many(51), many(1)], [many(1), many(51)]].map(tags => ['tags', { got: 51 }, tagFindings(tags.map(model))]),
    neighbors: {
      'the maximum': tagFindings([many(50), many(50)].map(model)),
      'none': tagFindings([undefined, undefined].map(model)),
      'resources of another service': tagFindings([model(many(1)), alarm(many(51))]),
    },
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
      'resources of another service': tagFindings([alarm([{ key: '&', value: '&' }])]),
    },
  },
  'tag-without-value': {
    mistakes: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::Dashboard', 'AWS::SageMaker::InferenceComponent']
      .map(type => ['tags', { key: 'team', type }, empty(type)]),
    neighbors: {
      'a value': empty('AWS::CloudWatch::Alarm', 'a'),
      'an unresolved token': empty('AWS::CloudWatch::Alarm', token),
      'other types': ['AWS::SageMaker::Endpoint', 'AWS::SNS::Topic', 'AWS::IAM::Role'].flatMap(type => empty(type)),
    },
  },
});

test('the first wrong tag is found', () => {
  expect(tagFindings([[{ key: 'a', value: 'a' }, { key: '&', value: 'a' }], [{ key: '!', value: 'a' }]].map(model))).toMatchObject([{ values: { key: '&' } }]);
  expect(tagFindings([model(many(1))])).toEqual([]);
});
