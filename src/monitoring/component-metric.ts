import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { IResource } from 'aws-cdk-lib/core';
import { elsewhere } from './endpoint-metric';

/** An inference component with metrics. */
export interface MeasuredComponent extends IResource {
  readonly inferenceComponentName: string;
}

/** A metric of an inference component, whose name is the only dimension. It has no unit, so that CloudWatch returns data points with any unit. */
export function componentMetric(
  component: MeasuredComponent, namespace: string, metricName: string, statistic: string, options?: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace,
    metricName,
    statistic,
    dimensionsMap: { InferenceComponentName: component.inferenceComponentName },
    region: elsewhere(component.env.region, component.stack.region),
    account: elsewhere(component.env.account, component.stack.account),
    ...options,
  }).attachTo(component);
}
