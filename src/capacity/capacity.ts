import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { CapacityOptions } from './capacity-options';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';

/** What a variant is told of its capacity. */
export function variantCapacity(instanceType: SageMakerInstanceType, options: CapacityOptions): Partial<CfnEndpointConfig.ProductionVariantProperty> {
  const { fallbackInstanceTypes = [], instanceProvisionTimeout, mlReservationArn, routingStrategy, ssmAccess } = options;
  return {
    // AWS takes either the one type or the pools
    ...fallbackInstanceTypes.length === 0
      ? { instanceType: instanceType.toString() }
      : { instancePools: [instanceType, ...fallbackInstanceTypes].map((type, index) => ({ instanceType: type.toString(), priority: index + 1 })) },
    variantInstanceProvisionTimeoutInSeconds: instanceProvisionTimeout?.toSeconds(),
    capacityReservationConfig: mlReservationArn === undefined
      ? undefined
      : { capacityReservationPreference: 'capacity-reservations-only', mlReservationArn },
    routingConfig: routingStrategy && { routingStrategy: routingStrategy.toString() },
    enableSsmAccess: ssmAccess,
  };
}

/** Tells a configuration, of one variant, what the lowest aws-cdk-lib has no property for. */
export function overrideCapacity(config: CfnEndpointConfig, options: CapacityOptions): void {
  const prefixAware = options.routingStrategy?._prefixAware;
  if (prefixAware) {
    config.addPropertyOverride('ProductionVariants.0.RoutingConfig.PrefixAwareRoutingConfig', {
      PrefixLength: prefixAware.prefixLength, ConcurrencyThreshold: prefixAware.concurrencyThreshold,
    });
  }
  const { enhancedMetrics, detailedObservability, metricPublishFrequency } = options;
  if (enhancedMetrics !== undefined || detailedObservability !== undefined || metricPublishFrequency !== undefined) {
    config.addPropertyOverride('MetricsConfig', {
      EnableEnhancedMetrics: enhancedMetrics,
      EnableDetailedObservability: detailedObservability,
      MetricPublishFrequencyInSeconds: metricPublishFrequency?.toSeconds(),
    });
  }
}

/** What the agent of AWS Systems Manager needs: https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html */
export function ssmStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(action => `ssmmessages:${action}`),
    resources: ['*'],
  });
}
