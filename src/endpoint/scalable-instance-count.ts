import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Duration, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EndpointOperations } from './endpoint-operations';
import { SageMakerEndpointBase } from './sagemaker-endpoint';
import { AutoScaleOptions } from '../capacity/auto-scale-options';
import { BacklogScalingOptions } from '../capacity/backlog-scaling-options';
import { ConcurrentRequestsScalingOptions } from '../capacity/concurrent-requests-scaling-options';
import { GpuUtilizationScalingOptions } from '../capacity/gpu-utilization-scaling-options';
import { InvocationsScalingOptions } from '../capacity/invocations-scaling-options';
import { scaleFromZero } from '../capacity/scaling-from-zero';
import { serviceLinkedRole } from '../capacity/service-linked-role';
import { idFindings } from '../checks/endpoint/method-arguments';
import { autoScaleFindings, emptyFindings, isAsynchronous, policyFindings } from '../checks/endpoint/scaling';
import { AUTO_SCALE, ON_BACKLOG, ON_CONCURRENT_REQUESTS, ON_GPU_UTILIZATION, ON_INVOCATIONS, SCHEDULE } from '../checks/endpoint/scaling-options';
import { backlogFindings, cooldownFindings, gpuFindings, requestFindings, targetFindings } from '../checks/endpoint/scaling-policies';
import { scheduleFindings, scheduleIdFindings } from '../checks/endpoint/scaling-schedules';
import { Finding } from '../checks/finding';
import { optionFindings } from '../checks/props';
import { report } from '../checks/report';
import { Relation, StageIndex } from '../common/stage-index';
import { readShape, Shape } from '../input/shape';
import { EndpointPlan } from '../plan/endpoint-plan';

/** The construct ID within the endpoint. */
const ID = 'Scaling';

/**
 * The variant properties that an update takes from the new configuration: all except the number of instances.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VariantProperty.html
 */
const NOT_RETAINED = ['DesiredWeight', 'DataCaptureConfig'];

const POLICIES_OF_TARGET: Relation = {
  types: ['AWS::ApplicationAutoScaling::ScalingPolicy'], naming: ({ scalingTargetId }: appscaling.CfnScalingPolicy) => [scalingTargetId],
};

/**
 * The number of instances of an endpoint, scaled by Application Auto Scaling. Use `endpoint.autoScale` to create it.
 *
 * If several policies request different numbers of instances, Application Auto Scaling uses the largest.
 *
 * @example
 * declare const endpoint: HuggingFaceSageMakerEndpoint;
 *
 * const scaling = endpoint.autoScale({ minCapacity: 1, maxCapacity: 4 });
 * scaling.scaleOnConcurrentRequests('ConcurrentRequests', { concurrentRequestsPerModel: 8 });
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
 */
export class ScalableInstanceCount extends Construct {
  /**
   * Makes the number of instances scalable. An update of the endpoint still applies all other properties of the configuration.
   *
   * @internal
   */
  public static _of(
    endpoint: SageMakerEndpointBase, cfnEndpoint: sagemaker.CfnEndpoint, plan: EndpointPlan, given: AutoScaleOptions, operations: EndpointOperations,
  ): ScalableInstanceCount {
    const read = readShape(AUTO_SCALE, given);
    const { value: options } = read;
    report(endpoint, optionFindings(read, autoScaleFindings(plan, options, endpoint.node.tryFindChild(ID) !== undefined)));
    cfnEndpoint.retainAllVariantProperties = true;
    cfnEndpoint.excludeRetainedVariantProperties = NOT_RETAINED.map(variantPropertyType => ({ variantPropertyType }));
    return new ScalableInstanceCount(endpoint, plan, options, operations);
  }

  /** The scalable target of Application Auto Scaling, for policies without a method in this class. */
  public readonly scalableTarget: appscaling.ScalableTarget;

  private readonly schedules = new Set<string>();
  private fromZero?: Construct;

  private constructor(
    private readonly endpoint: SageMakerEndpointBase, private readonly plan: EndpointPlan, private readonly options: AutoScaleOptions,
    private readonly operations: EndpointOperations,
  ) {
    super(endpoint, ID);
    const minCapacity = options.minCapacity ?? 1;
    this.scalableTarget = new appscaling.ScalableTarget(this, 'Target', {
      serviceNamespace: appscaling.ServiceNamespace.SAGEMAKER,
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      resourceId: `endpoint/${endpoint.endpointName}/variant/${endpoint.variantName}`,
      minCapacity,
      maxCapacity: options.maxCapacity,
      role: serviceLinkedRole(this),
    });
    this.node.addValidation({ validate: () => this.checkWhole() });
    this.mayBeEmpty(minCapacity);
  }

  /**
   * Scales on the number of requests per minute and instance.
   *
   * Throws if the endpoint has `asyncInference`, because it does not publish this metric.
   *
   * @param id the construct ID of the policy
   * @param options the target and the cooldowns
   */
  public scaleOnInvocations(id: string, options: InvocationsScalingOptions): void {
    const { invocationsPerInstance: targetValue, ...tracking } = this.readTracking(id, ON_INVOCATIONS, options, ({ invocationsPerInstance }) =>
      [...targetFindings('invocationsPerInstance', invocationsPerInstance), ...requestFindings(this.plan, 'scaleOnInvocations')]);
    this.scalableTarget.scaleToTrackMetric(id, {
      ...tracking,
      targetValue,
      predefinedMetric: appscaling.PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
    });
  }

