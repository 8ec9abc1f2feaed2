import * as logs from 'aws-cdk-lib/aws-logs';
import { HostOptions } from './host-options';
import { ObservabilityOptions } from '../capacity/observability-options';
import { RoutingStrategy } from '../capacity/routing-strategy';
import { ScaleInOptions } from '../capacity/scale-in-options';
import { NetworkOptions } from '../network/network-options';
import { SecurityOptions } from '../role/security-options';

/**
 * The properties of a HuggingFaceSageMakerComponentEndpoint: what all models of the endpoint share.
 *
 * @stability experimental
 */
export interface HuggingFaceSageMakerComponentEndpointProps extends HostOptions, NetworkOptions, ObservabilityOptions, SecurityOptions {
  /**
   * Whether the endpoint and its components exist. If false, the template has neither them nor their alarms, scaling and dashboard, so no instance is
   * billed. The models, the configuration, the role, the grants and the log groups stay.
   *
   * With `endpointName`, the endpoint has the same name when it is enabled again, and references get this name. Without it, a reference to the
   * endpoint is an error. The names of the components are the same in any case.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The minimum number of instances: an integer of at least 0. SageMaker removes the last instances only if no component has a copy.
   *
   * A new endpoint starts with at least one instance.
   *
   * @default 1
   */
  readonly minInstanceCount?: number;

  /**
   * The maximum number of instances: an integer of at least 1 and at least `minInstanceCount`.
   *
   * SageMaker adds instances if copies of the components need them. Your service quota for the instance type must allow this number.
   *
   * @default - `minInstanceCount`, or 1 if that is 0
   */
  readonly maxInstanceCount?: number;

  /**
   * How SageMaker removes instances that the copies do not need.
   *
   * @default - chosen by SageMaker
   */
  readonly scaleIn?: ScaleInOptions;

  /**
   * How SageMaker distributes requests across the copies of a component.
   *
   * @default - chosen by SageMaker
   */
  readonly routingStrategy?: RoutingStrategy;

  /**
   * How long the logs of the containers are kept. Each component then has a log group in the stack, which is retained when the component is deleted.
   *
   * @default - SageMaker creates the log groups, and the logs are kept indefinitely
   */
  readonly logRetention?: logs.RetentionDays;
}
