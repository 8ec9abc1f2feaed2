import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { ContainerImage } from './container/container-image';
import { SageMakerInstanceType } from './instance/sagemaker-instance-type.generated';

/** What a HuggingFaceSageMakerEndpoint is made of. */
export interface HuggingFaceSageMakerEndpointProps {
  /**
   * The model to serve: its id on the Hugging Face Hub, such as `mistralai/Mistral-7B-Instruct-v0.1`, or a path in the
   * container that begins `/opt/ml/`.
   *
   * The model and the endpoint are tagged with it, as `modelId`.
   *
   * @see https://huggingface.co/models
   */
  readonly modelId: string;

  /**
   * The image of the container that serves the model.
   *
   * @see https://aws.github.io/deep-learning-containers/reference/available_images/
   */
  readonly container: ContainerImage;

  /**
   * The type of the instances that the model is served on. They are billed for as long as the endpoint exists.
   *
   * @see https://aws.amazon.com/sagemaker/ai/pricing/
   */
  readonly instanceType: SageMakerInstanceType;

  /**
   * The number of instances, at least 1.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * The name of the endpoint: 1 to 63 letters, digits and hyphens, beginning and ending with a letter or digit.
   *
   * Another name is another endpoint: changing it replaces the one that runs.
   *
   * @default - CloudFormation generates a name
   */
  readonly endpointName?: string;

  /**
   * The role that SageMaker takes on to pull the image and to run the container.
   *
   * The pull of the image is granted to it. Whatever else the model needs (a VPC, logs, metrics) must be allowed to a role of your own.
   *
   * @default - a new role with the managed policy AmazonSageMakerFullAccess
   */
  readonly role?: iam.IRole;

  /**
   * Environment variables of the container, at most 100 with those that the library sets. They win over everything that
   * the library sets, under whichever of its names a server reads a setting.
   *
   * Whoever may describe the model can read them: keep secrets out of here.
   *
   * @default - none but those of the library: SAGEMAKER_CONTAINER_LOG_LEVEL, SAGEMAKER_REGION, and the model's id under the name that the server reads
   */
  readonly environment?: { [key: string]: string };

  /**
   * The subnets (1 to 16) and security groups (1 to 5) that the container is connected to.
   *
   * A model that is loaded from the Hugging Face Hub needs a way out to the internet.
   *
   * @default - the container is not connected to a VPC of yours
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
   */
  readonly vpcConfig?: CfnModel.VpcConfigProperty;

  /**
   * How long SageMaker waits for the container to pass its first health check, in seconds: an integer from 60 to 3600.
   *
   * The download of a model from the Hugging Face Hub counts: large ones take longer than the default.
   *
   * @default 600
   */
  readonly startupHealthCheckTimeoutInSeconds?: number;
}
