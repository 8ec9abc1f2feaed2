import * as iam from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { PhysicalName, Token } from 'aws-cdk-lib/core';
import { inferenceAmiFor } from './inference-ami';
import { CheckedModelPlan, ModelPlan, planModel } from './model-plan';
import { PlanScope } from './plan-scope';
import { InstanceOptions } from '../capacity/instance-options';
import { ObservabilityOptions } from '../capacity/observability-options';
import { amountIn } from '../input/amounts';
import { Wrong } from '../input/kinds';
import { GivenString, stringsIn } from '../input/strings';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { InstanceShare, wholeInstance } from '../instance/instance-share';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { NetworkOptions } from '../network/network-options';
import { SelectedNetwork, selectNetwork } from '../network/selected-network';
import { readEndpointProps } from '../props/endpoint-shape';
import { HuggingFaceSageMakerEndpointProps } from '../props/huggingface-sagemaker-endpoint-props';
import { AsyncInferenceOptions } from '../requests/async-inference-options';
import { DataCaptureOptions } from '../requests/data-capture-options';
import { SecurityOptions } from '../role/security-options';
import { DeploymentSettings } from '../updates/deployment-settings';

/** What an endpoint will be: the instances, network, updates, queues and permissions that its models run with. */
export interface EndpointPlan {
  readonly scope: PlanScope;

  /** The props that cannot be used. The plan is made without them. */
  readonly wrongProps: readonly Wrong[];

  /** All strings of the props, except for those that make up the environment. */
  readonly strings: readonly GivenString[];

  /** The models that the endpoint serves. */
  readonly models: readonly ModelPlan[];

  /** What a model gets of an instance of each type: first of the instance type, then of the types that may replace it. */
  readonly shares: readonly [InstanceShare, ...InstanceShare[]];
  readonly instanceType: SageMakerInstanceType;
  readonly fallbackInstanceTypes: readonly SageMakerInstanceType[];
  readonly instanceCount: number;
  readonly endpointName?: string;

  /** Whether the template has the endpoint. */
  readonly enabled: boolean;

  /** Whether the name is known before the endpoint exists. */
  readonly isNamed: boolean;

  /** The AMI that the user names, or else the one that the image needs. */
  readonly inferenceAmiVersion?: InferenceAmiVersion;

  /** Whether the user names the AMI. */
  readonly hasOwnAmi: boolean;
  readonly volumeSizeInGB?: number;

  /** How instances are provided, requests are routed, and metrics are published. */
  readonly capacity: InstanceOptions & ObservabilityOptions;

  /** The part of `vpc` that the container is connected to. */
  readonly network?: SelectedNetwork;

  /** Why no subnets of `vpc` can be selected. */
  readonly noNetwork?: string;
  readonly networkOptions: NetworkOptions;

  /** The network that the user names by ids. */
  readonly vpcConfig?: CfnModel.VpcConfigProperty;
  readonly security: SecurityOptions;
  readonly role?: iam.IRole;
  readonly logRetention?: RetentionDays;

  /** Whether log groups are part of the stack. */
  readonly hasLogGroup: boolean;
  readonly asyncInference?: AsyncInferenceOptions;
  readonly dataCapture?: DataCaptureOptions;
  readonly deployment?: DeploymentSettings;

  /** Whether an alarm that the library creates watches updates. */
  readonly hasRollbackAlarm: boolean;
}

/** An endpoint plan without errors: what the resources are created from. */
export type CheckedEndpointPlan = EndpointPlan & { readonly models: readonly [CheckedModelPlan, ...CheckedModelPlan[]] };

/** The props whose strings are in the environment, where they are checked. */
const IN_ENVIRONMENT = ['environment', 'server', 'hubAccessToken'];

/** Computes the plan of an endpoint with one model. */
export function planEndpoint(given: HuggingFaceSageMakerEndpointProps, scope: PlanScope): EndpointPlan {
  const { value: props, wrong: wrongProps } = readEndpointProps(given);
  const {
    instanceType, fallbackInstanceTypes = [], instanceProvisionTimeout, mlReservationArn, routingStrategy, enhancedMetrics, detailedObservability,
    metricPublishFrequency, ssmAccess, vpc, vpcSubnets, securityGroups, allowAllOutbound, networkIsolation, executionPermissions, encryptionKey,
    logEncryptionKey, vpcConfig, role, logRetention, asyncInference, dataCapture, endpointName,
  } = props;
  const share = wholeInstance(instanceType);
  const fallbackShares = distinct(instanceType, fallbackInstanceTypes).map(type => wholeInstance(type, 'fallbackInstanceTypes'));
  const model = planModel(props, share, fallbackShares, scope);
  return {
    scope,
    wrongProps,
    strings: stringsOf(props),
    models: [model],
    shares: [share, ...fallbackShares],
    instanceType,
    fallbackInstanceTypes,
    instanceCount: props.instanceCount ?? 1,
    endpointName,
    enabled: props.enabled ?? true,
    isNamed: hasName(endpointName),
    inferenceAmiVersion: props.inferenceAmiVersion ?? inferenceAmiFor(model.image?.profile, instanceType),
    hasOwnAmi: props.inferenceAmiVersion !== undefined,
    volumeSizeInGB: props.volumeSize && amountIn('gibibytes', props.volumeSize),
    capacity: {
      fallbackInstanceTypes,
      instanceProvisionTimeout,
      mlReservationArn,
      routingStrategy,
      ssmAccess,
      enhancedMetrics,
      detailedObservability,
      metricPublishFrequency,
    },
    ...selectNetwork(props),
    networkOptions: { vpc, vpcSubnets, securityGroups, allowAllOutbound, networkIsolation },
    vpcConfig,
    security: { executionPermissions, encryptionKey, logEncryptionKey },
    role,
    logRetention,
    hasLogGroup: logRetention !== undefined,
    asyncInference,
    dataCapture,
    deployment: props.deployment?._settings,
    hasRollbackAlarm: props.deployment !== undefined && props.deployment._settings.rollbackAlarms === undefined && hasName(endpointName),
  };
}

/** All strings of props, except for those that make up the environment. */
export function stringsOf(props: object): GivenString[] {
  return Object.entries(props).filter(([prop]) => !IN_ENVIRONMENT.includes(prop)).flatMap(([prop, value]) => stringsIn(value, prop));
}

/** Whether the name is known before the endpoint exists: what the endpoint waits for cannot use one that CloudFormation generates. */
export function hasName(endpointName: string | undefined): boolean {
  return endpointName !== undefined && endpointName !== PhysicalName.GENERATE_IF_NEEDED;
}

/** The types that differ from each other and from the first one. */
function distinct(first: SageMakerInstanceType, others: readonly SageMakerInstanceType[]): SageMakerInstanceType[] {
  const names = [first, ...others].map(type => type.toString());
  return others.filter((type, index) => Token.isUnresolved(type.toString()) || names.indexOf(type.toString()) === index + 1);
}
