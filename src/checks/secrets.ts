import { Token } from 'aws-cdk-lib/core';
import { error, Finding } from './finding';
import { EndpointPlan } from '../plan/endpoint-plan';

/** A token of the Hub: `hf_` and 34 letters and digits. */
const HUB_TOKEN = /\bhf_[a-zA-Z0-9]{34}\b/;

const SECRETS = "keep it in AWS Secrets Manager, and name it with 'hubAccessToken: SecretValue.secretsManager(..)'";

/** Checks that no secret stands in the template. */
export function secretFindings(plan: EndpointPlan): Finding[] {
  return [...environment(plan), ...hubAccessToken(plan)];
}

function environment({ props }: EndpointPlan): Finding[] {
  const tokens = Object.entries(props.environment ?? {}).filter(([, value]) => !Token.isUnresolved(value) && HUB_TOKEN.test(value));
  return tokens.map(([key]) => error('token-in-environment',
    `'environment.${key}' holds a token of the Hugging Face Hub, which everybody can read who reads the template; ${SECRETS}`));
}

function hubAccessToken({ props, scope }: EndpointPlan): Finding[] {
  if (!props.hubAccessToken) {
    return [];
  }
  const resolved = JSON.stringify(scope.resolve(props.hubAccessToken.unsafeUnwrap()));
  if (resolved.includes('{{resolve:ssm-secure:')) {
    return [error('hub-access-token-ssm-secure', "'hubAccessToken' must not be a secure parameter of Systems Manager, which CloudFormation does not "
      + `resolve in a SageMaker model (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html); ${SECRETS}`)];
  }
  if (resolved.startsWith('"') && !resolved.includes('{{resolve:')) {
    return [error('hub-access-token-in-plain-text', `'hubAccessToken' must be a reference to a secret, got plain text, which would stand in the template; ${SECRETS}`)];
  }
  return [];
}
