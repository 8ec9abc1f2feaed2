import { Token } from 'aws-cdk-lib/core';
import { error, Finding } from './finding';
import { EndpointPlan } from '../plan/endpoint-plan';

/**
 * What SageMaker takes, with the length of a name that IAM takes.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html */
const NETWORK_ID = /^[-0-9a-zA-Z]{1,32}$/;

/** Checks the form of what the endpoint refers to: its role, subnets and security groups. */
export function identifierFindings(plan: EndpointPlan): Finding[] {
  return [...roleArn(plan), ...networkIds('subnets', plan.subnets), ...networkIds('securityGroupIds', plan.securityGroupIds)];
}

function roleArn({ roleArn: arn }: EndpointPlan): Finding[] {
  if (arn === undefined || Token.isUnresolved(arn) || ROLE_ARN.test(arn)) {
    return [];
  }
  return [error('role-arn', `'role' must have an ARN such as arn:aws:iam::111122223333:role/name, with a name of at most 64 characters, got ${JSON.stringify(arn)}`)];
}

function networkIds(member: string, ids: readonly string[] = []): Finding[] {
  const wrong = Token.isUnresolved(ids) ? [] : ids.filter(id => !Token.isUnresolved(id) && !NETWORK_ID.test(id));
  return wrong.length === 0 ? [] : [error('vpc-config-id',
    `'vpcConfig.${member}' must have ids of 1 to 32 letters, digits and hyphens, got ${wrong.map(id => JSON.stringify(id)).join(', ')}`)];
}
