import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { EndpointMetricsBase } from './endpoint-metrics.generated';

/** A type of instances, with the numbers of what CloudWatch counts 100 percent for each. */
export interface MonitoredType {
  readonly instanceType: string;

  /** The number of virtual CPUs of an instance; undefined where it is not known. */
  readonly vcpus?: number;

  /** The number of GPUs of an instance, 0 where it has none; undefined where it is not known. */
  readonly gpuCount?: number;
}

/** What alarms and dashboards need to know of an endpoint, and of the type that its instances have at best. */
export interface MonitoredEndpoint extends MonitoredType {
  readonly endpoint: EndpointMetricsBase;
  readonly modelId: string;
  readonly instanceCount: number;

  /** The types that instances may have instead, each once. */
  readonly fallbacks: readonly MonitoredType[];

  /** Whether requests wait in a queue. Such an endpoint does not publish what it would in real time. */
  readonly asynchronous: boolean;

  /** The share of the memory of the GPUs that the server takes for itself, 0 to 1. */
  readonly gpuMemoryShare: number;

  /** The seconds from one sample of an instance to its next. */
  readonly sampleSeconds: number;

  /** The shortest period that every metric has data in: a minute, or the time between samples where that is longer. */
  readonly period: Duration;
}

/**
 * What instances report in a period: a sample of each of them, every `sampleSeconds`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html
 */
export function instanceSamples({ endpoint }: MonitoredEndpoint, period: Duration): cloudwatch.Metric {
  return endpoint.metricCpuUtilization({ statistic: cloudwatch.Stats.SAMPLE_COUNT, period });
}

/** The requests that the endpoint has been sent, under the name that its kind publishes. */
export function requestsOf({ endpoint, asynchronous }: MonitoredEndpoint, period: Duration): cloudwatch.Metric {
  return asynchronous ? endpoint.metricInvocationsProcessed({ period }) : endpoint.metricInvocations({ period });
}

/**
 * The types whose number is known, where one bound or share is not right for all instances: that of another type is another one, or not known.
 * None otherwise.
 */
export function typesApart(types: readonly MonitoredType[], counted: 'vcpus' | 'gpuCount'): readonly MonitoredType[] {
  const [{ [counted]: first }] = types;
  return types.every(type => type[counted] === first) ? [] : types.filter(type => type[counted] !== undefined);
}

/**
 * A metric of the instances of one type, as there is where instances may have several types.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html
 */
export function ofType(metric: cloudwatch.Metric, { instanceType }: MonitoredType): cloudwatch.Metric {
  return metric.with({ dimensionsMap: { ...metric.dimensions, InstanceType: instanceType } });
}
