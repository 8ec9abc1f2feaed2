import { AllAtOnceDeploymentOptions } from './all-at-once-deployment-options';
import { CanaryDeploymentOptions } from './canary-deployment-options';
import { DeploymentSettings } from './deployment-settings';
import { LinearDeploymentOptions } from './linear-deployment-options';
import { RollingDeploymentOptions } from './rolling-deployment-options';

/**
 * How an update moves the traffic from the old instances to the new ones. It has no effect on the creation of an endpoint.
 *
 * SageMaker monitors the alarms while the traffic moves. If one goes into ALARM, SageMaker moves all traffic back to the old instances.
 *
 * @example
 * new HuggingFaceSageMakerEndpoint(this, 'Endpoint', {
 *   modelId: 'Qwen/Qwen3-8B',
 *   instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
 *   instanceCount: 2,
 *   endpointName: 'chat',
 *   deployment: Deployment.canary({ size: CapacitySize.instances(1), waitInterval: Duration.minutes(10) }),
 * });
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
 */
export class Deployment {
  /**
   * Moves all traffic at once, when all new instances are healthy.
   *
   * The endpoint has twice its number of instances during the update. This is the default of SageMaker, with alarms and a time to monitor them.
   *
   * @param options the alarms and the waiting times
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-all-at-once.html
   */
  public static allAtOnce(options: AllAtOnceDeploymentOptions = {}): Deployment {
    return new Deployment({ ...options, kind: 'ALL_AT_ONCE' });
  }

  /**
   * Moves a small part of the traffic first, and the rest if no alarm goes into ALARM. Requires at least two instances.
   *
   * The endpoint has twice its number of instances during the update.
   *
   * @param options the size of the first part, the alarms and the waiting times
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-canary.html
   */
  public static canary(options: CanaryDeploymentOptions): Deployment {
    const { size, ...others } = options ?? {};
    return new Deployment({ ...others, kind: 'CANARY', step: size });
  }

  /**
   * Moves the traffic in equal steps, as long as no alarm goes into ALARM. Requires at least two instances.
   *
   * The endpoint has twice its number of instances during the update.
   *
   * @param options the size of the steps, the alarms and the waiting times
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-linear.html
   */
  public static linear(options: LinearDeploymentOptions): Deployment {
    const { stepSize, ...others } = options ?? {};
    return new Deployment({ ...others, kind: 'LINEAR', step: stepSize });
  }

  /**
   * Replaces the instances in batches, so that an update needs only one additional batch of instances. Requires at least two instances.
   *
   * @param options the size of the batches, the alarms and the waiting times
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-rolling.html
   */
  public static rolling(options: RollingDeploymentOptions): Deployment {
    const { maximumBatchSize, ...others } = options ?? {};
    return new Deployment({ ...others, kind: 'ROLLING', step: maximumBatchSize });
  }

  private constructor(
    /** @internal */
    public readonly _settings: DeploymentSettings,
  ) {}
}
