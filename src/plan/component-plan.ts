import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { EndpointPlan, hasName, stringsOf } from './endpoint-plan';
import { inferenceAmiFor } from './inference-ami';
import { CheckedModelPlan, ModelPlan, planModel } from './model-plan';
import { PlanScope } from './plan-scope';
import { ScaleInOptions } from '../capacity/scale-in-options';
import { isKnown } from '../common/known';
import { amountIn } from '../input/amounts';
import { Wrong } from '../input/kinds';
import { GivenString } from '../input/strings';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { InstanceShare, partOfInstance, wholeInstance } from '../instance/instance-share';
import { selectNetwork } from '../network/selected-network';
import { readComponentEndpointProps, readComponentOptions } from '../props/component-shape';
import { HuggingFaceSageMakerComponentEndpointProps } from '../props/huggingface-sagemaker-component-endpoint-props';
import { InferenceComponentOptions } from '../props/inference-component-options';
import { ComponentRollingUpdateOptions } from '../updates/component-rolling-update-options';

/** What an endpoint for inference components will be. Its models are added later, each with a plan of its own. */
export interface ComponentEndpointPlan extends EndpointPlan {
  readonly minInstanceCount: number;
  readonly maxInstanceCount: number;
  readonly scaleIn?: ScaleInOptions;
  readonly logRetentionOfComponents?: RetentionDays;
}

/** What an inference component will be: a model, and what each of its copies gets of an instance. */
export interface ComponentPlan {
  readonly wrongProps: readonly Wrong[];

  /** All strings of the options, except for those that make up the environment. */
  readonly strings: readonly GivenString[];
  readonly model: ModelPlan;
  readonly share: InstanceShare;

  /** The accelerators that each copy reserves. Undefined if there are none, or if it is not known that there are any. */
  readonly acceleratorCount?: number;
  readonly cpuCount?: number;
  readonly minMemoryMiB: number;
  readonly copyCount: number;
  readonly rollingUpdate?: ComponentRollingUpdateOptions;
}

/** A component plan without errors: what the resources are created from. */
export type CheckedComponentPlan = ComponentPlan & { readonly model: CheckedModelPlan };

/** The memory that the SageMaker Python SDK reserves by default: https://pypi.org/project/sagemaker-serve/ (`model_builder.py`). */
const MEMORY_MIB = 1024;

/** Computes the plan of an endpoint for inference components. */
export function planComponentEndpoint(given: HuggingFaceSageMakerComponentEndpointProps, scope: PlanScope): ComponentEndpointPlan {
  const { value: props, wrong: wrongProps } = readComponentEndpointProps(given);
  const {
    instanceType, minInstanceCount = 1, routingStrategy, enhancedMetrics, detailedObservability, metricPublishFrequency, vpc, vpcSubnets,
    securityGroups, allowAllOutbound, networkIsolation, executionPermissions, encryptionKey, logEncryptionKey,
  } = props;
  return {
    scope,
    wrongProps,
    strings: stringsOf(props),
    models: [],
    shares: [wholeInstance(instanceType)],
    instanceType,
    fallbackInstanceTypes: [],
    // a new endpoint starts with at least one instance; what is wrong with the minimum is found in that prop
    instanceCount: isKnown(minInstanceCount) && !(Number.isInteger(minInstanceCount) && minInstanceCount >= 1) ? 1 : minInstanceCount,
    minInstanceCount,
    maxInstanceCount: props.maxInstanceCount ?? (isKnown(minInstanceCount) ? Math.max(1, minInstanceCount) : minInstanceCount),
    scaleIn: props.scaleIn,
    endpointName: props.endpointName,
    enabled: props.enabled ?? true,
    isNamed: hasName(props.endpointName),
    inferenceAmiVersion: props.inferenceAmiVersion,
    hasOwnAmi: props.inferenceAmiVersion !== undefined,
    volumeSizeInGB: props.volumeSize && amountIn('gibibytes', props.volumeSize),
    capacity: { routingStrategy, enhancedMetrics, detailedObservability, metricPublishFrequency },
    ...selectNetwork(props),
    networkOptions: { vpc, vpcSubnets, securityGroups, allowAllOutbound, networkIsolation },
    vpcConfig: props.vpcConfig,
    security: { executionPermissions, encryptionKey, logEncryptionKey },
    role: props.role,
    logRetentionOfComponents: props.logRetention,
    hasLogGroup: props.logRetention !== undefined,
    hasRollbackAlarm: false,
  };
}

/** Computes the plan of a component of an endpoint. */
export function planComponent(given: InferenceComponentOptions, { instanceType, scope }: ComponentEndpointPlan): ComponentPlan {
  const { value: options, wrong: wrongProps } = readComponentOptions(given);
  const { minMemory, copyCount = 1 } = options;
  // SageMaker rejects a number of accelerators for an instance without any
  const acceleratorCount = options.acceleratorCount ?? (instanceType.acceleratorCount ? 1 : undefined);
  const known = isKnown(acceleratorCount) ? acceleratorCount : undefined;
  const share = partOfInstance(instanceType, instanceType.acceleratorCount === 0 ? 0 : known);
  return {
    wrongProps,
    strings: stringsOf(options),
    model: planModel(options, share, [], scope),
    share,
    acceleratorCount,
    cpuCount: options.cpuCount,
    minMemoryMiB: (minMemory && amountIn('mebibytes', minMemory)) ?? MEMORY_MIB,
    copyCount,
    rollingUpdate: options.rollingUpdate,
  };
}

/** The AMI that a model needs on the instances. Undefined if that which SageMaker chooses is sufficient. */
export function amiOf({ image }: ModelPlan, { instanceType }: EndpointPlan): InferenceAmiVersion | undefined {
  return inferenceAmiFor(image?.profile, instanceType);
}

/** The AMI of the instances: that of the user, or else the one with the newest driver that a model needs. */
export function commonAmi(plan: EndpointPlan, models: readonly ModelPlan[]): InferenceAmiVersion | undefined {
  const needed = models.map(model => amiOf(model, plan)).filter(ami => ami !== undefined);
  const newest = needed.find(ami => ami.toString() === InferenceAmiVersion.AL2023_GPU_4_1.toString());
  return plan.hasOwnAmi ? plan.inferenceAmiVersion : newest ?? needed[0];
}
