import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import { grantConditionally } from '../common/conditional-grant';

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
 * A statement must name a key: one that names an alias allows nothing of the key behind it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-service-integration
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function grantVolumeEncryption(key: kms.IKey, grantee: iam.IGrantable): void {
  const target = keyBehind(key);
  const { grantPrincipal } = grantee;
  grantConditionally({
    grantee,
    actions: ['kms:CreateGrant'],
    conditions: {
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
      ...target ? {} : { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': key.keyId } },
    },
    resourceArns: [target?.keyArn ?? Stack.of(key).formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
    resourceSelfArns: ['*'],
    account: key.env.account,
    // KMS refuses a policy that names a role before it exists
    resourcePolicyPrincipal: iam.principalIsOwnedResource(grantPrincipal) && grantPrincipal.principalAccount !== undefined
      ? new iam.AccountPrincipal(grantPrincipal.principalAccount) : undefined,
    addToResourcePolicy: statement => key.addToResourcePolicy(statement, true),
  });
}

/** The key itself; undefined where only the name of its alias is known. */
function keyBehind(key: kms.IKey): kms.IKey | undefined {
  if (!('aliasTargetKey' in key)) {
    return key;
  }
  try {
    return (key as kms.IAlias).aliasTargetKey;
  } catch {
    // what an alias that is imported by its name answers: it has no other mark
    return undefined;
  }
}
