import * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Lazy, PhysicalName } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { HuggingFaceSageMakerEndpointProps } from '../../../src';
import { LOG_CHECKS, logFindings, retentionFindings } from '../../../src/checks/endpoint/logs';
import { newStack, planOf } from '../../util';

const logs = (props: Partial<HuggingFaceSageMakerEndpointProps>) => logFindings(planOf(props));
const logEncryptionKey = kms.Key.fromKeyArn(newStack(), 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one');
const logRetention = RetentionDays.ONE_DAY;
const days = Object.values(RetentionDays).filter(value => typeof value === 'number');

testCases(LOG_CHECKS, {
  'log-retention-without-endpoint-name': {
    mistakes: [undefined, PhysicalName.GENERATE_IF_NEEDED].map(endpointName => ['logRetention', { endpointName }, logs({ logRetention, endpointName })]),
    neighbors: {
      'a name': logs({ logRetention, endpointName: 'chat' }),
      'a name that is an unresolved token': logs({ logRetention, endpointName: Lazy.string({ produce: () => 'chat' }) }),
      'no retention': logs({}),
    },
  },
  'log-retention-days': {
    mistakes: [
      ...[0, 2, -1, 1.5, NaN, 10_000].map(got => ['logRetention', { got }, retentionFindings(got)] as const),
      ['logRetention', { got: 2 }, logs({ logRetention: 2 as RetentionDays, endpointName: 'chat' })],
    ],
    neighbors: {
      ...Object.fromEntries(days.map(day => [`${day} days`, retentionFindings(day)])),
      'none': retentionFindings(undefined),
      'an unresolved token': retentionFindings(Lazy.number({ produce: () => 2 })),
    },
  },
  'log-encryption-key-without-retention': {
    mistakes: [['logEncryptionKey', {}, logs({ logEncryptionKey })]],
    neighbors: { 'a retention': logs({ logEncryptionKey, logRetention, endpointName: 'chat' }), 'no key': logs({}) },
  },
});
