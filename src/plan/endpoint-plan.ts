import { environmentOf } from './environment';
import { ContainerImage } from '../container/container-image';
import { HuggingFaceSageMakerEndpointProps } from '../huggingface-sagemaker-endpoint-props';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';

/** What an endpoint will be, computed from the props before any construct is created. */
export interface EndpointPlan {
  /** The region of the stack; a token where it is not known. */
  readonly region: string;
  readonly modelId: string;
  readonly endpointName?: string;
  readonly instanceType: SageMakerInstanceType;
  readonly instanceCount: number;
  /** The image, as it is for the architecture of the instance type. */
  readonly container: ContainerImage;
  /** The whole environment of the container. */
  readonly environment: Readonly<Record<string, string>>;
  readonly startupHealthCheckTimeoutInSeconds: number;
  /** The ARN of the role that the user names; a token where the role is created too. */
  readonly roleArn?: string;
  readonly subnets?: readonly string[];
  readonly securityGroupIds?: readonly string[];
}

/** Computes the plan of an endpoint in a stack of this region. */
export function planEndpoint(props: HuggingFaceSageMakerEndpointProps, region: string): EndpointPlan {
  const container = props.container._builtFor(props.instanceType.architecture);
  return {
    region,
    modelId: props.modelId,
    endpointName: props.endpointName,
    instanceType: props.instanceType,
    instanceCount: props.instanceCount ?? 1,
    container,
    environment: environmentOf(props.modelId, container.profile, region, props.environment ?? {}),
    startupHealthCheckTimeoutInSeconds: props.startupHealthCheckTimeoutInSeconds ?? 600,
    roleArn: props.role?.roleArn,
    subnets: props.vpcConfig?.subnets,
    securityGroupIds: props.vpcConfig?.securityGroupIds,
  };
}
