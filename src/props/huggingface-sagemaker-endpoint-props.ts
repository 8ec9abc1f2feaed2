import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Duration, SecretValue, Size } from 'aws-cdk-lib/core';
import { CapacityOptions } from '../capacity/capacity-options';
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

/** What a HuggingFaceSageMakerEndpoint is made of. */
export interface HuggingFaceSageMakerEndpointProps extends CapacityOptions, NetworkOptions, SecurityOptions {
  /**
   * The model to serve: its id on the Hugging Face Hub, such as `mistralai/Mistral-7B-Instruct-v0.1`, or a path in the
   * container that begins `/opt/ml/`.
   *
   * For llama.cpp, and for vLLM before 0.25.1, the id may name a quantization, such as `ggml-org/GLM-4.7-Flash-GGUF:Q4_K_M`.
   *
   * The model and the endpoint are tagged with it, as `modelId`.
   *
   * @see https://huggingface.co/models
   */
  readonly modelId: string;

  /**
   * The type of the instances that the model is served on. They are billed for as long as the endpoint exists.
   *
   * @see https://aws.amazon.com/sagemaker/ai/pricing/
   */
  readonly instanceType: SageMakerInstanceType;

  /**
   * What the model is for. It decides which image is picked, and is told to servers that ask for it.
   *
   * @default HuggingFaceTask.TEXT_GENERATION
   */
  readonly task?: HuggingFaceTask;

  /**
   * The image of the container that serves the model.
   *
   * @default - picked for the task and the instance type: vLLM for text generation on a GPU or AWS Neuron, vLLM-Omni for several
   * modalities, Text Embeddings Inference for embeddings and rankings, the Hugging Face inference toolkit for the other tasks that Transformers has a
   * pipeline for
   * @see https://aws.github.io/deep-learning-containers/reference/available_images/
   */
  readonly container?: ContainerImage;

  /**
   * Which server is in the image, and how it is told to serve.
   *
   * It must be the server that an image of AWS's registries is known for. Of an image of your own, it says what is in it.
   *
   * @default - the server that the image is known for, with the library's defaults
   */
  readonly server?: ModelServer;

  /**
   * The revision of the model on the Hugging Face Hub: a branch, a tag or a commit. Only a commit never changes.
   *
   * @default - the newest revision whenever an instance starts
   */
  readonly modelRevision?: string;

  /**
   * Weights in Amazon S3, which are served instead of those on the Hub. `modelId` then says what they are.
   *
   * The read of these objects is granted to the role.
   *
   * @default - the model is downloaded from the Hugging Face Hub
   */
  readonly modelData?: ModelData;

  /**
   * How large the model is, so that the library can tell whether it fits, and over how many accelerators it can be split.
   *
   * @default - a guess by `modelId`, for warnings only
   */
  readonly modelProfile?: ModelProfile;

  /**
   * A token of the Hugging Face Hub, for gated and private models.
   *
   * The template holds a reference to the secret. CloudFormation puts the secret itself into the model, where everybody can read it
   * who may describe the model; weights in Amazon S3 need none.
   *
   * @default - none: the model can be downloaded by everybody
   * @see https://huggingface.co/docs/hub/security-tokens
   */
  readonly hubAccessToken?: SecretValue;

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
   * The pull of the image is granted to it. Logs and metrics must be allowed to a role of your own, by you or with
   * `executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE`.
   *
   * @default - a new role with the permissions of `executionPermissions`
   */
  readonly role?: iam.IRole;

  /**
   * Environment variables of the container, at most 100 with those that the library sets. They win over everything that
   * the library sets, under whichever of its names a server reads a setting.
   *
   * Whoever may describe the model can read them: keep secrets out of here.
   *
   * @default - none but those of the library: the log level, the region, the model under the name that the server reads, and defaults of the server
   */
  readonly environment?: { [key: string]: string };

  /**
   * The ids of the subnets (1 to 16) and security groups (1 to 5) that the container is connected to. `vpc` takes constructs instead.
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
   * The same as `startupHealthCheckTimeout`; only one of them may be set.
   *
   * @default - see `startupHealthCheckTimeout`
   */
  readonly startupHealthCheckTimeoutInSeconds?: number;

  /**
   * How long SageMaker waits for the container to pass its first health check: 60 seconds to 1 hour.
   *
   * The download of a model from the Hugging Face Hub counts.
   *
   * @default Duration.minutes(10) with a `container`; with the default image, 30 minutes on a GPU, 1 hour on AWS Neuron, else 10 minutes
   */
  readonly startupHealthCheckTimeout?: Duration;

  /**
   * How long SageMaker waits for the download of `modelData`: 60 seconds to 1 hour.
   *
   * @default - chosen by SageMaker
   */
  readonly modelDataDownloadTimeout?: Duration;

  /**
   * The size of the volume of each instance: an integer from 1 to 512 GiB. Only for instance types without a local disk.
   *
   * @default - chosen by SageMaker
   */
  readonly volumeSize?: Size;

  /**
   * The Amazon Machine Image of the instances, which has the driver of the accelerator.
   *
   * @default - the one that the CUDA version of the image needs on the instance type; where that is not known, chosen by SageMaker
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html
   */
  readonly inferenceAmiVersion?: InferenceAmiVersion;

  /**
   * How long the logs of the container are kept. Only with an `endpointName`, since SageMaker names the log group after the endpoint.
   *
   * The log group then belongs to the stack, and stays when the endpoint is deleted, unless another removal policy is put on `logGroup`.
   *
   * @default - SageMaker creates the log group, which keeps the logs for ever
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Queues requests, and writes the answers to Amazon S3. The endpoint then takes no other requests.
   *
   * An answer may take an hour, and a request may have 1 GB. An endpoint cannot cease to be asynchronous by an update.
   *
   * @default - requests are answered at once
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
   */
  readonly asyncInference?: AsyncInferenceOptions;

  /**
   * Keeps requests and answers, or a share of them, in Amazon S3.
   *
   * @default - none are kept
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
   */
  readonly dataCapture?: DataCaptureOptions;

  /**
   * How an update moves the traffic from the old instances to the new ones, and which alarms bring it back.
   *
   * @default - all at once when the new instances are healthy, without alarms
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
   */
  readonly deployment?: Deployment;
}