  /**
   * Scales on the number of concurrent requests per container, which is measured every 10 seconds.
   *
   * Use it for requests that take a long time, such as text generation. It reacts faster than `scaleOnInvocations`.
   *
   * Throws if the endpoint has `asyncInference`, because it does not publish this metric.
   *
   * @param id the construct ID of the policy
   * @param options the target and the cooldowns
   */
  public scaleOnConcurrentRequests(id: string, options: ConcurrentRequestsScalingOptions): void {
    const { concurrentRequestsPerModel: targetValue, ...tracking } = this.readTracking(id, ON_CONCURRENT_REQUESTS, options, read => [
      ...targetFindings('concurrentRequestsPerModel', read.concurrentRequestsPerModel), ...requestFindings(this.plan, 'scaleOnConcurrentRequests'),
    ]);
    this.scalableTarget.scaleToTrackMetric(id, {
      ...tracking,
      targetValue,
      predefinedMetric: appscaling.PredefinedMetric.SAGEMAKER_VARIANT_CONCURRENT_REQUESTS_PER_MODEL_HIGH_RESOLUTION,
    });
  }

  /**
   * Scales on the GPU utilization, which is measured every minute.
   *
   * Throws if the instance type has no GPU, or if `fallbackInstanceTypes` have a different number of GPUs.
   *
   * @param id the construct ID of the policy
   * @param options the target and the cooldowns
   */
  public scaleOnGpuUtilization(id: string, options: GpuUtilizationScalingOptions): void {
    const { targetUtilizationPercent, acceleratorCount, ...tracking } = this.readTracking(id, ON_GPU_UTILIZATION, options, read =>
      [...targetFindings('targetUtilizationPercent', read.targetUtilizationPercent, 100), ...gpuFindings(this.plan, read)]);
    // the checks reject a number of GPUs that is not known
    const gpuCount = acceleratorCount ?? this.plan.instanceType.acceleratorCount ?? 1;
    this.scalableTarget.scaleToTrackMetric(id, {
      ...tracking,
      targetValue: targetUtilizationPercent * gpuCount,
      customMetric: this.endpoint.metricGpuUtilization(),
    });
  }

  /**
   * Scales on the number of queued requests per instance.
   *
   * Throws if the endpoint is a real-time endpoint, which has no queue.
   *
   * @param id the construct ID of the policy
   * @param options the target and the cooldowns
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
   */
  public scaleOnBacklog(id: string, options: BacklogScalingOptions): void {
    const { backlogPerInstance: targetValue, ...tracking } = this.readTracking(id, ON_BACKLOG, options, ({ backlogPerInstance }) =>
      [...targetFindings('backlogPerInstance', backlogPerInstance), ...backlogFindings(this.plan)]);
    this.scalableTarget.scaleToTrackMetric(id, {
      ...tracking,
      targetValue,
      customMetric: this.endpoint.metricApproximateBacklogSizePerInstance(),
    });
  }

  /**
   * Changes the minimum and maximum number of instances at a scheduled time, once or repeatedly. The change applies until the next scheduled change.
   *
   * Throws if the capacity of the schedule is invalid, or if another schedule has the same ID.
   *
   * @param id the ID of the schedule, which is also its name
   * @param schedule the time, and the new capacity
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
   */
  public scaleOnSchedule(id: string, schedule: appscaling.ScalingSchedule): void {
    const read = this.read(SCHEDULE, schedule, given =>
      [...scheduleIdFindings(id, this.schedules), ...scheduleFindings(this.plan, this.options, given)]);
    this.scalableTarget.scaleOnSchedule(id, read);
    this.schedules.add(id);
    this.mayBeEmpty(read.minCapacity);
  }

  /** The options of a policy, if nothing is wrong with them. */
  private readTracking<T extends appscaling.BaseTargetTrackingProps>(
    id: string, shape: Shape<T>, given: T, findingsOf: (options: T) => Finding[],
  ): T {
    return this.read(shape, given, options => [...idFindings(this.scalableTarget, id), ...cooldownFindings(options), ...findingsOf(options)]);
  }

  /** The options of a method, if nothing is wrong with them. */
  private read<T extends object>(shape: Shape<T>, given: T, findingsOf: (options: T) => Finding[]): T {
    const read = readShape(shape, given);
    report(this, optionFindings(read, findingsOf(read.value)));
    return read.value;
  }

  /** Runs at synth, when all policies have been added. */
  private checkWhole(): string[] {
    report(this, [
      ...emptyFindings(this.operations.isWatchedWhileEmpty),
      ...policyFindings(this.hasSchedule() || this.hasPolicy()),
    ]);
    return [];
  }

  /** Includes schedules that were added to the scalable target directly. */
  private hasSchedule(): boolean {
    const { scheduledActions } = this.scalableTarget.node.defaultChild as appscaling.CfnScalableTarget;
    return (Stack.of(this).resolve(scheduledActions) ?? []).length > 0;
  }

  /** Ignores the policy that starts the first instance, because it neither adds a second instance nor removes one. */
  private hasPolicy(): boolean {
    return StageIndex.of(this).related(POLICIES_OF_TARGET, this, this.scalableTarget.scalableTargetId)
      .some(policy => !policy.node.scopes.some(scope => scope === this.fromZero));
  }

  /** Without instances, no other metric shows that requests are queued. */
  private mayBeEmpty(minCapacity: number | undefined): void {
    if (isAsynchronous(this.plan) && (minCapacity === 0 || Token.isUnresolved(minCapacity))) {
      this.fromZero ??= scaleFromZero(this, this.scalableTarget, this.endpoint.metricHasBacklogWithoutCapacity({ period: Duration.minutes(1) }));
      this.operations.letBeEmpty(minCapacity);
    }
  }
}
