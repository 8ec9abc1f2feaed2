import { Aws } from 'aws-cdk-lib/core';
import { eventFindings, targetFindings } from '../../../src/checks/endpoint/events';
import { found, IRELAND } from '../../util';

const elsewhere = (what: string, ofEndpoint: string, ofRule: string) => ({ id: 'events-from-elsewhere', prop: 'onFailure', values: { what, ofEndpoint, ofRule } });

test('a rule in the region and account of the endpoint receives its events', () => {
  expect(eventFindings('onFailure', IRELAND, IRELAND)).toEqual([]);
});

test('a rule elsewhere receives no events', () => {
  expect(found(eventFindings('onFailure', IRELAND, { account: '444455556666', region: 'us-east-1' })))
    .toEqual([elsewhere('region', 'eu-west-1', 'us-east-1'), elsewhere('account', IRELAND.account, '444455556666')]);
});

test('a place that is an unresolved token may be the same', () => {
  expect(eventFindings('onFailure', IRELAND, { account: Aws.ACCOUNT_ID, region: Aws.REGION })).toEqual([]);
  expect(eventFindings('onFailure', { account: Aws.ACCOUNT_ID, region: Aws.REGION }, IRELAND)).toEqual([]);
});

test('the first line of the error of a target is reported', () => {
  expect(found(targetFindings(new Error('other account\nsecond line')))).toEqual([{ id: 'rule-target', prop: 'target', values: { reason: 'other account' } }]);
});
