import { PhysicalName, SecretValue, Token } from 'aws-cdk-lib/core';
import { readEndpointProps } from './endpoint-shape';
import { environmentOf } from './environment';
import { adaptersOfHub } from './hub-adapters';
import { downloadsFromHub } from './hub-download';
import { ImagePick, pickImage } from './image-pick';
import { inferenceAmiFor } from './inference-ami';
import { ContainerImage } from '../container/container-image';
import { HuggingFaceSageMakerEndpointProps } from '../huggingface-sagemaker-endpoint-props';
import { amountIn } from '../input/amounts';
import { MAP, Wrong } from '../input/kinds';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { DeploymentSettings } from '../operations/deployment-settings';
import { SelectedNetwork, selectNetwork } from '../operations/selected-network';
import { MODEL_IN_CONTAINER, MODEL_ON_HUB } from '../server/common-settings';
import { serverOf } from '../server/definitions';
import { renderArgument } from '../server/flag';
import { ModelServer } from '../server/model-server';
import { ServerDefinition } from '../server/server-definition';
import { namesOf, ServerContext, Weights } from '../server/server-setting';
import { versionOf } from '../version';

/** Where SageMaker puts the weights that it loads. */
const MODEL_DIRECTORY = '/opt/ml/model';

/** The stack that a plan is for. */
export interface PlanScope {
  /** The region of the stack; a token where it is not known. */
  readonly region: string;

  /** The account of the stack; a token where it is not known. */
  readonly account: string;

  /** The partition of the stack; a token where it is not known. */
  readonly partition: string;

  /** What a token resolves to. */
  readonly resolve: (value: unknown) => unknown;

  /** Looks whether the VPC has an endpoint for Amazon S3, or may have one. There is none before the whole app is known. */
  readonly s3Endpoint?: () => boolean;

  /** Looks whether the security groups of the container let nothing out. There is none before the whole app is known. */
  readonly nothingOut?: () => boolean;
}

/** What an endpoint will be, computed from the props before any construct is created. */
export interface EndpointPlan {
  /** The props that can be used: what is wrong with the others is in `wrongProps`. */
  readonly props: HuggingFaceSageMakerEndpointProps;
  readonly wrongProps: readonly Wrong[];
  readonly scope: PlanScope;
  readonly modelId: string;
  readonly instanceType: SageMakerInstanceType;
  readonly instanceCount: number;
  /** The image, as it is for the architecture of the instance type; undefined where none can be picked. */
  readonly container?: ContainerImage;
  /** Why no image can be picked. */
  readonly noContainer?: string;
  readonly server: ServerDefinition;
  /** The version of the server; undefined where it is not known. */
  readonly serverVersion?: string;
  readonly weights: Weights;
  /** The adapters that the server downloads from the Hub, by their ids there. */
  readonly adaptersOfHub: readonly string[];
  /** Whether it is known that the container downloads the model from the Hub. */
  readonly fromHub: boolean;
  /** The whole environment of the container. */
  readonly environment: Readonly<Record<string, string>>;
  /** What of it the user says: by `environment`, or by arguments without a typed option. */
  readonly userEnvironment: Readonly<Record<string, string>>;
  /** The name by which requests call the model. */
  readonly servedModelName: string;
  readonly inferenceAmiVersion?: InferenceAmiVersion;
  readonly startupHealthCheckTimeoutInSeconds: number;
  readonly modelDataDownloadTimeoutInSeconds?: number;
  readonly volumeSizeInGB?: number;
  /** The types that are taken where there is none of the instance type. */
  readonly fallbackInstanceTypes: readonly SageMakerInstanceType[];
  readonly deployment?: DeploymentSettings;
  /** Whether an update is watched by an alarm of the library's own. */
  readonly hasRollbackAlarm: boolean;
  /** The part of `vpc` that the container is connected to. */
  readonly network?: SelectedNetwork;
  /** Why no subnets can be selected. */
  readonly noNetwork?: string;
}

