import { Duration } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, RoutingStrategy, SageMakerInstanceType } from '../../src';
import { endpointTemplate, newEndpoint, newStack, onlyResource } from '../util';

function configOf(props: Partial<HuggingFaceSageMakerEndpointProps>) {
  return onlyResource(endpointTemplate(props), 'AWS::SageMaker::EndpointConfig').resource.Properties;
}

function variantOf(props: Partial<HuggingFaceSageMakerEndpointProps>) {
  const { ProductionVariants: variants } = configOf(props);
  expect(variants).toHaveLength(1);
  return variants[0];
}

test('by default, nothing is said of capacity', () => {
  expect(configOf({})).toEqual({
    ProductionVariants: [{
      VariantName: 'AllTraffic',
      ModelName: { 'Fn::GetAtt': [expect.any(String), 'ModelName'] },
      InstanceType: 'ml.g5.2xlarge',
      InitialInstanceCount: 1,
      InitialVariantWeight: 1,
      ContainerStartupHealthCheckTimeoutInSeconds: 600,
    }],
  });
});

test('other instance types make pools, which take the place of the type, in their order', () => {
  const variant = variantOf({ fallbackInstanceTypes: [SageMakerInstanceType.ML_G6_2XLARGE, SageMakerInstanceType.ML_G5_4XLARGE] });
  expect(variant).not.toHaveProperty('InstanceType');
  expect(variant.InstancePools).toEqual([
    { InstanceType: 'ml.g5.2xlarge', Priority: 1 },
    { InstanceType: 'ml.g6.2xlarge', Priority: 2 },
    { InstanceType: 'ml.g5.4xlarge', Priority: 3 },
  ]);
});

test('an empty list of other instance types is none', () => {
  expect(variantOf({ fallbackInstanceTypes: [] })).toEqual(variantOf({}));
});

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>, object]>([
  ['a time to find instances', { instanceProvisionTimeout: Duration.minutes(10) }, { VariantInstanceProvisionTimeoutInSeconds: 600 }],
  ['reserved capacity', { mlReservationArn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-plan/g5' }, {
    CapacityReservationConfig: {
      CapacityReservationPreference: 'capacity-reservations-only', MlReservationArn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-plan/g5',
    },
  }],
  ['random routing', { routingStrategy: RoutingStrategy.RANDOM }, { RoutingConfig: { RoutingStrategy: 'RANDOM' } }],
  ['routing by load', { routingStrategy: RoutingStrategy.LEAST_OUTSTANDING_REQUESTS }, { RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' } }],
  ['routing by another name', { routingStrategy: RoutingStrategy.of('LATENCY_AWARE') }, { RoutingConfig: { RoutingStrategy: 'LATENCY_AWARE' } }],
  ['routing by prefix', { routingStrategy: RoutingStrategy.prefixAware({ prefixLength: 4096, concurrencyThreshold: 16 }) }, {
    RoutingConfig: { RoutingStrategy: 'PREFIX_AWARE', PrefixAwareRoutingConfig: { PrefixLength: 4096, ConcurrencyThreshold: 16 } },
  }],
  ['a shell', { ssmAccess: true }, { EnableSSMAccess: true }],
  ['no shell', { ssmAccess: false }, { EnableSSMAccess: false }],
])('the variant is told of %s', (_what, props, expected) => {
  expect(variantOf(props)).toEqual({ ...variantOf({}), ...expected });
});

test.each<[Partial<HuggingFaceSageMakerEndpointProps>, object]>([
  [{ enhancedMetrics: true }, { EnableEnhancedMetrics: true }],
  [{ enhancedMetrics: false }, { EnableEnhancedMetrics: false }],
  [{ detailedObservability: false }, { EnableDetailedObservability: false }],
  [{ metricPublishFrequency: Duration.seconds(10) }, { MetricPublishFrequencyInSeconds: 10 }],
  [{ enhancedMetrics: true, detailedObservability: true, metricPublishFrequency: Duration.minutes(5) },
    { EnableEnhancedMetrics: true, EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 300 }],
])('the configuration is told of metrics %#', (props, expected) => {
  expect(configOf(props).MetricsConfig).toEqual(expected);
});

test('a shell needs permissions of the agent, which the model waits for', () => {
  const found = endpointTemplate({ ssmAccess: true });
  const { id, resource } = onlyResource(found, 'AWS::IAM::Policy');
  expect(resource.Properties.PolicyDocument.Statement).toContainEqual({
    Effect: 'Allow',
    Action: ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'],
    Resource: '*',
  });
  expect(onlyResource(found, 'AWS::SageMaker::Model').resource.DependsOn).toContain(id);
});

test('without a shell, nothing of it is allowed', () => {
  expect(JSON.stringify(endpointTemplate({ ssmAccess: false }).toJSON())).not.toContain('ssmmessages');
});

test('a strategy that the API accepts, but CloudFormation does not, is rejected with the date of the schema', () => {
  expect(() => newEndpoint(newStack(), { routingStrategy: RoutingStrategy.of('KV_AWARE') })).toThrow(/'routingStrategy' .*schema of 2026-10-20, got KV_AWARE;/);
});
