import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { CapacitySize, Deployment, HuggingFaceSageMakerEndpointProps, RoutingStrategy, SageMakerInstanceType } from '../../src';
import { image, newStack } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const LMI = image('djl-inference:0.36.0-lmi24.0.0-cu129');
const NEURON = image('huggingface-pytorch-inference-neuron:1.9.1-transformers4.12.3-neuron-py37-sdk1.17.1-ubuntu18.04');
const VLLM_NEURON = image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.4-neuronx-py310-sdk2.26.1-ubuntu22.04');
const alarms = (count: number) => Array.from({ length: count }, (_, index) => cloudwatch.Alarm.fromAlarmName(newStack(), 'Alarm', `alarm-${index}`));
const minutes = (amount: number) => Duration.minutes(amount);
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

/** The cases of every-check.test.ts for how an endpoint is updated, and where its instances come from. */
export const OPERATION_CASES: Record<string, { readonly mistake: Props; readonly neighbour: Props }> = {
  'deployment-size': { mistake: canary({ size: CapacitySize.percent(51) }), neighbour: canary({ size: CapacitySize.percent(50) }) },
  'deployment-rollback-size': { mistake: rolling(CapacitySize.percent(101)), neighbour: rolling(CapacitySize.percent(100)) },
  'deployment-of-one-instance': { mistake: canary({}, 1), neighbour: canary({}, 2) },
  'deployment-wait': { mistake: canary({ waitInterval: minutes(61) }), neighbour: canary({ waitInterval: minutes(60) }) },
  'deployment-timeout': { mistake: canary({ maximumExecutionTimeout: minutes(9) }), neighbour: canary({ maximumExecutionTimeout: minutes(10) }) },
  'deployment-timeout-below-waits': {
    mistake: canary({ terminationWait: minutes(10), maximumExecutionTimeout: minutes(15) }),
    neighbour: canary({ terminationWait: minutes(10), maximumExecutionTimeout: minutes(16) }),
  },
  'deployment-wait-short': { mistake: canary({ waitInterval: Duration.seconds(59) }), neighbour: canary({ waitInterval: Duration.seconds(60) }) },
  'deployment-alarms': { mistake: canary({ rollbackAlarms: alarms(11) }), neighbour: canary({ rollbackAlarms: alarms(10) }) },
  'deployment-without-alarms': {
    mistake: canary({ rollbackAlarms: undefined }),
    neighbour: { ...canary({ rollbackAlarms: undefined }), endpointName: 'a' },
  },
  'deployment-excluded': {
    mistake: { container: NEURON, instanceType: type('inf1.xlarge'), deployment: Deployment.allAtOnce() },
    neighbour: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), deployment: Deployment.allAtOnce() },
  },
  'fallback-instance-types': {
    mistake: { fallbackInstanceTypes: ['g5.4xlarge', 'g5.8xlarge', 'g5.16xlarge', 'g6.2xlarge', 'g6.4xlarge'].map(type) },
    neighbour: { fallbackInstanceTypes: ['g5.4xlarge', 'g5.8xlarge', 'g5.16xlarge', 'g6.2xlarge'].map(type) },
  },
  'fallback-instance-type-twice': {
    mistake: { fallbackInstanceTypes: [type('g5.2xlarge')] },
    neighbour: { fallbackInstanceTypes: [type('g5.4xlarge')] },
  },
  'fallback-of-other-hardware': {
    mistake: { container: image('mine:1'), fallbackInstanceTypes: [type('inf2.xlarge')] },
    neighbour: { container: image('mine:1'), fallbackInstanceTypes: [type('g6.2xlarge')] },
  },
  'fallback-of-other-ami': {
    mistake: { container: LMI, instanceType: type('g6e.2xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')] },
    neighbour: { container: VLLM, instanceType: type('g6e.2xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')] },
  },
  'instance-provision-timeout': { mistake: { instanceProvisionTimeout: Duration.seconds(299) }, neighbour: { instanceProvisionTimeout: Duration.seconds(300) } },
  'ml-reservation-arn': { mistake: { mlReservationArn: RESERVATION.replace('sagemaker', 'ec2') }, neighbour: { mlReservationArn: RESERVATION } },
  'ml-reservation-with-fallback': {
    mistake: { mlReservationArn: RESERVATION, fallbackInstanceTypes: [type('g5.4xlarge')] },
    neighbour: { mlReservationArn: RESERVATION },
  },
  'prefix-aware-routing': { mistake: { routingStrategy: prefixAware(1023) }, neighbour: { routingStrategy: prefixAware(1024) } },
  'metric-publish-frequency': { mistake: { metricPublishFrequency: Duration.seconds(20) }, neighbour: { metricPublishFrequency: Duration.seconds(10) } },
};
