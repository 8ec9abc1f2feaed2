import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { IResource, Token } from 'aws-cdk-lib/core';
import { ENDPOINT_METRICS } from './endpoint-metric-table.generated';
import { MetricFacts } from './metric-facts';
import { ownEntry } from '../common/own-entry';

/** An endpoint with metrics. */
export interface MeasuredEndpoint extends IResource {
  readonly endpointName: string;
  readonly variantName: string;
}

const REQUESTS: MetricFacts = { namespace: 'AWS/SageMaker', dimensions: ['EndpointName', 'VariantName'], statistic: 'Average' };

/** A metric of an endpoint. It has no unit, so that CloudWatch returns data points with any unit. */
export function endpointMetric(
  endpoint: MeasuredEndpoint, metricName: string, options?: cloudwatch.MetricOptions,
  facts = ownEntry(ENDPOINT_METRICS, metricName) ?? REQUESTS,
): cloudwatch.Metric {
  const { namespace, dimensions, statistic } = facts;
  const values = { EndpointName: endpoint.endpointName, VariantName: endpoint.variantName };
  return new cloudwatch.Metric({
    namespace,
    metricName,
    statistic,
    dimensionsMap: Object.fromEntries(dimensions.map(dimension => [dimension, values[dimension]])),
    region: elsewhere(endpoint.env.region, endpoint.stack.region),
    account: elsewhere(endpoint.env.account, endpoint.stack.account),
    ...options,
  }).attachTo(endpoint);
}

/** The region or account of an imported endpoint, if it is known to differ from that of the stack. */
export function elsewhere(ofEndpoint: string, ofStack: string): string | undefined {
  return Token.isUnresolved(ofEndpoint) || ofEndpoint === ofStack ? undefined : ofEndpoint;
}
