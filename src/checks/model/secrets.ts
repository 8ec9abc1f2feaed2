import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from '../legacy';
import { EndpointPlan } from '../legacy';

const TOKEN: Check = {
  id: 'token-in-environment',
  severity: 'error',
  what: 'a variable of `environment` holds a token of the Hub',
  why: 'everybody can read it who reads the template, the repository or the build log',
  fix: 'name it with `hubAccessToken`',
  source: 'https://huggingface.co/docs/hub/security-tokens',
};

const SSM_SECURE: Check = {
  id: 'hub-access-token-ssm-secure',
  severity: 'error',
  what: '`hubAccessToken` is a secure parameter of Systems Manager',
  why: 'CloudFormation does not resolve it in a SageMaker model',
  fix: 'keep it in AWS Secrets Manager',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html',
};

const PLAIN_TEXT: Check = {
  id: 'hub-access-token-in-plain-text',
  severity: 'error',
  what: '`hubAccessToken` is plain text',
  why: 'it would stand in the template',
  fix: 'keep it in AWS Secrets Manager',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.SecretValue.html',
};

const WITHOUT_HUB: Check = {
  id: 'hub-access-token-without-hub',
  severity: 'warning',
  what: '`hubAccessToken` is set, the weights come from Amazon S3, and no adapter comes from the Hub',
  why: 'it is not needed, and not put into the model',
  fix: 'leave it out',
  source: 'https://huggingface.co/docs/hub/security-tokens',
};

export const SECRET_CHECKS = [TOKEN, SSM_SECURE, PLAIN_TEXT, WITHOUT_HUB];

/** A token of the Hub: `hf_` and 34 letters and digits. */
const HUB_TOKEN = /\bhf_[a-zA-Z0-9]{34}\b/;

const SECRETS = "keep it in AWS Secrets Manager, and name it with 'hubAccessToken: SecretValue.secretsManager(..)'";

/** Checks that no secret stands in the template. */
export function secretFindings(plan: EndpointPlan): Finding[] {
  return [...environment(plan), ...hubAccessToken(plan)];
}

function environment({ userEnvironment }: EndpointPlan): Finding[] {
  const tokens = Object.entries(userEnvironment).filter(([, value]) => !Token.isUnresolved(value) && HUB_TOKEN.test(value));
  return tokens.map(([key]) => finding(TOKEN, `'environment.${key}' holds a token of the Hugging Face Hub, which everybody can read who reads the template; ${SECRETS}`));
}

function hubAccessToken({ props, adaptersOfHub, scope }: EndpointPlan): Finding[] {
  if (!props.hubAccessToken) {
    return [];
  }
  const resolved = JSON.stringify(scope.resolve(props.hubAccessToken.unsafeUnwrap()));
  if (resolved.includes('{{resolve:ssm-secure:')) {
    return [finding(SSM_SECURE, "'hubAccessToken' must not be a secure parameter of Systems Manager, which CloudFormation does not "
      + `resolve in a SageMaker model (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html); ${SECRETS}`)];
  }
  if (resolved.startsWith('"') && !resolved.includes('{{resolve:')) {
    return [finding(PLAIN_TEXT, `'hubAccessToken' must be a reference to a secret, got plain text, which would stand in the template; ${SECRETS}`)];
  }
  if (props.modelData && adaptersOfHub.length === 0) {
    return [finding(WITHOUT_HUB, "'hubAccessToken' is not needed with 'modelData', and not put into the model; leave it out")];
  }
  return [];
}
