import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat, Stack, Token, TokenComparison } from 'aws-cdk-lib/core';

/**
 * The namespaces that the metrics of an endpoint are in.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
const METRIC_NAMESPACES = ['AWS/SageMaker', '/aws/sagemaker/Endpoints'];

/** Allows the container's output to be written to the log group of the endpoint, and the metrics of its instances to be published. */
export function observationStatements(stack: Stack, partition: string, endpointName: string | undefined): iam.PolicyStatement[] {
  // a reference to the generated name would be a circle: the endpoint waits for the model, and the model for this policy
  const name = endpointName === undefined || Token.isUnresolved(endpointName) ? '*' : endpointName;
  const logGroup = stack.formatArn({
    partition,
    service: 'logs',
    resource: 'log-group',
    resourceName: `/aws/sagemaker/Endpoints/${name}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return [
    new iam.PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: name === '*' ? [logGroup] : [logGroup, `${logGroup}:*`],
    }),
    new iam.PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACES } },
    }),
  ];
}

/**
 * Allows network interfaces in these subnets, with these security groups.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function networkInterfaceStatements(
  stack: Stack, partition: string, { subnets, securityGroupIds }: CfnModel.VpcConfigProperty,
): iam.PolicyStatement[] {
  const arns = (resource: string, ids: string[]) => (Token.isUnresolved(ids) ? ['*'] : ids)
    .map(resourceName => stack.formatArn({ partition, service: 'ec2', resource, resourceName }));
  const networkInterfaces = arns('network-interface', ['*']);
  const subnetArns = arns('subnet', subnets);
  return [
    new iam.PolicyStatement({
      actions: ['ec2:CreateNetworkInterface'],
      resources: [...networkInterfaces, ...subnetArns, ...arns('security-group', securityGroupIds)],
    }),
    new iam.PolicyStatement({
      actions: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'],
      resources: networkInterfaces,
      conditions: { ArnLike: { 'ec2:Subnet': subnetArns } },
    }),
    new iam.PolicyStatement({ actions: ['ec2:DeleteNetworkInterfacePermission'], resources: networkInterfaces }),
    new iam.PolicyStatement({
      actions: [
        'ec2:DescribeDhcpOptions', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets',
        'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    }),
  ];
}

/**
 * Allows SageMaker, and nobody else, to be given the use of the key for volumes.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-service-integration
 */
export function grantVolumeEncryption(key: kms.IKey, grantee: iam.IGrantable): void {
  const statement = { actions: ['kms:CreateGrant'], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } };
  const { success } = iam.Grant.addToPrincipal({ grantee, resourceArns: [key.keyArn], ...statement });
  const { grantPrincipal } = grantee;
  if (!success || ofDifferentAccounts(key.env.account, grantPrincipal.principalAccount)) {
    // not by Grant.addToPrincipalOrResource, which leaves the condition out of the key's policy with the lowest supported aws-cdk-lib
    key.addToResourcePolicy(new iam.PolicyStatement({ principals: [grantPrincipal], resources: ['*'], ...statement }), true);
  }
}

function ofDifferentAccounts(one: string, other: string | undefined): boolean {
  const comparison = other === undefined ? TokenComparison.SAME : Token.compareStrings(one, other);
  return comparison === TokenComparison.DIFFERENT || comparison === TokenComparison.ONE_UNRESOLVED;
}
