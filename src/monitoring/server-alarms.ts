import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { MonitorOptions } from './monitor-options';
import { MonitoredEndpoint } from './monitored-endpoint';
import { ServerMetricOption, serverMetricQuery } from './server-metrics';

/** The alarms on the metrics of the server. */
export interface ServerAlarms {
  readonly timeToFirstToken?: cloudwatch.PromQLAlarm;
  readonly waitingRequests?: cloudwatch.PromQLAlarm;
  readonly keyValueCache?: cloudwatch.PromQLAlarm;
  readonly prefixCacheHits?: cloudwatch.PromQLAlarm;
}

/**
 * Creates an alarm for each threshold that is set. The server must publish its metric. A query returns the instances that exceed the threshold, so
 * an instance goes into ALARM by itself.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-promql.html
 */
export function createServerAlarms(scope: Construct, monitored: MonitoredEndpoint, options: MonitorOptions): ServerAlarms {
  const { endpoint, modelId, serverMetrics } = monitored;
  const { maximumTimeToFirstToken: time, maximumWaitingRequests: requests, maximumKeyValueCachePercent: percent } = options;
  const { minimumPrefixCacheHitPercent: hits } = options;
  const create = (id: string, option: ServerMetricOption, threshold: number | undefined, alarmDescription: string, breaching = '>') =>
    threshold === undefined ? undefined : new cloudwatch.PromQLAlarm(scope, id, {
      query: `${serverMetricQuery(option, serverMetrics![option]!, endpoint.endpointName)} ${breaching} ${threshold}`,
      evaluationInterval: Duration.minutes(1),
      pendingPeriod: Duration.minutes(5),
      recoveryPeriod: Duration.minutes(5),
      alarmDescription,
    });
  const seconds = time?.toSeconds({ integral: false });
  return {
    timeToFirstToken: create('TimeToFirstToken', 'maximumTimeToFirstToken', seconds,
      `An instance of ${modelId} takes more than ${seconds} seconds until the first token of 5% of the responses. `
      + 'Check whether prompts have become longer, or whether there are enough instances.'),
    waitingRequests: create('WaitingRequests', 'maximumWaitingRequests', requests,
      `More than ${requests} requests wait for an instance of ${modelId}. Add instances, or reduce the number of concurrent requests.`),
    keyValueCache: create('KeyValueCache', 'maximumKeyValueCachePercent', percent && percent / 100,
      `The key-value cache of an instance of ${modelId} is more than ${percent}% full. Requests will wait or be computed again. `
      + 'Shorten the context, or add instances.'),
    prefixCacheHits: create('PrefixCacheHits', 'minimumPrefixCacheHitPercent', hits && hits / 100,
      `Less than ${hits}% of the prompt tokens of an instance of ${modelId} come from its prefix cache. Prompts take longer than they could. `
      + 'Check whether the beginning of prompts has changed, or route requests with the same prefix to the same instance.', '<'),
  };
}
