import { Aws } from 'aws-cdk-lib/core';
import { literalInPolicy } from '../../src/common/policy-literal';

test.each([
  ['a/b-1', 'a/b-1'],
  ['a*b', 'a${*}b'],
  ['a?b', 'a${?}b'],
  ['${aws:username}', '${$}{aws:username}'],
  [`${Aws.REGION}*`, `${Aws.REGION}\${*}`],
])('%s is literally %s', (value, literal) => {
  expect(literalInPolicy(value)).toBe(literal);
});
