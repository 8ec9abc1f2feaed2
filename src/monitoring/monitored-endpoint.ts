import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { EndpointMetricsBase } from './endpoint-metrics.generated';
import { ServerMetricNames } from './server-metrics';
import { ServerFamily } from '../container/server-family';

/** An instance type, with the number of units for each of which CloudWatch reports up to 100 percent. */
export interface MonitoredType {
  readonly instanceType: string;

  /** The number of vCPUs of an instance; undefined if unknown. */
  readonly vcpus?: number;

  /** The number of GPUs of an instance, 0 if it has none; undefined if unknown. */
  readonly gpuCount?: number;
}

/** What is known about the metrics that the server publishes. */
export interface ObservedServer {
  readonly serverTitle: string;
  readonly serverFamily?: ServerFamily;

  /** Undefined if it is not known. */
  readonly serverVersion?: string;

  /** The names of the metrics. Undefined if the library does not know them. */
  readonly serverMetrics?: ServerMetricNames;

  /** Whether SageMaker may collect the metrics of the server. */
  readonly isObserved: boolean;

  /** Whether the cache of prefixes is known to be disabled. */
  readonly hasNoPrefixCache: boolean;

  /** Whether the server has the argument to publish its metrics, if it needs one. */
  readonly hasMetricsArgument: boolean;
}

/** What alarms and dashboards need to know about an endpoint and its preferred instance type. */
export interface MonitoredEndpoint extends MonitoredType, ObservedServer {
  readonly endpoint: EndpointMetricsBase;
  readonly modelId: string;
  readonly instanceCount: number;

  /** The fallback instance types, without duplicates. */
  readonly fallbacks: readonly MonitoredType[];

  /** Whether the endpoint is asynchronous. Such an endpoint does not publish the metrics of a real-time endpoint. */
  readonly asynchronous: boolean;

  /** The share of the GPU memory that the server reserves, from 0 to 1. */
  readonly gpuMemoryShare: number;

  /** The time between two samples of an instance, in seconds. */
  readonly sampleSeconds: number;

  /** The shortest period in which every metric has data: one minute, or the time between samples if that is longer. */
  readonly period: Duration;
}

/**
 * The number of samples in a period. Each instance publishes one sample every `sampleSeconds`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html
 */
export function instanceSamples({ endpoint }: MonitoredEndpoint, period: Duration): cloudwatch.Metric {
  return endpoint.metricCpuUtilization({ statistic: cloudwatch.Stats.SAMPLE_COUNT, period });
}

/** The number of requests: the metric has another name for asynchronous endpoints. */
export function requestsOf({ endpoint, asynchronous }: MonitoredEndpoint, period: Duration): cloudwatch.Metric {
  return asynchronous ? endpoint.metricInvocationsProcessed({ period }) : endpoint.metricInvocations({ period });
}

/**
 * The instance types that need a threshold or share of their own, because their number of units differs or is unknown for another type.
 * Empty if all types have the same number. Types with an unknown number are left out.
 */
export function typesApart(types: readonly MonitoredType[], counted: 'vcpus' | 'gpuCount'): readonly MonitoredType[] {
  const [{ [counted]: first }] = types;
  return types.every(type => type[counted] === first) ? [] : types.filter(type => type[counted] !== undefined);
}

/**
 * The metric for the instances of one type. SageMaker publishes it if the endpoint has several instance types.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html
 */
export function ofType(metric: cloudwatch.Metric, { instanceType }: MonitoredType): cloudwatch.Metric {
  return metric.with({ dimensionsMap: { ...metric.dimensions, InstanceType: instanceType } });
}
