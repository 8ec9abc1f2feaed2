import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from '../legacy';
import { EndpointPlan } from '../legacy';

const ROLE: Check = {
  id: 'role-arn',
  severity: 'error',
  what: '`role` has an ARN that is none of a role, or a name of more than 64 characters',
  why: 'SageMaker refuses the model, or IAM the policy',
  fix: 'look at the ARN',
  source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html',
};

const NETWORK: Check = {
  id: 'vpc-config-id',
  severity: 'error',
  what: '`vpcConfig` has an id that is none of a subnet or security group',
  why: 'SageMaker refuses the model',
  fix: 'look at the ids',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html',
};

export const IDENTIFIER_CHECKS = [ROLE, NETWORK];

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

const NETWORK_ID = /^[-0-9a-zA-Z]{1,32}$/;

/** Checks the form of what the endpoint refers to: its role, subnets and security groups. */
export function identifierFindings({ props }: EndpointPlan): Finding[] {
  const { role, vpcConfig } = props;
  return [
    ...roleArn(role?.roleArn), ...networkIds('subnets', vpcConfig?.subnets), ...networkIds('securityGroupIds', vpcConfig?.securityGroupIds),
  ];
}

function roleArn(arn: string | undefined): Finding[] {
  if (arn === undefined || Token.isUnresolved(arn) || ROLE_ARN.test(arn)) {
    return [];
  }
  return [finding(ROLE, `'role' must have an ARN such as arn:aws:iam::111122223333:role/name, with a name of at most 64 characters, got ${JSON.stringify(arn)}`)];
}

function networkIds(member: string, ids: readonly string[] = []): Finding[] {
  const wrong = Token.isUnresolved(ids) ? [] : ids.filter(id => !Token.isUnresolved(id) && !NETWORK_ID.test(id));
  return wrong.length === 0 ? [] : [finding(NETWORK,
    `'vpcConfig.${member}' must have ids of 1 to 32 letters, digits and hyphens, got ${wrong.map(id => JSON.stringify(id)).join(', ')}`)];
}
