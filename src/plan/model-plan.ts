import { SecretValue, Token } from 'aws-cdk-lib/core';
import { ConfiguredServer, effectiveSetting, knownValue } from './effective-setting';
import { ContainerEnvironment, environmentOf } from './environment';
import { adaptersFromHub } from './hub-adapters';
import { isOffline } from './hub-download';
import { draftsFromHub } from './hub-drafts';
import { chooseImage, ImageChoice, NoImage } from './image-choice';
import { PlanScope } from './plan-scope';
import { isKnown } from '../common/known';
import { versionOf } from '../common/version-order';
import { ContainerImage } from '../container/container-image';
import { amountIn } from '../input/amounts';
import { MAP } from '../input/kinds';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { InstanceShare } from '../instance/instance-share';
import { isGguf } from '../model/gguf';
import { ModelData } from '../model/model-data';
import { ModelProfile } from '../model/model-profile';
import { ModelOptions } from '../props/model-options';
import { serverOf } from '../server/definitions';
import { renderArgument } from '../server/flag';
import { ModelServer } from '../server/model-server';
import { ServerDefinition } from '../server/server-definition';
import { Weights } from '../server/server-setting';
import { forStartScript, StartScript, startScriptOf } from '../server/start-script';

/** Where SageMaker puts the weights that it loads. */
const MODEL_DIRECTORY = '/opt/ml/model';

/** What is served, and how: computed from the options of a model and the share of an instance that it gets, before any construct is created. */
export interface ModelPlan {
  readonly scope: PlanScope;

  /** The id that the user gives the model, which resources are tagged with. */
  readonly modelId: string;

  /** What the model is used for: the task that the server gets, or else the one that the user names. */
  readonly task?: string;

  /** The image, built for the architecture of the instance type. Undefined if none can be chosen. */
  readonly image?: ContainerImage;

  /** Why no image can be chosen. */
  readonly noImage?: NoImage;

  /** The accelerator of the instance type. Undefined if it is not known. */
  readonly acceleratorKind?: AcceleratorKind;

  /** Whether the user names the image. */
  readonly hasOwnImage: boolean;

  /** The server that the user names, with its typed options. */
  readonly givenServer?: ModelServer;
  readonly server: ServerDefinition;

  /** The version of the server. Undefined if it is not known. */
  readonly serverVersion?: string;

  /** The start script of the image, if it was read. */
  readonly startScript?: StartScript;

  /** Where the weights that the server really loads come from, whichever prop or variable sets it. */
  readonly weights: Weights;

  /** The weights in Amazon S3 that SageMaker downloads. */
  readonly modelData?: ModelData;
  readonly modelRevision?: string;
  readonly hubAccessToken?: SecretValue;

  /** What the user says about the size of the model. */
  readonly profile?: ModelProfile;

  /** The adapters that the server downloads from the Hub, by their ids there. */
  readonly adaptersFromHub: readonly string[];

  /** The draft models of speculative decoding that the server downloads from the Hub, by their ids there. */
  readonly draftsFromHub: readonly string[];

  /** Whether it is known that the container downloads the model from the Hub. */
  readonly isFromHub: boolean;

  /** The whole environment of the container. */
  readonly environment: ContainerEnvironment['variables'];

  /** Where each variable of it comes from. */
  readonly origins: ContainerEnvironment['origins'];

  /** The name by which requests address the model. */
  readonly servedModelName: string;

  readonly startupHealthCheckTimeoutInSeconds: number;

  /** The props that set this timeout, of which the first one takes precedence. Empty for the default. */
  readonly startupTimeoutProps: readonly string[];
  readonly modelDataDownloadTimeoutInSeconds?: number;
}

/** A model plan without errors: what the resources are created from. */
export type CheckedModelPlan = ModelPlan & { readonly image: ContainerImage };

/** Computes the plan of a model on the share of an instance. */
export function planModel(options: ModelOptions, share: InstanceShare, fallbackShares: readonly InstanceShare[], scope: PlanScope): ModelPlan {
  const { modelId, modelData, server: givenServer } = options;
  const { instanceType } = share;
  const choice: ImageChoice = options.container
    ? { image: options.container }
    : chooseImage(taskOf(options) ?? 'text-generation', instanceType, { server: givenServer?._definition, isGguf: isGguf(modelId) });
  const image = 'image' in choice ? choice.image._builtFor(instanceType.architecture) : undefined;
  const server = givenServer?._definition ?? serverOf(image?.profile);
  const serverVersion = versionFrom(givenServer, image, server);
  const userEnvironment = options.environment ?? {};
  const startScript = startScriptOf(server, serverVersion, image?._availability?.image, userEnvironment);
  const extraVariables = variablesOfArguments(givenServer, serverVersion, startScript);
  const weights = weightsOf(options);
  const given = { server, serverVersion, startScript, environment: { ...extraVariables, ...userEnvironment }, origins: {} };
  const adapters = adaptersFromHub(given, givenServer?._options ?? {});
  const drafts = draftsFromHub(given, givenServer?._options ?? {});
  const needsMore = adapters.length > 0 || drafts.length > 0;
  const effectiveWeights = weightsFrom(given, weights);
  const { variables: environment, origins } = environmentOf({
    region: scope.region,
    server,
    version: serverVersion,
    startScript,
    context: {
      modelId,
      weights,
      share,
      fallbackShares,
      repositoryName: image?._reference?.repositoryName,
      options: givenServer?._options ?? {},
      task: options.task?.toString(),
      needsHub: needsMore || isKnownOnHub(effectiveWeights),
      modelRevision: weights.kind === 'hub' ? options.modelRevision : undefined,
      hubAccessToken: effectiveWeights.kind === 'local' && modelData && !needsMore ? undefined : options.hubAccessToken?.unsafeUnwrap(),
      heads: options.modelProfile?._heads,
    },
    extraVariables,
    userEnvironment,
  });
  const configured = { server, serverVersion, startScript, environment, origins };
  return {
    ...configured,
    scope,
    modelId,
    task: knownValue(effectiveSetting(configured, 'task')) ?? options.task?.toString(),
    image,
    noImage: 'reason' in choice ? choice : undefined,
    acceleratorKind: instanceType.acceleratorKind,
    hasOwnImage: options.container !== undefined,
    givenServer,
    weights: effectiveWeights,
    modelData,
    modelRevision: options.modelRevision,
    hubAccessToken: options.hubAccessToken,
    profile: options.modelProfile,
    adaptersFromHub: adapters,
    draftsFromHub: drafts,
    isFromHub: isKnownOnHub(effectiveWeights) && !isOffline(environment),
    servedModelName: servedModelName(configured) ?? modelId,
    startupHealthCheckTimeoutInSeconds: startupTimeout(options, share),
    startupTimeoutProps: (['startupHealthCheckTimeout', 'startupHealthCheckTimeoutInSeconds'] as const).filter(prop => options[prop] !== undefined),
    modelDataDownloadTimeoutInSeconds: options.modelDataDownloadTimeout && amountIn('seconds', options.modelDataDownloadTimeout),
  };
}

