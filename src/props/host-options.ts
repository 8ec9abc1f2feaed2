import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Size } from 'aws-cdk-lib/core';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';

/** The endpoint that hosts a model or several inference components: its name, its role and its instances. */
export interface HostOptions {
  /**
   * The type of the instances that serve the model. They are billed as long as the endpoint exists.
   *
   * @see https://aws.amazon.com/sagemaker/ai/pricing/
   */
  readonly instanceType: SageMakerInstanceType;

  /**
   * The name of the endpoint: 1 to 63 letters, digits and hyphens, starting and ending with a letter or digit.
   *
   * Changing the name replaces the endpoint.
   *
   * @default - CloudFormation generates a name
   */
  readonly endpointName?: string;

  /**
   * The execution role that SageMaker assumes to pull the image and to run the container.
   *
   * The role is granted permission to pull the image. If you pass a role, grant it permissions for logs and metrics, or set
   * `executionPermissions` to `ExecutionPermissions.LEAST_PRIVILEGE`.
   *
   * @default - a new role with the permissions of `executionPermissions`
   */
  readonly role?: iam.IRole;

  /**
   * The IDs of the subnets (1 to 16) and security groups (1 to 5) of the container. Prefer `vpc`, which accepts constructs.
   *
   * The subnets must have internet access if the model is downloaded from the Hugging Face Hub. Must not be set together with `vpc`.
   *
   * @default - the container is not connected to your VPC
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
   */
  readonly vpcConfig?: CfnModel.VpcConfigProperty;

  /**
   * The size of the storage volume of each instance: an integer from 1 to 512 GiB. Only for instance types without local storage.
   *
   * @default - chosen by SageMaker
   */
  readonly volumeSize?: Size;

  /**
   * The Amazon Machine Image (AMI) of the instances, which contains the accelerator driver.
   *
   * @default - the AMI that the CUDA version of the image requires on the instance type. If the version is unknown, chosen by SageMaker
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html
   */
  readonly inferenceAmiVersion?: InferenceAmiVersion;
}
