import { BlueGreenDeploymentOptions, CanaryDeploymentOptions, LinearDeploymentOptions, RollingDeploymentOptions } from './deployment-options';
import { DeploymentSettings } from './deployment-settings';

/**
 * How an update of a deployed endpoint moves the traffic from the old instances to the new ones. It has no effect when the endpoint is created.
 *
 * Alarms are watched while the traffic moves. When one goes off, SageMaker moves all traffic back to the old instances.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
 */
export class Deployment {
  /**
   * All traffic moves at once, when all new instances are healthy.
   *
   * During the update the endpoint has twice its instances. It is what SageMaker does by itself, with alarms and a time to watch them.
   *
   * @param options alarms and times
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-all-at-once.html
   */
  public static allAtOnce(options: BlueGreenDeploymentOptions = {}): Deployment {
    return new Deployment({ ...options, kind: 'ALL_AT_ONCE' });
  }

  /**
   * A small part of the traffic moves first, and the rest when no alarm has gone off. Needs two instances or more.
   *
   * During the update the endpoint has twice its instances.
   *
   * @param options the size of the first part, alarms and times
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-canary.html
   */
  public static canary(options: CanaryDeploymentOptions): Deployment {
    const { size, ...others } = options ?? {};
    return new Deployment({ ...others, kind: 'CANARY', step: size });
  }

  /**
   * The traffic moves in equal steps, each when no alarm has gone off after the one before. Needs two instances or more.
   *
   * During the update the endpoint has twice its instances.
   *
   * @param options the size of the steps, alarms and times
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-linear.html
   */
  public static linear(options: LinearDeploymentOptions): Deployment {
    const { stepSize, ...others } = options ?? {};
    return new Deployment({ ...others, kind: 'LINEAR', step: stepSize });
  }

  /**
   * The instances are replaced batch by batch, so that the update needs only one batch more of them. Needs two instances or more.
   *
   * @param options the size of the batches, alarms and times
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
