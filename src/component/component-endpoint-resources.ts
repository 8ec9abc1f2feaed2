import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Lazy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { overrideCapacity, variantCapacity } from '../capacity/capacity';
import { VARIANT_NAME } from '../endpoint/sagemaker-endpoint';
import { commonAmi, ComponentEndpointPlan } from '../plan/component-plan';
import { ModelPlan } from '../plan/model-plan';

/**
 * Creates the endpoint configuration for inference components. Without a model, the configuration itself has the role, the network and the isolation
 * of the containers.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html
 */
export function createComponentEndpointConfig(
  scope: Construct, plan: ComponentEndpointPlan, role: iam.IRole, vpcConfig: CfnModel.VpcConfigProperty | undefined,
  models: () => readonly ModelPlan[],
): CfnEndpointConfig {
  const { minInstanceCount, maxInstanceCount, scaleIn } = plan;
  const config = new CfnEndpointConfig(scope, 'EndpointConfig', {
    executionRoleArn: role.roleArn,
    vpcConfig,
    enableNetworkIsolation: plan.networkOptions.networkIsolation,
    productionVariants: [{
      ...variantCapacity(plan.instanceType, plan.capacity),
      variantName: VARIANT_NAME,
      initialInstanceCount: plan.instanceCount,
      managedInstanceScaling: { status: 'ENABLED', minInstanceCount, maxInstanceCount },
      volumeSizeInGb: plan.volumeSizeInGB,
      // the components, whose images need it, are added later
      inferenceAmiVersion: Lazy.string({ produce: () => commonAmi(plan, models())?.toString() }),
    }],
    kmsKeyId: plan.security.encryptionKey?.keyArn,
  });
  if (scaleIn) {
    // the lowest supported aws-cdk-lib does not have this property
    config.addPropertyOverride('ProductionVariants.0.ManagedInstanceScaling.ScaleInPolicy', {
      Strategy: scaleIn.strategy, CooldownInMinutes: scaleIn.cooldown?.toMinutes(), MaximumStepSize: scaleIn.maximumStepSize,
    });
  }
  overrideCapacity(config, plan.capacity);
  return config;
}

/** Creates the endpoint. */
export function createComponentEndpoint(scope: Construct, endpointName: string, config: CfnEndpointConfig): CfnEndpoint {
  return new CfnEndpoint(scope, 'Endpoint', { endpointName, endpointConfigName: config.attrEndpointConfigName });
}