/** Computes the plan of an endpoint. */
export function planEndpoint(given: HuggingFaceSageMakerEndpointProps, scope: PlanScope): EndpointPlan {
  const { value: props, wrong: wrongProps } = readEndpointProps(given);
  const { instanceType, server: named } = props;
  const pick: ImagePick = props.container ? { container: props.container } : pickImage(props.task?.toString() ?? 'text-generation', instanceType, named?._definition);
  const container = 'container' in pick ? pick.container._builtFor(instanceType.architecture) : undefined;
  const server = named?._definition ?? serverOf(container?.profile);
  const versionOfImage = container?.profile?.server === server.family ? container?.profile?.serverVersion : undefined;
  const serverVersion = named?._version === undefined ? versionOfImage : versionGiven(named._version);
  const weights = weightsOf(props);
  const extra = extraVariables(named, serverVersion);
  const userEnvironment = { ...extra, ...props.environment };
  const adapters = adaptersOfHub(server, named?._options ?? {}, userEnvironment);
  const environment = environmentOf({
    region: scope.region,
    server,
    version: serverVersion,
    context: contextOf(props, weights, adapters.length > 0),
    extraVariables: extra,
    userEnvironment: props.environment ?? {},
  });
  const { network, noNetwork } = selectNetwork(props);
  return {
    props,
    wrongProps,
    scope,
    modelId: props.modelId,
    instanceType,
    instanceCount: props.instanceCount ?? 1,
    container,
    noContainer: 'problem' in pick ? pick.problem : undefined,
    server,
    serverVersion,
    weights,
    adaptersOfHub: adapters,
    fromHub: downloadsFromHub(weights, server, environment),
    environment,
    userEnvironment,
    servedModelName: servedModelName(server, environment) ?? props.modelId,
    inferenceAmiVersion: props.inferenceAmiVersion ?? inferenceAmiFor(container?.profile, instanceType),
    startupHealthCheckTimeoutInSeconds: startupTimeout(props),
    modelDataDownloadTimeoutInSeconds: props.modelDataDownloadTimeout && amountIn('seconds', props.modelDataDownloadTimeout),
    volumeSizeInGB: props.volumeSize && amountIn('gibibytes', props.volumeSize),
    fallbackInstanceTypes: props.fallbackInstanceTypes ?? [],
    deployment: props.deployment?._settings,
    hasRollbackAlarm: hasRollbackAlarm(props),
    network,
    noNetwork,
  };
}

/** The version that the user names; undefined where it is not known. */
function versionGiven(version: string): string | undefined {
  return typeof version !== 'string' || Token.isUnresolved(version) ? undefined : versionOf(version);
}

/** Whether the name is there before the endpoint: what the endpoint waits for cannot carry one that CloudFormation generates. */
export function hasName({ endpointName }: HuggingFaceSageMakerEndpointProps): boolean {
  return endpointName !== undefined && endpointName !== PhysicalName.GENERATE_IF_NEEDED;
}

function hasRollbackAlarm(props: HuggingFaceSageMakerEndpointProps): boolean {
  return props.deployment !== undefined && props.deployment._settings.rollbackAlarms === undefined && hasName(props);
}

function weightsOf({ modelId, modelData }: HuggingFaceSageMakerEndpointProps): Weights {
  if (modelData) {
    return { kind: 'local', path: MODEL_DIRECTORY, fromS3: true };
  }
  return modelId.startsWith('/') ? { kind: 'local', path: modelId, fromS3: false } : { kind: 'hub', modelId };
}

function contextOf(props: HuggingFaceSageMakerEndpointProps, weights: Weights, hasAdapterOfHub: boolean): ServerContext {
  return {
    modelId: props.modelId,
    weights,
    instanceType: props.instanceType,
    fallbackInstanceTypes: props.fallbackInstanceTypes ?? [],
    options: props.server?._options ?? {},
    task: props.task?.toString(),
    hasAdapterOfHub,
    modelRevision: weights.kind === 'hub' ? props.modelRevision : undefined,
    hubAccessToken: weights.kind === 'local' && weights.fromS3 && !hasAdapterOfHub ? undefined : textOf(props.hubAccessToken),
    heads: props.modelProfile?._heads,
  };
}

/** The secret as the template holds it: a reference to it. */
function textOf(secret: SecretValue | undefined): string | undefined {
  return secret?.unsafeUnwrap();
}

function extraVariables(server: ModelServer | undefined, version: string | undefined): Record<string, string> {
  const variable = server?._definition.argumentVariable;
  const extra = server && MAP.read(server._extraArguments, '').value as Record<string, string> | undefined;
  return variable ? Object.fromEntries(Object.entries(extra ?? {}).flatMap(([argument, value]) => {
    const text = renderArgument(server._definition, version, value);
    return text === undefined ? [] : [[variable(argument), text]];
  })) : {};
}

/** Where a server has a name for the model, it is by default what the server is told to serve. */
function servedModelName({ settings }: ServerDefinition, environment: Readonly<Record<string, string>>): string | undefined {
  const setting = settings.find(({ name }) => name === 'servedModelName');
  const models = settings.filter(({ name }) => name === MODEL_IN_CONTAINER || name === MODEL_ON_HUB);
  const variable = setting && [setting, ...models].flatMap(namesOf).find(name => Object.hasOwn(environment, name));
  return variable && environment[variable];
}

/**
 * How long a container may take to start in AWS's own tests, by accelerator, for an image that the library picks.
 *
 * @see https://github.com/awslabs/llm-hosting-container/blob/main/tests/huggingface/sagemaker_dlc_test.py
 */
const STARTUP_SECONDS: Record<AcceleratorKind, number> = { [AcceleratorKind.GPU]: 1800, [AcceleratorKind.NEURON]: 3600, [AcceleratorKind.NONE]: 600 };

function startupTimeout({ container, instanceType, ...props }: HuggingFaceSageMakerEndpointProps): number {
  const byDefault = container ? 600 : STARTUP_SECONDS[instanceType.acceleratorKind ?? AcceleratorKind.NONE];
  const { startupHealthCheckTimeout: time } = props;
  return (time && amountIn('seconds', time)) ?? props.startupHealthCheckTimeoutInSeconds ?? byDefault;
}
