import { isKnown } from '../../common/known';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

const ROLE: Check<{ readonly arn: string }> = {
  id: 'role-arn',
  severity: 'error',
  what: 'the ARN of `role` is not a valid ARN of a role, or its name has more than 64 characters',
  why: 'SageMaker rejects the model, or IAM rejects the policy',
  fix: 'correct the ARN',
  source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html',
  message: (prop, { arn }) => `'${prop}' must have an ARN such as arn:aws:iam::111122223333:role/name, with a name of at most 64 characters, `
    + `got ${quoted(arn)}`,
};

const NETWORK: Check<{ readonly invalid: readonly string[] }> = {
  id: 'vpc-config-id',
  severity: 'error',
  what: '`vpcConfig` contains an ID that is not a valid ID of a subnet or a security group',
  why: 'SageMaker rejects the model',
  fix: 'correct the IDs',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html',
  message: (prop, { invalid }) => `'${prop}' must have IDs of 1 to 32 letters, digits and hyphens, got ${invalid.map(quoted).join(', ')}`,
};

export const IDENTIFIER_CHECKS = [ROLE, NETWORK];

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

const NETWORK_ID = /^[-0-9a-zA-Z]{1,32}$/;

/** Checks the form of what the endpoint refers to: its role, subnets and security groups. */
export function identifierFindings({ role, vpcConfig }: EndpointPlan): Finding[] {
  return [
    ...roleArn(role?.roleArn),
    ...networkIds('vpcConfig.subnets', vpcConfig?.subnets),
    ...networkIds('vpcConfig.securityGroupIds', vpcConfig?.securityGroupIds),
  ];
}

function roleArn(arn: string | undefined): Finding[] {
  return isKnown(arn) && !ROLE_ARN.test(arn) ? [finding(ROLE, 'role', { arn })] : [];
}

function networkIds(prop: string, ids: readonly string[] | undefined): Finding[] {
  const invalid = isKnown(ids) ? ids.filter(id => isKnown(id) && !NETWORK_ID.test(id)) : [];
  return when(invalid.length > 0, () => finding(NETWORK, prop, { invalid }));
}
