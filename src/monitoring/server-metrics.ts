import { compareVersions } from '../common/version-order';
import { ServerFamily } from '../container/server-family';

/** The options of `monitor` that need a metric of the server. */
export const SERVER_METRIC_OPTIONS = [
  'maximumTimeToFirstToken', 'maximumWaitingRequests', 'maximumKeyValueCachePercent', 'minimumPrefixCacheHitPercent',
] as const;

/** What is measured, by the option of `monitor` with its threshold. */
export type ServerMetricOption = typeof SERVER_METRIC_OPTIONS[number];

/** The name of a metric, in the versions that publish it. */
interface MetricName {
  readonly name: string;
  readonly since?: string;
  readonly before?: string;
}

/** The metrics that a server publishes. */
export interface PublishedMetrics {
  /** The documentation or source code of the metrics. */
  readonly source: string;

  /** The names of each metric, the newest first: a name is used until the next one. */
  readonly metrics: Readonly<Record<ServerMetricOption, readonly MetricName[]>>;
}

/**
 * The metrics of each server: a histogram in seconds, a number of requests, a share from 0 to 1, and a counter of the tokens of prompts that were in
 * the cache. AWS documents the collection of metrics for these two servers.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-monitoring.html
 */
export const SERVER_METRICS: Readonly<Partial<Record<ServerFamily, PublishedMetrics>>> = {
  [ServerFamily.VLLM]: {
    source: 'https://github.com/vllm-project/vllm/blob/main/vllm/v1/metrics/loggers.py',
    metrics: {
      maximumTimeToFirstToken: [{ name: 'vllm:time_to_first_token_seconds' }],
      maximumWaitingRequests: [{ name: 'vllm:num_requests_waiting' }],
      maximumKeyValueCachePercent: [{ name: 'vllm:kv_cache_usage_perc', since: '0.10.0' }, { name: 'vllm:gpu_cache_usage_perc', before: '0.10.0' }],
      minimumPrefixCacheHitPercent: [
        { name: 'vllm:prefix_cache_hits_total', since: '0.9.2' }, { name: 'vllm:gpu_prefix_cache_hits_total', since: '0.7.3', before: '0.9.2' },
      ],
    },
  },
  [ServerFamily.SGLANG]: {
    source: 'https://docs.sglang.io/references/production_metrics.html',
    metrics: {
      maximumTimeToFirstToken: [{ name: 'sglang:time_to_first_token_seconds' }],
      maximumWaitingRequests: [{ name: 'sglang:num_queue_reqs' }],
      maximumKeyValueCachePercent: [{ name: 'sglang:token_usage' }],
      // not sglang:cache_hit_rate, which is that of the last batch, and 0 while the server generates:
      // https://github.com/sgl-project/sglang/blob/v0.5.5/python/sglang/srt/managers/scheduler_metrics_mixin.py
      minimumPrefixCacheHitPercent: [{ name: 'sglang:cached_tokens_total', since: '0.4.4' }],
    },
  },
};

/** The counters of all tokens of prompts, by the counter of those that were in the cache. */
const TOTALS: Readonly<Record<string, string>> = {
  'vllm:prefix_cache_hits_total': 'vllm:prefix_cache_queries_total',
  'vllm:gpu_prefix_cache_hits_total': 'vllm:gpu_prefix_cache_queries_total',
  'sglang:cached_tokens_total': 'sglang:prompt_tokens_total',
};

/** The names of the metrics that a server publishes, by option. */
export type ServerMetricNames = Readonly<Partial<Record<ServerMetricOption, string>>>;

/** The first version of a server that publishes a metric, if it is known. */
export function publishedSince(server: ServerFamily | undefined, option: ServerMetricOption): string | undefined {
  return (server && SERVER_METRICS[server])?.metrics[option].map(({ since }) => since).pop();
}

/** The names of the metrics of a server: without a version, the newest ones. Undefined if the library does not know the metrics of the server. */
export function serverMetricNames(server: ServerFamily | undefined, version: string | undefined): ServerMetricNames | undefined {
  const published = server && SERVER_METRICS[server];
  const nameIn = (names: readonly MetricName[]) =>
    names.find(({ since }) => version === undefined || since === undefined || compareVersions(version, since) >= 0)?.name;
  return published && Object.fromEntries(SERVER_METRIC_OPTIONS.map(option => [option, nameIn(published.metrics[option])]));
}

/**
 * The query of each metric, as AWS writes it: a label with dots is quoted, and a histogram has the name of the metric. A share of tokens is that of
 * an instance, whose counters can have several series.
 *
 * @see https://aws.amazon.com/blogs/machine-learning/monitor-and-debug-generative-ai-inference-with-sagemaker-detailed-metrics-and-insights-dashboard-on-cloudwatch/
 */
export function serverMetricQuery(option: ServerMetricOption, name: string, endpointName: string): string {
  const series = `${name}{"aws.sagemaker.endpoint.name"="${endpointName}"}`;
  if (Object.hasOwn(TOTALS, name)) {
    const rate = (of: string) => `sum by ("@resource.host.id") (rate(${of}[5m]))`;
    return `${rate(series)} / ${rate(series.replace(name, TOTALS[name]))}`;
  }
  return option === 'maximumTimeToFirstToken' ? `histogram_quantile(0.95, rate(${series}[5m]))` : series;
}
