import { isKnown } from '../../common/known';
import { variableProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

const URI: Check<{ readonly repositoryName: string }> = {
  id: 'image-uri',
  severity: 'error',
  what: 'the address of a registry is part of a repository name',
  why: 'the library adds the address of the registry, so that the image does not exist',
  fix: 'set only the name of the repository, such as `huggingface-vllm`',
  source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html',
  message: (prop, { repositoryName }) => `'${prop}' must have a repository name without the address of a registry, got ${quoted(repositoryName)}`,
};

const EC2: Check<{ readonly tag: string }> = {
  id: 'image-for-ec2',
  severity: 'warning',
  what: 'the tag of an AWS image says that it is built for Amazon EC2',
  why: 'its start script does not read the variables that configure the server, and rejects the argument `serve` of SageMaker',
  fix: 'use the image for SageMaker, whose tag ends with `-sagemaker`',
  source: 'https://github.com/vllm-project/vllm/issues/11557',
  message: (prop, { tag }) => `'${prop}' has the tag ${tag}, which is built for Amazon EC2`,
};

/** The value is not part of it, because it may contain a part of a token. */
const PLACEHOLDER: Check<Record<string, never>> = {
  id: 'token-placeholder',
  severity: 'warning',
  what: 'a variable for the Hub token has a placeholder, such as `<YOUR_TOKEN>`',
  why: 'the Hugging Face Hub rejects it, and the model is not downloaded',
  fix: 'remove the variable, and set `hubAccessToken` if the model needs a token',
  source: 'https://huggingface.co/docs/hub/security-tokens',
  message: prop => `'${prop}' must be a Hub token, got a placeholder`,
};

export const NAME_CHECKS = [URI, EC2, PLACEHOLDER];

const TOKEN_NAMES = ['HF_TOKEN', 'HF_API_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_HUB_TOKEN'];

/** Finds a name that says by itself that it is the wrong one. */
export function nameFindings(model: ModelPlan): Finding[] {
  const { repositoryName, tag } = model.image?._reference ?? {};
  const isOfAws = model.image?._availability?.registryRegions !== undefined;
  return [
    ...isKnown(repositoryName) && /\.dkr[.-]ecr\./.test(repositoryName) ? [finding(URI, 'container', { repositoryName })] : [],
    ...isOfAws && isKnown(tag) && /-ec2(-|$)/.test(tag) ? [finding(EC2, 'container', { tag })] : [],
    ...TOKEN_NAMES.flatMap(name => {
      const value: unknown = model.environment[name];
      const isPlaceholder = isKnown(value) && typeof value === 'string' && /^<.*>$|^your[-_ ].*token|^(hf_)?x{3,}$/i.test(value.trim());
      return when(isPlaceholder, () => finding(PLACEHOLDER, variableProp(model, name), {}));
    }),
  ];
}
