import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Resource, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { VARIANT_NAME } from './sagemaker-endpoint';
import { overrideCapacity, ssmStatement, variantCapacity } from '../capacity/capacity';
import { isClosed } from '../common/references';
import { ImagePull } from '../container/image-pull';
import { partitionOf } from '../container/registry';
import { CheckedEndpointPlan, EndpointPlan } from '../plan/endpoint-plan';
import { PlanScope } from '../plan/plan-scope';
import { ExecutionPermissions } from '../role/execution-permissions';
import { grantLogEncryption, networkInterfaceStatements, observationStatements, observedEndpoint } from '../role/execution-statements';
import { DeploymentGuard } from '../updates/deployment-guard';

/** What a plan needs to know about the stack of an endpoint. */
export function planScopeOf(endpoint: Resource): PlanScope {
  const { region, account } = endpoint.env;
  return {
    region,
    account,
    partition: partitionOf(endpoint).partition,
    today: new Date().toISOString().slice(0, 10),
    resolve: value => endpoint.stack.resolve(value),
  };
}

/** The name of the role's inline policy. */
const INLINE_POLICY = 'Execution';

/** The permissions that the props require, except for the grants of resources. */
export interface OwnStatements {
  /** These reference no resource of the app, so they can be part of the role: docs/adr/0017-permissions-before-the-model.md. */
  readonly closed: readonly iam.PolicyStatement[];
  readonly open: readonly iam.PolicyStatement[];
}

/** Determines the permissions that neither the managed policy nor the grants of resources cover. For a role of the user, all are open. */
export function ownStatements(
  scope: Construct, plan: EndpointPlan, vpcConfig: CfnModel.VpcConfigProperty | undefined, pulls: readonly (ImagePull | undefined)[],
  observed = observedEndpoint(plan.endpointName),
): OwnStatements {
  const { scope: { partition }, security, role, network, capacity } = plan;
  const stack = Stack.of(scope);
  const leastPrivilege = security.executionPermissions === ExecutionPermissions.LEAST_PRIVILEGE;
  const parts = [
    ...leastPrivilege ? [{ isClosed: true, statements: observationStatements(stack, partition, observed) }] : [],
    ...vpcConfig && (leastPrivilege || (network && role))
      ? [{ isClosed: isClosed(scope, vpcConfig), statements: networkInterfaceStatements(stack, partition, vpcConfig) }] : [],
    ...pulls.flatMap(pull => pull ?? []),
    ...capacity.ssmAccess ? [{ isClosed: true, statements: [ssmStatement()] }] : [],
  ];
  const those = (closed: boolean) => parts.filter(part => (part.isClosed && !role) === closed).flatMap(({ statements }) => statements);
  return { closed: those(true), open: those(false) };
}

/** Creates the role of the container, with an inline policy of these statements. */
export function createRole(
  scope: Construct, permissions: ExecutionPermissions | undefined, statements: readonly iam.PolicyStatement[],
): iam.Role {
  return new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'),
    managedPolicies: permissions === ExecutionPermissions.LEAST_PRIVILEGE
      ? undefined : [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSageMakerFullAccess')],
    inlinePolicies: statements.length > 0 ? { [INLINE_POLICY]: new iam.PolicyDocument({ statements: [...statements] }) } : undefined,
  });
}

/** Whether a property injector of the app has removed the inline policy of the role. */
export function lacksInlinePolicy(role: iam.IRole): boolean {
  const resource = role.node.defaultChild;
  const policies = resource instanceof iam.CfnRole && Array.isArray(resource.policies) ? resource.policies : [];
  return resource !== undefined && !policies.some(policy => 'policyName' in policy && policy.policyName === INLINE_POLICY);
}

/** How requests are queued and captured. */
export interface RequestConfig {
  readonly asyncInference?: CfnEndpointConfig.AsyncInferenceConfigProperty;
  readonly dataCapture?: CfnEndpointConfig.DataCaptureConfigProperty;
}

/** Creates the endpoint configuration, with one variant. */
export function createEndpointConfig(scope: Construct, plan: CheckedEndpointPlan, model: CfnModel, requests: RequestConfig): CfnEndpointConfig {
  const [{ startupHealthCheckTimeoutInSeconds, modelDataDownloadTimeoutInSeconds }] = plan.models;
  const config = new CfnEndpointConfig(scope, 'EndpointConfig', {
    productionVariants: [{
      ...variantCapacity(plan.instanceType, plan.capacity),
      variantName: VARIANT_NAME,
      modelName: model.attrModelName,
      initialInstanceCount: plan.instanceCount,
      initialVariantWeight: 1,
      containerStartupHealthCheckTimeoutInSeconds: startupHealthCheckTimeoutInSeconds,
      modelDataDownloadTimeoutInSeconds,
      volumeSizeInGb: plan.volumeSizeInGB,
      inferenceAmiVersion: plan.inferenceAmiVersion?.toString(),
    }],
    kmsKeyId: plan.security.encryptionKey?.keyArn,
    asyncInferenceConfig: requests.asyncInference,
    dataCaptureConfig: requests.dataCapture,
  });
  overrideCapacity(config, plan.capacity);
  return config;
}

/** Creates what watches updates, if `deployment` is set. */
export function createDeploymentGuard(
  scope: Construct, { deployment, hasRollbackAlarm, role: givenRole }: EndpointPlan, endpointName: string, config: CfnEndpointConfig, role: iam.IRole,
): DeploymentGuard | undefined {
  return deployment && new DeploymentGuard(scope, 'Deployment', {
    settings: deployment,
    role,
    roleIsShared: givenRole !== undefined,
    ownAlarm: hasRollbackAlarm
      ? { EndpointName: endpointName, VariantName: VARIANT_NAME, EndpointConfigName: config.attrEndpointConfigName }
      : undefined,
  });
}

/** Creates the endpoint. */
export function createEndpoint(
  scope: Construct, plan: CheckedEndpointPlan, endpointName: string, config: CfnEndpointConfig, guard: DeploymentGuard | undefined,
): CfnEndpoint {
  const [{ modelId }] = plan.models;
  const endpoint = new CfnEndpoint(scope, 'Endpoint', {
    endpointName,
    endpointConfigName: config.attrEndpointConfigName,
    deploymentConfig: guard?.deploymentConfig,
    tags: [{ key: 'modelId', value: modelId }],
  });
  endpoint.node.addDependency(...guard ? [guard] : []);
  return endpoint;
}

/** Creates the log group of the container, if the user wants to keep logs for a certain time. */
export function createLogGroup(
  scope: Construct, { logRetention: retention, security }: EndpointPlan, endpointName: string, endpoint: CfnEndpoint,
): logs.ILogGroup | undefined {
  const { logEncryptionKey: encryptionKey } = security;
  if (retention === undefined) {
    return undefined;
  }
  const logGroupName = `/aws/sagemaker/Endpoints/${endpointName}`;
  if (encryptionKey) {
    grantLogEncryption(encryptionKey, Stack.of(scope), logGroupName);
  }
  const logGroup = new logs.LogGroup(scope, 'LogGroup', { logGroupName, retention, encryptionKey });
  // otherwise the container would create it first, and CloudFormation would reject it
  endpoint.node.addDependency(logGroup);
  return logGroup;
}
