import { secretIn } from '../../common/secrets';
import { variableProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, when } from '../finding';
import { formFindings, meaningFindings } from '../plain-text';

/** None of these checks has a value: it may be the secret. */
type NoValues = Record<string, never>;

const FIX = 'store the token in AWS Secrets Manager, and set it as `hubAccessToken: SecretValue.secretsManager(..)`';

const TOKEN: Check<NoValues> = {
  id: 'token-in-environment',
  severity: 'error',
  what: 'a variable of the environment, an option or an argument of the server contains a Hub token in plain text',
  why: 'anyone who can read the template, the repository or the build log can read the token',
  fix: FIX,
  source: 'https://huggingface.co/docs/hub/security-tokens',
  message: prop => `'${prop}' must not contain a Hugging Face Hub token in plain text, because anyone who can read the template can read it`,
};

const SSM_SECURE: Check<NoValues> = {
  id: 'hub-access-token-ssm-secure',
  severity: 'error',
  what: '`hubAccessToken` is a secure string parameter of AWS Systems Manager',
  why: 'CloudFormation does not resolve it in a SageMaker model',
  fix: FIX,
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html',
  message: prop => `'${prop}' must not be a secure string parameter of AWS Systems Manager, which CloudFormation does not resolve `
    + 'in a SageMaker model (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html)',
};

const PLAIN_TEXT: Check<NoValues> = {
  id: 'hub-access-token-in-plain-text',
  severity: 'error',
  what: '`hubAccessToken` is in plain text',
  why: 'anyone who can read the template can read the token',
  fix: FIX,
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.SecretValue.html',
  message: prop => `'${prop}' must be a reference to a secret, got plain text, which anyone who can read the template can read`,
};

const WITHOUT_HUB: Check<NoValues> = {
  id: 'hub-access-token-without-hub',
  severity: 'warning',
  what: '`hubAccessToken` is set, but the weights come from Amazon S3, and no adapter comes from the Hub',
  why: 'the token is not needed, and the library does not pass it to the container',
  fix: 'remove `hubAccessToken`',
  source: 'https://huggingface.co/docs/hub/security-tokens',
  message: prop => `'${prop}' is not passed to the container, because the weights come from 'modelData' and no adapter comes from the Hub`,
};

export const SECRET_CHECKS = [TOKEN, SSM_SECURE, PLAIN_TEXT, WITHOUT_HUB];

/** Finds a secret that would be in the template, and one that is not resolved or not used. */
export function secretFindings(model: ModelPlan): Finding[] {
  return [...environmentFindings(model), ...hubAccessTokenFindings(model)];
}

/** What the library sets comes from other props. A token that it sets is that of `hubAccessToken`, which has checks of its own. */
function environmentFindings(model: ModelPlan): Finding[] {
  const { environment, origins } = model;
  return Object.entries(environment).filter(([variable]) => origins[variable] !== 'library').flatMap(([variable, value]) => {
    const prop = variableProp(model, variable);
    const text = typeof value === 'string' ? value : '';
    const found = secretIn(text) === 'a Hugging Face Hub token' ? [finding(TOKEN, prop, {})] : formFindings(prop, text);
    return [...found.length > 0 ? found : meaningFindings(prop, variable, value), ...formFindings('environment', variable)];
  });
}

function hubAccessTokenFindings({ hubAccessToken, modelData, adaptersFromHub, draftsFromHub, scope }: ModelPlan): Finding[] {
  if (!hubAccessToken) {
    return [];
  }
  const value: unknown = scope.resolve(hubAccessToken.unsafeUnwrap());
  const resolved = JSON.stringify(value);
  if (resolved.includes('{{resolve:ssm-secure:')) {
    return [finding(SSM_SECURE, 'hubAccessToken', {})];
  }
  if (typeof value === 'string' && !resolved.includes('{{resolve:')) {
    return [finding(PLAIN_TEXT, 'hubAccessToken', {})];
  }
  const usesHub = adaptersFromHub.length > 0 || draftsFromHub.length > 0;
  return when(modelData !== undefined && !usesHub, () => finding(WITHOUT_HUB, 'hubAccessToken', {}));
}
