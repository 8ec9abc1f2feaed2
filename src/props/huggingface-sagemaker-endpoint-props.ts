import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Size } from 'aws-cdk-lib/core';
import { ModelOptions } from './model-options';
import { InstanceOptions } from '../capacity/instance-options';
import { ObservabilityOptions } from '../capacity/observability-options';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { NetworkOptions } from '../network/network-options';
import { AsyncInferenceOptions } from '../requests/async-inference-options';
import { DataCaptureOptions } from '../requests/data-capture-options';
import { SecurityOptions } from '../role/security-options';
import { Deployment } from '../updates/deployment';

/** The properties of a HuggingFaceSageMakerEndpoint. */
export interface HuggingFaceSageMakerEndpointProps extends ModelOptions, InstanceOptions, NetworkOptions, ObservabilityOptions, SecurityOptions {
  /**
   * The type of the instances that serve the model. They are billed as long as the endpoint exists.
   *
   * @see https://aws.amazon.com/sagemaker/ai/pricing/
   */
  readonly instanceType: SageMakerInstanceType;

  /**
   * The number of instances: an integer of at least 1.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * The name of the endpoint: 1 to 63 letters, digits and hyphens, starting and ending with a letter or digit.
   *
   * Changing the name replaces the endpoint.
   *
   * @default - CloudFormation generates a name
   */
  readonly endpointName?: string;

  /**
   * Whether the endpoint exists. If false, the template has neither the endpoint nor its alarms, scaling, dashboard and outputs, so no instance is
   * billed. The model, the configuration, the role, the grants and the log group stay.
   *
   * With `endpointName`, the endpoint has the same name when it is enabled again, and references get this name. Without it, a reference to the
   * endpoint is an error.
   *
   * @default true
   */
  readonly enabled?: boolean;

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

  /**
   * How long the container logs are kept. Requires `endpointName`, because SageMaker derives the name of the log group from it.
   *
   * The log group is then part of the stack. It is retained when the endpoint is deleted, unless you apply another removal policy to `logGroup`.
   *
   * @default - SageMaker creates the log group, and the logs are kept indefinitely
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Makes the endpoint asynchronous: it queues requests and writes the responses to Amazon S3. It then accepts no real-time requests.
   *
   * A response can take up to one hour, and a request can have up to 1 GB. An update cannot make an asynchronous endpoint real-time.
   *
   * @default - a real-time endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
   */
  readonly asyncInference?: AsyncInferenceOptions;

  /**
   * Captures requests and responses, or a percentage of them, in Amazon S3.
   *
   * @default - no data is captured
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
   */
  readonly dataCapture?: DataCaptureOptions;

  /**
   * How an update moves the traffic from the old instances to the new ones, and which alarms roll it back.
   *
   * @default - all traffic moves at once when the new instances are healthy, without alarms
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
   */
  readonly deployment?: Deployment;
}
