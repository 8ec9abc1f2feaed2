import { MonitorOptions } from '../../monitoring/monitor-options';
import { ObservedServer } from '../../monitoring/monitored-endpoint';
import { SERVER_METRIC_OPTIONS } from '../../monitoring/server-metrics';
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

export const SERVER_METRIC_CHECKS = [UNKNOWN, DISABLED, SGLANG];

/** Finds why the metrics of the server are not published, for the options that need them. */
export function serverMetricFindings(observed: ObservedServer, options: MonitorOptions): Finding[] {
  return SERVER_METRIC_OPTIONS.filter(option => options[option] !== undefined).flatMap(option => publishedFindings(observed, option));
}

/** Finds why the metrics of the server are not published, for an option that needs them. */
export function publishedFindings({ serverTitle: server, serverMetrics, isObserved, hasMetricsArgument }: ObservedServer, prop: string): Finding[] {
  return [
    ...when(serverMetrics === undefined, () => finding(UNKNOWN, prop, { server })),
    ...when(!isObserved, () => finding(DISABLED, prop, {})),
    ...when(serverMetrics !== undefined && !hasMetricsArgument, () => finding(SGLANG, prop, {})),
  ];
}
