import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { InstanceOptions } from './instance-options';
import { ObservabilityOptions } from './observability-options';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';

/** The properties of a production variant for its instances. */
export function variantCapacity(instanceType: SageMakerInstanceType, options: InstanceOptions): Partial<CfnEndpointConfig.ProductionVariantProperty> {
  const { fallbackInstanceTypes = [], instanceProvisionTimeout, mlReservationArn, routingStrategy, ssmAccess } = options;
  return {
    // the API accepts either one instance type or the pools
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

/** Sets the properties of a configuration with one variant that the lowest supported aws-cdk-lib does not have. */
export function overrideCapacity(config: CfnEndpointConfig, options: InstanceOptions & ObservabilityOptions): void {
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

/** The permissions of the AWS Systems Manager agent: https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html */
export function ssmStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(action => `ssmmessages:${action}`),
    resources: ['*'],
  });
}
