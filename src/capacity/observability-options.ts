import { Duration } from 'aws-cdk-lib/core';

/** Which metrics SageMaker publishes, and how often. */
export interface ObservabilityOptions {
  /**
   * Whether utilization and invocation metrics are also published for each instance. CloudWatch bills them.
   *
   * @default false
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch-enhanced-metrics.html
   */
  readonly enhancedMetrics?: boolean;

  /**
   * Whether SageMaker collects the metrics of the model server, of each GPU and of each host. CloudWatch bills them.
   *
   * @default - chosen by SageMaker: true for endpoint configurations created after June 2026
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html
   */
  readonly detailedObservability?: boolean;

  /**
   * How often metrics are published to CloudWatch: every 10, 30, 60, 120, 180, 240 or 300 seconds.
   *
   * Applies to invocation metrics only if `enhancedMetrics` is true.
   *
   * @default Duration.seconds(60)
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html
   */
  readonly metricPublishFrequency?: Duration;
}
