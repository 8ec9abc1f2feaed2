import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Duration, SecretValue, Size } from 'aws-cdk-lib/core';
import { InstanceOptions } from '../capacity/instance-options';
import { ObservabilityOptions } from '../capacity/observability-options';
import { ContainerImage } from '../container/container-image';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { HuggingFaceTask } from '../model/hugging-face-task';
import { ModelData } from '../model/model-data';
import { ModelProfile } from '../model/model-profile';
import { NetworkOptions } from '../network/network-options';
import { AsyncInferenceOptions } from '../requests/async-inference-options';
import { DataCaptureOptions } from '../requests/data-capture-options';
import { SecurityOptions } from '../role/security-options';
import { ModelServer } from '../server/model-server';
import { Deployment } from '../updates/deployment';

/** The properties of a HuggingFaceSageMakerEndpoint. */
export interface HuggingFaceSageMakerEndpointProps extends InstanceOptions, NetworkOptions, ObservabilityOptions, SecurityOptions {
  /**
   * The model to serve: a model ID on the Hugging Face Hub, such as `mistralai/Mistral-7B-Instruct-v0.1`, or a path in the container that starts
   * with `/opt/ml/`.
   *
   * For llama.cpp, and for vLLM before 0.25.1, the ID can include a quantization, such as `ggml-org/GLM-4.7-Flash-GGUF:Q4_K_M`.
   *
   * It is also the value of the tag `modelId` of the model and of the endpoint.
   *
   * @see https://huggingface.co/models
   */
  readonly modelId: string;

  /**
   * The type of the instances that serve the model. They are billed as long as the endpoint exists.
   *
   * @see https://aws.amazon.com/sagemaker/ai/pricing/
   */
  readonly instanceType: SageMakerInstanceType;

  /**
   * The task of the model. It selects the default image, and is set on servers that need it.
   *
   * @default HuggingFaceTask.TEXT_GENERATION
   */
  readonly task?: HuggingFaceTask;

  /**
   * The container image that serves the model.
   *
   * @default - chosen for the task and the instance type: vLLM for text generation on a GPU or AWS Neuron, vLLM-Omni for several
   * modalities, Text Embeddings Inference for embeddings and ranking, and the Hugging Face inference toolkit for the other tasks that Transformers
   * has a pipeline for
   * @see https://aws.github.io/deep-learning-containers/reference/available_images/
   */
  readonly container?: ContainerImage;

  /**
   * The model server in the image, and its options.
   *
   * For an AWS image, it must match the server in the image. For your own image, it specifies which server the image contains.
   *
   * @default - the server in the image if the library knows it, with default options
   */
  readonly server?: ModelServer;

  /**
   * The revision of the model on the Hugging Face Hub: a branch, a tag or a commit hash. Only a commit hash is immutable.
   *
   * @default - the latest revision each time an instance starts
   */
  readonly modelRevision?: string;

  /**
   * The model weights in Amazon S3, used instead of the weights on the Hugging Face Hub. `modelId` still identifies the model.
   *
   * The role is granted read access to these objects.
   *
   * @default - the model is downloaded from the Hugging Face Hub
   */
  readonly modelData?: ModelData;

  /**
   * The size and the architecture of the model. The library uses it to check memory and to choose the tensor parallel degree.
   *
   * @default - estimated from `modelId`, for warnings only
   */
  readonly modelProfile?: ModelProfile;

  /**
   * A Hub token (an access token of the Hugging Face Hub), for gated and private models.
   *
   * The template contains only a reference to the secret. CloudFormation resolves the secret in the environment of the model, where anyone with
   * `sagemaker:DescribeModel` can read it. Weights in Amazon S3 need no token.
   *
   * @default - none: the model must be public
   * @see https://huggingface.co/docs/hub/security-tokens
   */
  readonly hubAccessToken?: SecretValue;

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
   * The execution role that SageMaker assumes to pull the image and to run the container.
   *
   * The role is granted permission to pull the image. If you pass a role, grant it permissions for logs and metrics, or set
   * `executionPermissions` to `ExecutionPermissions.LEAST_PRIVILEGE`.
   *
   * @default - a new role with the permissions of `executionPermissions`
   */
  readonly role?: iam.IRole;

  /**
   * The environment variables of the container: at most 100, including those that the library sets.
   *
   * They override all variables of the library, including those with another name for the same setting. Anyone with `sagemaker:DescribeModel` can read
   * them, so do not include secrets.
   *
   * @default - only the variables of the library: the log level, the region, the model, and the defaults of the server
   */
  readonly environment?: { [key: string]: string };

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
   * How long SageMaker waits for the container to pass its first health check, in seconds: an integer from 60 to 3600.
   *
   * The same as `startupHealthCheckTimeout`. Set only one of them.
   *
   * @default - see `startupHealthCheckTimeout`
   */
  readonly startupHealthCheckTimeoutInSeconds?: number;

  /**
   * How long SageMaker waits for the container to pass its first health check: 60 seconds to 1 hour.
   *
   * This includes the time to download a model from the Hugging Face Hub.
   *
   * @default Duration.minutes(10) if `container` is set. Otherwise 30 minutes on a GPU, 1 hour on AWS Neuron, and 10 minutes on a CPU
   */
  readonly startupHealthCheckTimeout?: Duration;

  /**
   * How long SageMaker waits for the download of `modelData`: 60 seconds to 1 hour.
   *
   * @default - chosen by SageMaker
   */
  readonly modelDataDownloadTimeout?: Duration;

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
