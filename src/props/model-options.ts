import { Duration, SecretValue } from 'aws-cdk-lib/core';
import { ContainerImage } from '../container/container-image';
import { HuggingFaceTask } from '../model/hugging-face-task';
import { ModelData } from '../model/model-data';
import { ModelProfile } from '../model/model-profile';
import { ModelServer } from '../server/model-server';

/** What is served, and how. */
export interface ModelOptions {
  /**
   * The model to serve: a model ID on the Hugging Face Hub, such as `mistralai/Mistral-7B-Instruct-v0.1`, or a path in the container. For an image
   * of AWS, the path starts with `/opt/ml/`.
   *
   * For llama.cpp, and for vLLM before 0.25.1, the ID can include a quantization, such as `ggml-org/GLM-4.7-Flash-GGUF:Q4_K_M`.
   *
   * It is also the value of the tag `modelId` of the model and of the endpoint.
   *
   * @see https://huggingface.co/models
   */
  readonly modelId: string;

  /**
   * The task of the model. It selects the default image, and is set on servers that need it.
   *
   * @default - the task in `environment.HF_TASK`, otherwise text generation
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
   * The environment variables of the container: at most 100, including those that the library sets.
   *
   * They override all variables of the library, including those with another name for the same setting. Anyone with
   * `sagemaker:DescribeModel` can read them, so do not include secrets.
   *
   * @default - only the variables of the library: the log level, the region, the model, and the defaults of the server
   */
  readonly environment?: { [key: string]: string };

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
}
