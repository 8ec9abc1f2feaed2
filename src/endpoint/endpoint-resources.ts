import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { VARIANT_NAME } from './sagemaker-endpoint';
import { overrideCapacity, variantCapacity } from '../capacity/capacity';
import { CheckedEndpointPlan, EndpointPlan } from '../plan/endpoint-plan';
import { ExecutionPermissions } from '../role/execution-permissions';
import { ExecutionPolicy } from '../role/execution-policy';
import { grantVolumeEncryption, networkInterfaceStatements, observationStatements } from '../role/execution-statements';
import { DeploymentGuard } from '../updates/deployment-guard';

/** Creates the role that the container runs with. */
export function createRole(scope: Construct, permissions: ExecutionPermissions | undefined): iam.Role {
  return new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'),
    managedPolicies: permissions === ExecutionPermissions.LEAST_PRIVILEGE
      ? undefined : [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSageMakerFullAccess')],
  });
}

/** Grants the permissions that neither the managed policy nor the grants of the image and the weights cover. */
export function allowExecution(
  policy: ExecutionPolicy, stack: Stack, { scope: { partition }, security, role, network, endpointName }: EndpointPlan,
  vpcConfig: CfnModel.VpcConfigProperty | undefined,
): void {
  const leastPrivilege = security.executionPermissions === ExecutionPermissions.LEAST_PRIVILEGE;
  if (leastPrivilege) {
    policy.addStatements(...observationStatements(stack, partition, endpointName));
  }
  if (vpcConfig && (leastPrivilege || (network && role))) {
    policy.addStatements(...networkInterfaceStatements(stack, partition, vpcConfig));
  }
  if (security.encryptionKey) {
    grantVolumeEncryption(security.encryptionKey, policy);
  }
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
  scope: Construct, { logRetention: retention }: EndpointPlan, endpointName: string, endpoint: CfnEndpoint,
): logs.ILogGroup | undefined {
  if (retention === undefined) {
    return undefined;
  }
  const logGroup = new logs.LogGroup(scope, 'LogGroup', { logGroupName: `/aws/sagemaker/Endpoints/${endpointName}`, retention });
  // otherwise the container would create it first, and CloudFormation would reject it
  endpoint.node.addDependency(logGroup);
  return logGroup;
}
