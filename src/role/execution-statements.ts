import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import { grantConditionally } from '../common/conditional-grant';

/**
 * The namespaces of the metrics of an endpoint.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
const METRIC_NAMESPACES = ['AWS/SageMaker', '/aws/sagemaker/Endpoints'];

/** Where a container writes logs and publishes metrics. */
export interface Observed {
  /** The name of the log group, or a pattern that ends with `*`. */
  readonly logGroupName: string;
  readonly namespaces: readonly string[];
}

/** What the container of an endpoint with one model writes to. */
export function observedEndpoint(endpointName: string | undefined): Observed {
  // a reference to a generated name would be a circular dependency: the endpoint depends on the model, and the model on this policy
  const name = endpointName === undefined || Token.isUnresolved(endpointName) ? '*' : endpointName;
  return { logGroupName: `/aws/sagemaker/Endpoints/${name}`, namespaces: METRIC_NAMESPACES };
}

/** What the containers of inference components write to, whose names have a common prefix. */
export function observedComponents(prefix: string): Observed {
  const namespaces = [...METRIC_NAMESPACES, '/aws/sagemaker/InferenceComponents'];
  return { logGroupName: `/aws/sagemaker/InferenceComponents/${prefix}*`, namespaces };
}

/** Allows writing to the log group of the container, and publishing the metrics of its instances. */
export function observationStatements(stack: Stack, partition: string, { logGroupName, namespaces }: Observed): iam.PolicyStatement[] {
  const logGroup = stack.formatArn({
    partition,
    service: 'logs',
    resource: 'log-group',
    resourceName: logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return [
    new iam.PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: logGroupName.endsWith('*') ? [logGroup] : [logGroup, `${logGroup}:*`],
    }),
    new iam.PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': namespaces } },
    }),
  ];
}

/**
 * Allows SageMaker to manage network interfaces in these subnets, with these security groups.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function networkInterfaceStatements(
  stack: Stack, partition: string, { subnets, securityGroupIds }: CfnModel.VpcConfigProperty,
): iam.PolicyStatement[] {
  // nothing is known of the parts of a token
  const arns = (resource: string, ids?: string[]) => (ids === undefined || Token.isUnresolved(ids) ? ['*'] : ids)
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
 * Allows creating grants that let AWS services, and no other principals, use the key for volumes.
 *
 * The resource of the statement must be the key: a statement for an alias does not apply to its key.
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
    // KMS rejects a key policy that references a role that does not exist yet
    resourcePolicyPrincipal: iam.principalIsOwnedResource(grantPrincipal) && grantPrincipal.principalAccount !== undefined
      ? new iam.AccountPrincipal(grantPrincipal.principalAccount) : undefined,
    addToResourcePolicy: statement => key.addToResourcePolicy(statement, true),
  });
}

/**
 * Allows Amazon CloudWatch Logs to use the key for one log group. Without effect for a key that the app does not create.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function grantLogEncryption(key: kms.IKey, stack: Stack, logGroupName: string): void {
  const logGroup = stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroup } },
  }), true);
}

/** The key itself; undefined if only the name of its alias is known. */
function keyBehind(key: kms.IKey): kms.IKey | undefined {
  if (!('aliasTargetKey' in key)) {
    return key;
  }
  try {
    return (key as kms.IAlias).aliasTargetKey;
  } catch {
    // an alias that is imported by name throws an error, and cannot be detected in another way
    return undefined;
  }
}
