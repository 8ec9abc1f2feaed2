import * as logs from 'aws-cdk-lib/aws-logs';
import { HostOptions } from './host-options';
import { ModelOptions } from './model-options';
import { InstanceOptions } from '../capacity/instance-options';
import { ObservabilityOptions } from '../capacity/observability-options';
import { NetworkOptions } from '../network/network-options';
import { AsyncInferenceOptions } from '../requests/async-inference-options';
import { DataCaptureOptions } from '../requests/data-capture-options';
import { SecurityOptions } from '../role/security-options';
import { Deployment } from '../updates/deployment';

/** The properties of a HuggingFaceSageMakerEndpoint. */
export interface HuggingFaceSageMakerEndpointProps
  extends HostOptions, ModelOptions, InstanceOptions, NetworkOptions, ObservabilityOptions, SecurityOptions {
  /**
   * The number of instances: an integer of at least 1.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * Whether the endpoint exists. If false, the template has neither the endpoint nor its alarms, scaling, dashboard and outputs, so no instance is
   * billed. The model, the configuration, the role, the grants and the log group stay.
   *
   * With `endpointName`, the endpoint has the same name when it is enabled again, and references get this name. Without it, a reference to the
   * endpoint is an error.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * How long the container logs are kept. Requires `endpointName`, because SageMaker derives the name of the log group from it.
   *
   * The log group is then part of the stack. It is retained when the endpoint is deleted, unless you apply another removal policy to `logGroup`.
   *
   * @default - SageMaker creates the log group, and the logs are kept indefinitely
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Makes the endpoint asynchronous: it queues requests and writes the responses to Amazon S3. It then accepts no real-time requests.
   *
   * A response can take up to one hour, and a request can have up to 1 GB. An update cannot make an asynchronous endpoint real-time.
   *
   * @default - a real-time endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
   */
  readonly asyncInference?: AsyncInferenceOptions;

  /**
   * Captures requests and responses, or a percentage of them, in Amazon S3.
   *
   * @default - no data is captured
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
   */
  readonly dataCapture?: DataCaptureOptions;

  /**
   * How an update moves the traffic from the old instances to the new ones, and which alarms roll it back.
   *
   * @default - all traffic moves at once when the new instances are healthy, without alarms
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
   */
  readonly deployment?: Deployment;
}
