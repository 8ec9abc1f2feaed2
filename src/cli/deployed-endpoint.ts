import { AwsCli } from './aws-cli';
import { UsageError } from './command';
import { DeepLearningContainerImage } from '../container/deep-learning-container-image.generated';
import { ImageProfile } from '../container/image-profile';
import { servedModelName } from '../plan/model-plan';
import { UsedServer } from '../plan/sample-request';
import { serverOf } from '../server/definitions';

/** What SageMaker says about an endpoint. */
export interface EndpointDescription {
  readonly EndpointName: string;
  readonly EndpointConfigName: string;
  readonly EndpointStatus: string;
  readonly FailureReason?: string;
}

/** The endpoint configuration of a deployed endpoint, and its model, as far as they are known. */
export interface DeployedModel extends UsedServer {
  readonly servedModelName?: string;
  readonly asynchronous: boolean;
}

/** The names of the endpoints in a stack: those in their ARNs, which are in lower case. Throws if there is no such stack. */
export function endpointsOf(aws: AwsCli, stack: string): string[] {
  const { StackResourceSummaries: resources } = aws.call<{
    readonly StackResourceSummaries: { readonly ResourceType: string; readonly PhysicalResourceId?: string }[];
  }>('cloudformation', 'list-stack-resources', '--stack-name', stack);
  return resources.filter(({ ResourceType: type, PhysicalResourceId: id }) => type === 'AWS::SageMaker::Endpoint' && id)
    .map(({ PhysicalResourceId: id }) => id!.slice(id!.lastIndexOf('/') + 1));
}

/** Chooses the endpoint of a stack: the one that the user names, or the only one. */
export function chooseEndpoint(names: readonly string[], stack: string, wanted: string | boolean | undefined): string {
  if (wanted !== undefined) {
    const name = names.find(each => each === String(wanted).toLowerCase());
    if (name === undefined) {
      throw new UsageError(`--endpoint must be one of the endpoints of the stack ${stack} (${names.join(', ') || 'none'}), got '${wanted}'`);
    }
    return name;
  }
  if (names.length !== 1) {
    throw new UsageError(names.length === 0
      ? `the stack ${stack} must have an endpoint, got none; 'why ${stack}' shows the reason`
      : `--endpoint must be one of the endpoints of the stack ${stack}: ${names.join(', ')}`);
  }
  return names[0];
}

/** What is known about an endpoint. Undefined if it does not exist. */
export function describeEndpoint(aws: AwsCli, name: string): EndpointDescription | undefined {
  return aws.tryCall<EndpointDescription>('sagemaker', 'describe-endpoint', '--endpoint-name', name);
}

/** Reads the server of an endpoint, and how it is configured, from its model. */
export function deployedModel(aws: AwsCli, { EndpointConfigName: configName }: EndpointDescription): DeployedModel {
  const { ProductionVariants: [variant], AsyncInferenceConfig: queue } = aws.call<{
    readonly ProductionVariants: { readonly ModelName: string }[]; readonly AsyncInferenceConfig?: { readonly OutputConfig?: object } | null;
  }>('sagemaker', 'describe-endpoint-config', '--endpoint-config-name', configName);
  const { PrimaryContainer: { Image: image, Environment: environment = {} } } = aws.call<{
    readonly PrimaryContainer: { readonly Image: string; readonly Environment?: Record<string, string> };
  }>('sagemaker', 'describe-model', '--model-name', variant.ModelName);
  const profile = profileOf(image);
  const configured = { server: serverOf(profile), serverVersion: profile?.serverVersion, environment, origins: {} };
  return {
    ...configured,
    task: environment.HF_TASK ?? environment.TASK,
    servedModelName: servedModelName(configured) ?? environment.HF_MODEL_ID,
    asynchronous: Boolean(queue?.OutputConfig),
  };
}

/** `763104351884.dkr.ecr.us-east-1.amazonaws.com/repository:tag` */
function profileOf(uri: string): ImageProfile | undefined {
  const [, repository, tag] = /^[^/]+\/([^:@]+)[:@](.+)$/.exec(uri) ?? [];
  return repository === undefined ? undefined : DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag).profile;
}