/** The task that the user names: by the prop, or else by the variable in the snippets of the Hub, which only some servers read. */
function taskOf({ task, environment }: ModelOptions): string | undefined {
  const variable: unknown = environment?.HF_TASK;
  return task?.toString() ?? (isKnown(variable) && typeof variable === 'string' && variable !== '' ? variable : undefined);
}

/** The version that the user names, or else that of the image; undefined if it is not known. */
function versionFrom(given: ModelServer | undefined, image: ContainerImage | undefined, server: ServerDefinition): string | undefined {
  if (given?._version !== undefined) {
    return typeof given._version !== 'string' || Token.isUnresolved(given._version) ? undefined : versionOf(given._version);
  }
  return image?.profile?.server === server.family ? image?.profile?.serverVersion : undefined;
}

function weightsOf({ modelId, modelData }: ModelOptions): Weights {
  if (modelData) {
    return { kind: 'local', path: MODEL_DIRECTORY, fromS3: true };
  }
  return modelId.startsWith('/') ? { kind: 'local', path: modelId, fromS3: false } : { kind: 'hub', modelId };
}

/** A path in the container, or an address in Amazon S3. */
const NOT_ON_HUB = /^(\/|s3:\/\/)/;

/**
 * The weights that a variable or an argument of the user's names, instead of those that the props name.
 *
 * If SageMaker downloads `modelData`, only the variable that names a path outranks it: a start script that reads several names looks there first.
 */
function weightsFrom(given: ConfiguredServer, weights: Weights): Weights {
  const model = effectiveSetting(given, 'modelInContainer') ?? effectiveSetting(given, 'modelOnHub');
  const paths = given.server.settings.find(({ name }) => name === 'modelInContainer')?.variables.map(({ name }) => name) ?? [];
  if (model?.variable === undefined || (weights.kind === 'local' && weights.fromS3 && !paths.includes(model.variable))) {
    return weights;
  }
  return !Token.isUnresolved(model.value) && NOT_ON_HUB.test(model.value)
    ? { kind: 'local', path: model.value, fromS3: weights.kind === 'local' && weights.fromS3 && model.value.startsWith(MODEL_DIRECTORY) }
    : { kind: 'hub', modelId: model.value };
}

function isKnownOnHub(weights: Weights): boolean {
  return weights.kind === 'hub' && isKnown(weights.modelId);
}

function variablesOfArguments(
  server: ModelServer | undefined, version: string | undefined, script: StartScript | undefined,
): Record<string, string> {
  const variable = server?._definition.argumentVariable;
  const extra = server && MAP.read(server._extraArguments, '').value as Record<string, string> | undefined;
  return variable ? Object.fromEntries(Object.entries(extra ?? {}).flatMap(([argument, value]) => {
    const text = renderArgument(server._definition, version, value);
    // a value of another type is a finding
    return text === undefined ? [] : [[variable(argument), typeof text === 'string' ? forStartScript(script, text) : text]];
  })) : {};
}

/** If a server has a name for the model, it is by default the model that the server loads. */
export function servedModelName(configured: ConfiguredServer): string | undefined {
  const hasName = configured.server.settings.some(({ name }) => name === 'servedModelName');
  const names = hasName ? (['servedModelName', 'modelInContainer', 'modelOnHub'] as const) : [];
  return names.map(name => effectiveSetting(configured, name)?.value).find(value => value !== undefined);
}

/**
 * How long a container may take to start in AWS's own tests, by accelerator, for an image that the library chooses.
 *
 * @see https://github.com/awslabs/llm-hosting-container/blob/main/tests/huggingface/sagemaker_dlc_test.py
 */
const STARTUP_SECONDS: Record<AcceleratorKind, number> = { [AcceleratorKind.GPU]: 1800, [AcceleratorKind.NEURON]: 3600, [AcceleratorKind.NONE]: 600 };

function startupTimeout({ container, ...options }: ModelOptions, { instanceType }: InstanceShare): number {
  const byDefault = container ? 600 : STARTUP_SECONDS[instanceType.acceleratorKind ?? AcceleratorKind.NONE];
  const { startupHealthCheckTimeout: time } = options;
  return (time && amountIn('seconds', time)) ?? options.startupHealthCheckTimeoutInSeconds ?? byDefault;
}
