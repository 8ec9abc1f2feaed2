import { knownHubId } from './hub-id';
import { isKnown } from '../../common/known';
import { isOfAws } from '../../container/listed-image';
import { ServerFamily } from '../../container/server-family';
import { effectiveSetting, knownValue } from '../../plan/effective-setting';
import { taskProp, variableProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { taskMeant } from '../../server/task-names';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

const URI: Check<{ readonly repositoryName: string }> = {
  id: 'image-uri',
  severity: 'error',
  what: 'the address of a registry, such as that of Amazon ECR or `ghcr.io`, is part of a repository name',
  why: 'the library adds the address of the registry, so that the image does not exist',
  fix: 'set only the name of the repository, such as `huggingface-vllm`',
  source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html',
  message: (prop, { repositoryName }) => `'${prop}' must have a repository name without the address of a registry, got ${quoted(repositoryName)}`,
};

const EC2: Check<{ readonly tag: string }> = {
  id: 'image-for-ec2',
  severity: 'warning',
  what: 'the tag of an AWS image says that it is built for Amazon EC2: it contains `-ec2`, or begins with `server-` without `sagemaker`',
  why: 'its start script does not read the variables that configure the server, and rejects the argument `serve` of SageMaker',
  fix: 'use the image for SageMaker, whose tag contains `sagemaker`',
  source: 'https://github.com/vllm-project/vllm/issues/11557',
  message: (prop, { tag }) => `'${prop}' has the tag ${tag}, which is built for Amazon EC2`,
};

const OTHER_USE: Check<{ readonly repositoryName: string; readonly use: string }> = {
  id: 'image-for-other-use',
  severity: 'warning',
  what: 'the repository of an AWS image says that it is not for endpoints: it is for training, or its start script is that of another service',
  why: 'SageMaker starts the container with the argument `serve`, which the image does not know',
  fix: 'use an image for inference on SageMaker: a constant of `DeepLearningContainerImage`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html',
  message: (prop, { repositoryName, use }) => `'${prop}' has the repository ${repositoryName}, whose images are ${use}`,
};

/** The value is not part of it, because it may contain a part of a token. */
const PLACEHOLDER: Check<Record<string, never>> = {
  id: 'token-placeholder',
  severity: 'warning',
  what: 'a variable for the Hub token has a placeholder, such as `<YOUR_TOKEN>`, or another string that cannot be a Hub token',
  why: 'the Hugging Face Hub rejects it, and the model is not downloaded',
  fix: 'remove the variable, and set `hubAccessToken` if the model needs a token',
  source: 'https://huggingface.co/docs/hub/security-tokens',
  message: prop => `'${prop}' must be a Hub token, which begins with hf_, got a placeholder or another string`,
};

const TASK: Check<{ readonly task: string; readonly meant: string }> = {
  id: 'task-name',
  severity: 'warning',
  what: 'a task has other capital letters, hyphens or spaces than the task of the Hub that it means, such as `Text-to-Image`',
  why: 'the inference toolkit does not know the task, and exits',
  fix: 'use a constant of `HuggingFaceTask`',
  source: 'https://huggingface.co/tasks',
  message: (prop, { task, meant }) => `'${prop}' must be a task as the Hub names it, got ${quoted(task)}, did you mean '${meant}'?`,
};

const QUANTIZATION: Check<{ readonly quantization: string; readonly modelId: string; readonly method: string }> = {
  id: 'quantization-of-name',
  severity: 'warning',
  what: 'vLLM or SGLang is configured with another quantization than the one in the ID of the model, AWQ or GPTQ',
  why: 'the server compares it with the configuration of the model, and exits',
  fix: 'remove the quantization: the server reads it from the configuration of the model',
  source: 'https://github.com/vllm-project/vllm/issues/5842',
  message: (prop, { quantization, modelId, method }) => `'${prop}' ${quantization} does not match the model ${modelId}, whose ID names ${method}`,
};

export const NAME_CHECKS = [URI, EC2, OTHER_USE, PLACEHOLDER, TASK, QUANTIZATION];

const TOKEN_NAMES = ['HF_TOKEN', 'HF_API_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_HUB_TOKEN'];

/** The address of a registry of Amazon ECR, such as `111122223333.dkr.ecr.us-east-1.amazonaws.com`. */
const ECR_ADDRESS = /\.dkr[.-]ecr\./;

/** The address of any registry, such as `ghcr.io` or `docker.io`, before the name of the repository. */
const ADDRESS = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?\//;

/**
 * The tags of the images for Amazon EC2: `0.13.0-gpu-py312-cu129-ubuntu22.04-ec2`, and `server-cuda-v2.1` instead of `server-sagemaker-cuda-v2.1`.
 *
 * @see https://github.com/aws/deep-learning-containers/tree/main/docs/src/data
 */
const EC2_TAG = /-ec2(-|$)|^(server|omni)-(?!.*sagemaker)/;

/** The start script runs its arguments as a command, and there is none with the name `serve`. */
const VLLM_OF_NEURON = { pattern: /^vllm-inference-neuronx$/, use: 'for Amazon EC2, Amazon ECS and Amazon EKS' };

/**
 * The repositories of AWS whose images do not serve an endpoint.
 *
 * @see https://github.com/aws-neuron/deep-learning-containers/issues/171
 * @see https://github.com/aws/deep-learning-containers/blob/main/available_images.md
 */
const OTHER_USES = [VLLM_OF_NEURON, { pattern: /-(trcomp-)?training(-|$)/, use: 'for training' }];

/** Finds a name that says by itself that it is the wrong one. */
export function nameFindings(model: ModelPlan): Finding[] {
  return [...imageNameFindings(model), ...placeholderFindings(model), ...taskNameFindings(model), ...quantizationFindings(model)];
}

function imageNameFindings({ image }: ModelPlan): Finding[] {
  const { repositoryName, tag } = image?._reference ?? {};
  const isPublished = isOfAws(image);
  if (!isKnown(repositoryName)) {
    return [];
  }
  // a repository of the user's may have the name of another registry, whose images it caches
  if (ECR_ADDRESS.test(repositoryName) || (isPublished && ADDRESS.test(repositoryName))) {
    return [finding(URI, 'container', { repositoryName })];
  }
  const otherUse = isPublished ? OTHER_USES.find(({ pattern }) => pattern.test(repositoryName)) : undefined;
  return [
    ...otherUse ? [finding(OTHER_USE, 'container', { repositoryName, use: otherUse.use })] : [],
    ...isPublished && isKnown(tag) && EC2_TAG.test(tag) ? [finding(EC2, 'container', { tag })] : [],
  ];
}

/** What every Hub token begins with, also those that an organization or an application has, and those that were created years ago. */
const HUB_TOKEN = /^(hf|api)_/;

/** What a person writes for a token of another person: `hf_...`, `hf_xxx`, `hf_your_token`. */
const PLACEHOLDER_OF_TOKEN = /[^\w-]|^[a-z]+_(?:(.)\1*)?$|your|token|here|replace|placeholder/i;

/** A mirror of the Hub may have other tokens, and CloudFormation resolves `{{resolve:...}}`. */
function placeholderFindings(model: ModelPlan): Finding[] {
  const isOnHub = model.environment.HF_ENDPOINT === undefined;
  return TOKEN_NAMES.flatMap(name => {
    const value: unknown = model.environment[name];
    const token = isKnown(value) && typeof value === 'string' ? value.trim() : '';
    const isPlaceholder = isOnHub && token !== '' && !token.startsWith('{{resolve:')
      && (!HUB_TOKEN.test(token) || PLACEHOLDER_OF_TOKEN.test(token));
    return when(isPlaceholder, () => finding(PLACEHOLDER, variableProp(model, name), {}));
  });
}

function taskNameFindings(model: ModelPlan): Finding[] {
  const { task } = model;
  const meant = isKnown(task) ? taskMeant(task) : undefined;
  return meant === undefined ? [] : [finding(TASK, taskProp(model), { task: task!, meant })];
}

/** Quantizations that the servers reject for weights of a method. Others, such as `awq_marlin` and `compressed-tensors`, may be a form of it. */
const OTHER_METHODS = { AWQ: /^(gptq|bitsandbytes$|fp8$|gguf$)/, GPTQ: /^(awq|bitsandbytes$|fp8$|gguf$)/ } as const;

function quantizationFindings(model: ModelPlan): Finding[] {
  const { family } = model.server;
  const setting = effectiveSetting(model, 'quantization');
  const quantization = knownValue(setting);
  const modelId = knownHubId(model);
  const methods = (['AWQ', 'GPTQ'] as const).filter(name => modelId?.match(new RegExp(`[-_]${name}([-_]|$)`, 'i')));
  const [method] = methods;
  const isCompared = (family === ServerFamily.VLLM || family === ServerFamily.SGLANG) && methods.length === 1;
  return isCompared && quantization?.match(OTHER_METHODS[method])
    ? [finding(QUANTIZATION, setting!.prop, { quantization, modelId: modelId!, method })]
    : [];
}
