import { ITopic } from 'aws-cdk-lib/aws-sns';
import { ResourceEnvironment } from 'aws-cdk-lib/core';
import { Elsewhere, elsewhere, Location, LocationPart, locationOf } from '../../common/location';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding } from '../finding';

/** The message of a check that a resource is where the endpoint is. */
export function elsewhereMessage(prop: string, { what, expected, got }: Elsewhere): string {
  return `'${prop}' must be in the ${what} of the endpoint, ${expected}, got one in ${got}`;
}

const ROLE: Check<Elsewhere> = {
  id: 'role-elsewhere',
  severity: 'error',
  what: '`role` is in another account or partition than the endpoint',
  why: 'IAM does not pass a role to a service in another account, and SageMaker rejects the model',
  fix: 'use a role in the account of the endpoint',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  message: elsewhereMessage,
};

const RESOURCE: Check<Elsewhere> = {
  id: 'resource-elsewhere',
  severity: 'error',
  what: 'a key, a topic, the VPC, a security group or the reservation of an endpoint is in another region, or a reservation is in another account',
  why: 'a regional resource cannot be used from another region, and the deployment fails',
  fix: 'use a resource where the endpoint is',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/regional-services.html',
  message: elsewhereMessage,
};

const BUCKET_KEY: Check<Elsewhere> = {
  id: 'bucket-key-elsewhere',
  severity: 'error',
  what: 'a key for objects is in another region than their bucket, as far as the app knows',
  why: 'Amazon S3 encrypts objects only with a key in the region of the bucket, and rejects them',
  fix: 'use a key in the region of the bucket, or import the bucket with `Bucket.fromBucketAttributes` and its region',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  message: (prop, { what, expected, got }) => `'${prop}' must be in the ${what} of the bucket, ${expected}, got one in ${got}`,
};

const BUCKET: Check<Elsewhere> = {
  id: 'bucket-in-other-region',
  severity: 'warning',
  what: 'a bucket of `asyncInference` or `dataCapture` is in another region than the endpoint, as far as the app knows',
  why: 'AWS documents no requests across regions, and SageMaker may not be able to read or write the objects',
  fix: 'use a bucket in the region of the endpoint, or import the bucket in the stack of the endpoint if it is in that region',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint-prerequisites.html',
  message: elsewhereMessage,
};

const TOKEN: Check<Elsewhere> = {
  id: 'hub-access-token-in-other-region',
  severity: 'warning',
  what: '`hubAccessToken` is a secret in another region or partition than the endpoint',
  why: 'CloudFormation resolves it in the region of the stack, where the secret does not exist unless it is replicated',
  fix: 'use a secret in the region of the endpoint, such as a replica',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
  message: elsewhereMessage,
};

const ALARM_TOPIC: Check<Elsewhere> = {
  id: 'monitor-topic-elsewhere',
  severity: 'error',
  what: '`topic` of `monitor` is in another region than the endpoint',
  why: 'CloudWatch rejects an alarm that notifies a topic in another region, and the deployment is rolled back',
  fix: 'use a topic in the region of the endpoint',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
  message: elsewhereMessage,
};

export const LOCATION_CHECKS = [ROLE, RESOURCE, BUCKET_KEY, BUCKET, TOKEN];
export const TOPIC_LOCATION_CHECKS = [ALARM_TOPIC];

const REGIONAL: readonly LocationPart[] = ['partition', 'region'];

/** A resource that a prop holds: its ARN, if there is one, and the environment that the app knows it in. */
type Located = readonly [prop: string, arn: string | undefined, resource: { readonly env?: ResourceEnvironment } | undefined];

/** Finds what is not where the endpoint is. */
export function locationFindings(plan: EndpointPlan): Finding[] {
  const { scope, role, capacity: { mlReservationArn } } = plan;
  const find = (check: Check<Elsewhere>, parts: readonly LocationPart[], ...resources: Located[]) => resources.flatMap(([prop, arn, resource]) =>
    elsewhere(parts, scope, locationOf(arn, resource?.env)).map(found => finding(check, prop, found)));
  return [
    ...find(ROLE, ['partition', 'account'], ['role', role?.roleArn, role]),
    ...find(RESOURCE, REGIONAL, ...regional(plan)),
    ...find(RESOURCE, ['partition', 'region', 'account'], ['mlReservationArn', mlReservationArn, undefined]),
    ...bucketKeys(plan),
    ...find(BUCKET, REGIONAL, ...buckets(plan)),
    ...plan.models.flatMap(model => find(TOKEN, REGIONAL, ['hubAccessToken', secretArn(model), undefined])),
  ];
}

/** Finds a topic that the alarms of an endpoint cannot notify. */
export function topicLocationFindings(ofAlarm: Location, topic: ITopic | undefined): Finding[] {
  return elsewhere(REGIONAL, ofAlarm, locationOf(topic?.topicArn, topic?.env)).map(found => finding(ALARM_TOPIC, 'topic', found));
}

/** What is used in the region of the endpoint. New topics, which are encrypted with the key of `asyncInference`, are there, too. */
function regional({ security, asyncInference, network, networkOptions: { securityGroups = [] } }: EndpointPlan): Located[] {
  const { encryptionKey, logEncryptionKey } = security;
  const { successTopic, errorTopic, createTopicsFor = [], encryptionKey: topicKey } = asyncInference ?? {};
  const ofNewTopics = createTopicsFor.length > 0 ? topicKey : undefined;
  return [
    ['encryptionKey', encryptionKey?.keyArn, encryptionKey],
    ['logEncryptionKey', logEncryptionKey?.keyArn, logEncryptionKey],
    ['asyncInference.successTopic', successTopic?.topicArn, successTopic],
    ['asyncInference.errorTopic', errorTopic?.topicArn, errorTopic],
    ['asyncInference.encryptionKey', ofNewTopics?.keyArn, ofNewTopics],
    ['vpc', undefined, network?.vpc],
    ...securityGroups.map((group): Located => ['securityGroups', undefined, group]),
  ];
}

function buckets({ asyncInference, dataCapture }: EndpointPlan): Located[] {
  return [
    ['asyncInference.outputBucket', asyncInference?.outputBucket.bucketArn, asyncInference?.outputBucket],
    ['asyncInference.inputBucket', asyncInference?.inputBucket?.bucketArn, asyncInference?.inputBucket],
    ['dataCapture.bucket', dataCapture?.bucket.bucketArn, dataCapture?.bucket],
  ];
}

function bucketKeys({ asyncInference, dataCapture }: EndpointPlan): Finding[] {
  const pairs = [
    ['asyncInference.encryptionKey', asyncInference?.encryptionKey, asyncInference?.outputBucket],
    ['dataCapture.encryptionKey', dataCapture?.encryptionKey, dataCapture?.bucket],
  ] as const;
  return pairs.flatMap(([prop, key, bucket]) =>
    elsewhere(['region'], locationOf(undefined, bucket?.env), locationOf(key?.keyArn, key?.env)).map(found => finding(BUCKET_KEY, prop, found)));
}

/** The ARN in a dynamic reference. Undefined if the secret is named in another way, or created by the app. */
function secretArn({ hubAccessToken, scope }: ModelPlan): string | undefined {
  const resolved = hubAccessToken && scope.resolve(hubAccessToken.unsafeUnwrap());
  return /\{\{resolve:secretsmanager:(arn:[^}]*)/.exec(String(resolved))?.[1];
}
