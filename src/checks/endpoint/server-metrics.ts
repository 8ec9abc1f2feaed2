import { MonitorOptions } from '../../monitoring/monitor-options';
import { ObservedServer } from '../../monitoring/monitored-endpoint';
import { publishedSince, SERVER_METRIC_OPTIONS, ServerMetricOption } from '../../monitoring/server-metrics';
import { Check, finding, Finding, when } from '../finding';

const OBSERVABILITY = 'https://docs.aws.amazon.com/sagemaker/latest/dg/inference-monitoring.html';

const UNKNOWN: Check<{ readonly server: string }> = {
  id: 'server-metric-unknown',
  severity: 'error',
  what: 'an option of `monitor` or `dashboard` needs a metric of the server, and the server is neither vLLM nor SGLang',
  why: 'the server does not publish the metric under a name that the library knows, and the alarm would never go into ALARM',
  fix: 'leave it out, or set `server` if the image has vLLM or SGLang',
  source: OBSERVABILITY,
  message: (prop, { server }) => `'${prop}' requires a metric of vLLM or SGLang, which ${server} does not publish`,
};

const DISABLED: Check<object> = {
  id: 'server-metrics-disabled',
  severity: 'error',
  what: 'an option of `monitor` or `dashboard` needs a metric of the server, and `detailedObservability` is false',
  why: 'SageMaker does not collect the metrics, and the alarm would never go into ALARM',
  fix: 'set `detailedObservability` to true, or leave the option out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-detailed-observability-getting-started.html',
  message: prop => `'${prop}' must not be set together with 'detailedObservability' false, because SageMaker then collects no metrics of the server`,
};

const SGLANG: Check<object> = {
  id: 'server-metrics-of-sglang',
  severity: 'error',
  what: 'an option of `monitor` or `dashboard` needs a metric of SGLang, which does not have the argument `enable-metrics`',
  why: 'SGLang publishes metrics with this argument only, and the alarm would never go into ALARM',
  fix: "set `server` to `ModelServer.sglang({ extraArguments: { 'enable-metrics': 'true' } })`",
  source: 'https://docs.sglang.io/references/production_metrics.html',
  message: prop => `'${prop}' requires 'enable-metrics' in 'server.extraArguments' of SGLang, got none`,
};

const VERSION: Check<{ readonly server: string; readonly version?: string; readonly since?: string }> = {
  id: 'server-metric-version',
  severity: 'error',
  what: 'an option of `monitor` needs a metric that the version of the server does not publish',
  why: 'the alarm would never go into ALARM',
  fix: 'leave it out, or use an image with a newer version',
  source: 'https://github.com/vllm-project/vllm/blob/v0.7.3/vllm/v1/metrics/loggers.py',
  message: (prop, { server, version, since }) => `'${prop}' requires a metric that ${server} publishes since version ${since}, got ${version}`,
};

const NO_CACHE: Check<object> = {
  id: 'server-metric-without-prefix-cache',
  severity: 'error',
  what: '`minimumPrefixCacheHitPercent` of `monitor` is set, and the prefix cache of the server is disabled',
  why: 'the server counts no tokens, and the alarm would never go into ALARM',
  fix: 'leave it out, or remove the option that disables the cache',
  source: 'https://docs.vllm.ai/en/latest/features/automatic_prefix_caching/',
  message: prop => `'${prop}' must not be set together with a disabled prefix cache, because the server then counts no tokens`,
};

export const SERVER_METRIC_CHECKS = [UNKNOWN, DISABLED, SGLANG, VERSION, NO_CACHE];

/** Finds why the metrics of the server are not published, for the options that need them. */
export function serverMetricFindings(observed: ObservedServer, options: MonitorOptions): Finding[] {
  return SERVER_METRIC_OPTIONS.filter(option => options[option] !== undefined).flatMap(option => [
    ...publishedFindings(observed, option), ...countedFindings(observed, option),
  ]);
}

/** Finds why the version or the settings of the server do not have a metric. */
function countedFindings(
  { serverTitle: server, serverFamily, serverVersion: version, serverMetrics, hasNoPrefixCache }: ObservedServer, option: ServerMetricOption,
): Finding[] {
  return serverMetrics === undefined ? [] : [
    ...when(serverMetrics[option] === undefined, () => finding(VERSION, option, { server, version, since: publishedSince(serverFamily, option) })),
    ...when(option === 'minimumPrefixCacheHitPercent' && hasNoPrefixCache, () => finding(NO_CACHE, option, {})),
  ];
}

/** Finds why the metrics of the server are not published, for an option that needs them. */
export function publishedFindings({ serverTitle: server, serverMetrics, isObserved, hasMetricsArgument }: ObservedServer, prop: string): Finding[] {
  return [
    ...when(serverMetrics === undefined, () => finding(UNKNOWN, prop, { server })),
    ...when(!isObserved, () => finding(DISABLED, prop, {})),
    ...when(serverMetrics !== undefined && !hasMetricsArgument, () => finding(SGLANG, prop, {})),
  ];
}
