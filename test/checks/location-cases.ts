import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SecretValue } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps } from '../../src';
import { newStack } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const role = (account: string): Props => ({ role: iam.Role.fromRoleArn(newStack(), 'Role', `arn:aws:iam::${account}:role/runner`) });
const bucket = (region: string) => s3.Bucket.fromBucketAttributes(newStack(), 'Bucket', { bucketName: 'answers', region });
const key = (region: string) => kms.Key.fromKeyArn(newStack(), 'Key', `arn:aws:kms:${region}:111122223333:key/one`);
const topic = (region: string) => sns.Topic.fromTopicArn(newStack(), 'Topic', `arn:aws:sns:${region}:111122223333:alerts`);
const queue = (outputBucket: string, encryptionKey: string): Props =>
  ({ asyncInference: { outputBucket: bucket(outputBucket), encryptionKey: key(encryptionKey) } });
const secret = (region: string): Props =>
  ({ hubAccessToken: SecretValue.secretsManager(`arn:aws:secretsmanager:${region}:111122223333:secret:hub-AbCdEf`) });

/** Resources elsewhere than the endpoint in Ireland. */
export const LOCATION_CASES: Record<string, { readonly mistake: Props; readonly neighbor: Props }> = {
  'role-elsewhere': { mistake: role('444455556666'), neighbor: role('111122223333') },
  'resource-elsewhere': {
    mistake: { asyncInference: { outputBucket: bucket('eu-west-1'), successTopic: topic('us-east-1') } },
    neighbor: { asyncInference: { outputBucket: bucket('eu-west-1'), successTopic: topic('eu-west-1') } },
  },
  'log-encryption-key-without-retention': {
    mistake: { logEncryptionKey: key('eu-west-1') },
    neighbor: { logEncryptionKey: key('eu-west-1'), logRetention: RetentionDays.ONE_DAY, endpointName: 'a' },
  },
  'bucket-key-elsewhere': { mistake: queue('eu-west-1', 'us-east-1'), neighbor: queue('us-east-1', 'us-east-1') },
  'bucket-in-other-region': { mistake: queue('us-east-1', 'us-east-1'), neighbor: queue('eu-west-1', 'eu-west-1') },
  'hub-access-token-in-other-region': { mistake: secret('us-east-1'), neighbor: secret('eu-west-1') },
};

type Call = (endpoint: HuggingFaceSageMakerEndpoint) => unknown;

/** Calls with resources elsewhere than the endpoint in Ireland. */
export const LOCATION_METHOD_CASES: Record<string, { readonly mistake: Call; readonly neighbor: Call }> = {
  'monitor-topic-elsewhere': {
    mistake: endpoint => endpoint.monitor({ topic: topic('us-east-1') }), neighbor: endpoint => endpoint.monitor({ topic: topic('eu-west-1') }),
  },
};
