import { Aws, CfnParameter, Lazy } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { componentAttributeFindings, IMPORT_CHECKS, importedNameFindings, readEndpointAttributes } from '../../../src/checks/endpoint/imports';
import { found, newStack } from '../../util';

const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/chat';
const SECRET = `hf_${'a'.repeat(34)}`;
const SECRET_FOUND = { kind: 'a Hugging Face Hub token' };
const read = (endpointArn: string, others = {}) => readEndpointAttributes({ endpointArn, ...others }).findings;
const token = Lazy.string({ produce: () => '!' });

testCases(IMPORT_CHECKS, {
  'imported-endpoint-arn': {
    mistakes: [
      '', 'chat', ARN.replace('sagemaker', 's3'), ARN.replace('endpoint/', 'model/'), ARN.replace('endpoint/chat', 'endpoint/'), ARN.replace('aws', ''),
      ARN.replace('eu-west-1', ''), ARN.replace('111122223333', ''), ARN.replace(':endpoint', '::endpoint'), `x${ARN}`, `${ARN}\nb`,
    ].map(got => ['endpointArn', { got }, read(got)]),
    neighbors: {
      'an ARN': read(ARN),
      'an ARN of the stack': read(`arn:${Aws.PARTITION}:sagemaker:${Aws.REGION}:${Aws.ACCOUNT_ID}:endpoint/chat`),
      'an unresolved token': read(new CfnParameter(newStack(), 'Arn').valueAsString),
    },
  },
  'imported-endpoint-name': {
    mistakes: [
      ...['', 'a_b', '-ab', 'ab-', 'a b', 'a'.repeat(64)].map(got => ['endpointName', { got }, importedNameFindings(got)] as const),
      ['endpointName', { got: 'a_b' }, read(ARN, { endpointName: 'a_b' })],
    ],
    neighbors: {
      ...Object.fromEntries(['a', '0', 'aB-c--9', 'a'.repeat(63)].map(name => [name, importedNameFindings(name)])),
      'no name': read(ARN),
      'another name': read(ARN, { endpointName: 'other' }),
      'an unresolved token': importedNameFindings(token),
    },
  },
});

test.each<[string, object, object[]]>([
  ['nothing', {}, [{ id: 'prop-missing', prop: 'endpointArn' }]],
  ['an ARN of another type', { endpointArn: 1 }, [{ id: 'prop-type', prop: 'endpointArn' }]],
  ['names of other types', { endpointArn: ARN, endpointName: 1, variantName: [] },
    [{ id: 'prop-type', prop: 'endpointName' }, { id: 'prop-type', prop: 'variantName' }]],
  ['a secret', { endpointArn: `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${SECRET}` },
    [{ id: 'secret-in-plain-text', prop: 'endpointArn', values: SECRET_FOUND }]],
  ['a secret as a name, which is not valid', { endpointArn: ARN, endpointName: SECRET },
    [{ id: 'imported-endpoint-name', prop: 'endpointName' }, { id: 'secret-in-plain-text', prop: 'endpointName', values: SECRET_FOUND }]],
])('an endpoint is imported by %s', (_what, attributes, expected) => {
  expect(found(readEndpointAttributes(attributes as any).findings)).toMatchObject(expected);
});

test('the attributes are read', () => {
  const attributes = { endpointArn: ARN, endpointName: 'chat', variantName: 'All' };
  expect(readEndpointAttributes(attributes)).toEqual({ value: attributes, findings: [] });
  expect(readEndpointAttributes({ ...attributes, variantName: 1 } as any).value).toEqual({ endpointArn: ARN, endpointName: 'chat' });
});

test.each<[unknown, object[]]>([
  [undefined, [{ id: 'prop-missing', prop: 'endpointName' }]],
  [1, [{ id: 'prop-type', prop: 'endpointName' }]],
])('the name %p is found by its type only', (name, expected) => {
  expect(found(importedNameFindings(name as any))).toMatchObject(expected);
});

test('the message says what an endpoint must be', () => {
  expect(componentAttributeFindings({ inferenceComponentName: 'Chat', endpoint: [] }).map(({ message }) => message))
    .toEqual(["'endpoint' must be an endpoint, got an array; use a construct such as that of 'fromEndpointName'"]);
});

const endpoint = { endpointName: 'chat', endpointArn: ARN };

test.each<[string, object, object[]]>([
  ['a name and an endpoint', { inferenceComponentName: 'Chat', endpoint }, []],
  ['nothing', {}, [{ id: 'prop-missing', prop: 'inferenceComponentName' }, { id: 'prop-missing', prop: 'endpoint' }]],
  ['an endpoint without an ARN', { inferenceComponentName: 'Chat', endpoint: { endpointName: 'chat' } }, [{ id: 'prop-type', prop: 'endpoint' }]],
  ['an endpoint without a name', { inferenceComponentName: 'Chat', endpoint: { endpointArn: ARN } }, [{ id: 'prop-type', prop: 'endpoint' }]],
  ['a secret', { inferenceComponentName: SECRET, endpoint }, [{ id: 'secret-in-plain-text', prop: 'inferenceComponentName', values: SECRET_FOUND }]],
])('a component is imported by %s', (_what, attributes, expected) => {
  expect(found(componentAttributeFindings(attributes as any))).toMatchObject(expected);
  expect(componentAttributeFindings(attributes as any)).toHaveLength(expected.length);
});
