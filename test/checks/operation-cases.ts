import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import {
  AsyncInferenceOptions, AsyncOutcome, CapacitySize, DataCaptureOptions, Deployment, HuggingFaceSageMakerEndpointProps, RoutingStrategy,
} from '../../src';
import { IMAGES } from '../images';
import { image, newStack, type } from '../util';

const { LMI, TOOLKIT_INFERENTIA1, VLLM, VLLM_NEURON } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const alarms = (count: number) => Array.from({ length: count }, (_, index) => cloudwatch.Alarm.fromAlarmName(newStack(), 'Alarm', `alarm-${index}`));
const alarmIn = (region: string) => cloudwatch.Alarm.fromAlarmArn(newStack(), 'Alarm', `arn:aws:cloudwatch:${region}:111122223333:alarm:errors`);
const minutes = (amount: number) => Duration.minutes(amount);
const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights');
const topic = sns.Topic.fromTopicArn(newStack(), 'Topic', 'arn:aws:sns:eu-west-1:111122223333:outcomes');
const queue = (options: Partial<AsyncInferenceOptions> = {}) => ({ asyncInference: { outputBucket: bucket, ...options } });
const capture = (options: Partial<DataCaptureOptions> = {}) => ({ dataCapture: { bucket, samplingPercentage: 10, ...options } });
const lmi = (tag: string) => ({ ...queue(), container: image(`djl-inference:${tag}`), instanceType: type('g5.xlarge') });
/** A canary among two instances, with an alarm. */
const canary = (options: Partial<Parameters<typeof Deployment.canary>[0]> = {}, instanceCount = 2): Props => ({
  instanceCount, deployment: Deployment.canary({ size: CapacitySize.percent(50), waitInterval: minutes(5), rollbackAlarms: alarms(1), ...options }),
});
const rolling = (rollback: CapacitySize): Props => ({
  instanceCount: 2,
  deployment: Deployment.rolling({
    maximumBatchSize: CapacitySize.instances(1), waitInterval: minutes(5), rollbackMaximumBatchSize: rollback, rollbackAlarms: alarms(1),
  }),
});
const prefixAware = (prefixLength: number) => RoutingStrategy.prefixAware({ prefixLength, concurrencyThreshold: 1 });
const RESERVATION = 'arn:aws:sagemaker:eu-west-1:111122223333:training-plan/g5';

/** The cases of prop-cases.ts for queues, captured data, how an endpoint is updated, and where its instances come from. */
export const OPERATION_CASES: Record<string, { readonly mistake: Props; readonly neighbor: Props }> = {
  'async-concurrency': {
    mistake: queue({ maxConcurrentInvocationsPerInstance: 1001 }), neighbor: queue({ maxConcurrentInvocationsPerInstance: 1000 }),
  },
  'async-prefix': { mistake: queue({ outputPrefix: '/a' }), neighbor: queue({ outputPrefix: 'a/' }) },
  // s3://weights/ has 13 characters
  'async-address': { mistake: queue({ failurePrefix: 'a'.repeat(500) }), neighbor: queue({ failurePrefix: 'a'.repeat(499) }) },
  'async-input-prefix-without-bucket': { mistake: queue({ inputPrefix: 'a' }), neighbor: queue({ inputPrefix: 'a', inputBucket: bucket }) },
  'async-topic-twice': {
    mistake: queue({ errorTopic: topic, createTopicsFor: [AsyncOutcome.ERROR] }),
    neighbor: queue({ errorTopic: topic, createTopicsFor: [AsyncOutcome.SUCCESS] }),
  },
  'async-response-without-topic': {
    mistake: queue({ errorTopic: topic, includeResponseFor: [AsyncOutcome.SUCCESS] }),
    neighbor: queue({ errorTopic: topic, includeResponseFor: [AsyncOutcome.ERROR] }),
  },
  'async-on-inferentia1': {
    mistake: { ...queue(), container: TOOLKIT_INFERENTIA1, instanceType: type('inf1.xlarge') },
    neighbor: { ...queue(), container: VLLM_NEURON, instanceType: type('inf2.xlarge') },
  },
  'async-lmi-version': { mistake: lmi('0.30.0-lmi12.0.0-cu124'), neighbor: lmi('0.31.0-lmi13.0.0-cu124') },
  'data-capture-percentage': { mistake: capture({ samplingPercentage: 101 }), neighbor: capture({ samplingPercentage: 100 }) },
  'data-capture-prefix': { mistake: capture({ prefix: '/a' }), neighbor: capture({ prefix: 'a/' }) },
  'data-capture-address': { mistake: capture({ prefix: 'a'.repeat(500) }), neighbor: capture({ prefix: 'a'.repeat(499) }) },
  'data-capture-content-types': {
    mistake: capture({ jsonContentTypes: ['application/json; charset=utf-8'] }),
    neighbor: capture({ jsonContentTypes: ['application/json'] }),
  },
  'data-capture-of-async': { mistake: { ...queue(), ...capture() }, neighbor: capture() },
  'deployment-size': { mistake: canary({ size: CapacitySize.percent(51) }), neighbor: canary({ size: CapacitySize.percent(50) }) },
  'deployment-rollback-size': { mistake: rolling(CapacitySize.percent(101)), neighbor: rolling(CapacitySize.percent(100)) },
  'deployment-of-one-instance': { mistake: canary({}, 1), neighbor: canary({}, 2) },
  'deployment-wait': { mistake: canary({ waitInterval: minutes(61) }), neighbor: canary({ waitInterval: minutes(60) }) },
  'deployment-timeout': { mistake: canary({ maximumExecutionTimeout: minutes(9) }), neighbor: canary({ maximumExecutionTimeout: minutes(10) }) },
  'deployment-timeout-below-waits': {
    mistake: canary({ terminationWait: minutes(10), maximumExecutionTimeout: minutes(15) }),
    neighbor: canary({ terminationWait: minutes(10), maximumExecutionTimeout: minutes(16) }),
  },
  'deployment-wait-short': { mistake: canary({ waitInterval: Duration.seconds(59) }), neighbor: canary({ waitInterval: Duration.seconds(60) }) },
  'deployment-alarms': { mistake: canary({ rollbackAlarms: alarms(11) }), neighbor: canary({ rollbackAlarms: alarms(10) }) },
  'deployment-alarm-elsewhere': {
    mistake: canary({ rollbackAlarms: [alarmIn('eu-central-1')] }), neighbor: canary({ rollbackAlarms: [alarmIn('eu-west-1')] }),
  },
  'deployment-without-alarms': {
    mistake: canary({ rollbackAlarms: undefined }),
    neighbor: { ...canary({ rollbackAlarms: undefined }), endpointName: 'a' },
  },
  'deployment-excluded': {
    mistake: { container: TOOLKIT_INFERENTIA1, instanceType: type('inf1.xlarge'), deployment: Deployment.allAtOnce() },
    neighbor: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), deployment: Deployment.allAtOnce() },
  },
  'fallback-instance-types': {
    mistake: { fallbackInstanceTypes: ['g5.4xlarge', 'g5.8xlarge', 'g5.16xlarge', 'g6.2xlarge', 'g6.4xlarge'].map(type) },
    neighbor: { fallbackInstanceTypes: ['g5.4xlarge', 'g5.8xlarge', 'g5.16xlarge', 'g6.2xlarge'].map(type) },
  },
  'fallback-instance-type-twice': {
    mistake: { fallbackInstanceTypes: [type('g5.2xlarge')] },
    neighbor: { fallbackInstanceTypes: [type('g5.4xlarge')] },
  },
  'fallback-of-other-hardware': {
    mistake: { container: image('mine:1'), fallbackInstanceTypes: [type('inf2.xlarge')] },
    neighbor: { container: image('mine:1'), fallbackInstanceTypes: [type('g6.2xlarge')] },
  },
  'fallback-of-other-ami': {
    mistake: { container: LMI, instanceType: type('g6e.2xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')] },
    neighbor: { container: VLLM, instanceType: type('g6e.2xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')] },
  },
  'instance-provision-timeout': { mistake: { instanceProvisionTimeout: Duration.seconds(299) }, neighbor: { instanceProvisionTimeout: Duration.seconds(300) } },
  'ml-reservation-arn': { mistake: { mlReservationArn: RESERVATION.replace('sagemaker', 'ec2') }, neighbor: { mlReservationArn: RESERVATION } },
  'ml-reservation-with-fallback': {
    mistake: { mlReservationArn: RESERVATION, fallbackInstanceTypes: [type('g5.4xlarge')] },
    neighbor: { mlReservationArn: RESERVATION },
  },
  'prefix-aware-routing': { mistake: { routingStrategy: prefixAware(1023) }, neighbor: { routingStrategy: prefixAware(1024) } },
  'routing-strategy': { mistake: { routingStrategy: RoutingStrategy.KV_AWARE }, neighbor: { routingStrategy: RoutingStrategy.of('LATENCY_AWARE') } },
  'metric-publish-frequency': { mistake: { metricPublishFrequency: Duration.seconds(20) }, neighbor: { metricPublishFrequency: Duration.seconds(10) } },
};
