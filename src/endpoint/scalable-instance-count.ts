import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Duration, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EndpointOperations } from './endpoint-operations';
import { SageMakerEndpointBase } from './sagemaker-endpoint';
import { scaleFromZero } from '../capacity/scaling-from-zero';
import {
  AutoScaleOptions, BacklogScalingOptions, ConcurrentRequestScalingOptions, GpuUtilizationScalingOptions, InvocationScalingOptions,
} from '../capacity/scaling-options';
import {
  autoScaleFindings, backlogFindings, emptyFindings, gpuFindings, isAsynchronous, policyFindings, requestFindings, scheduleFindings,
  scheduleIdFindings, targetFindings,
} from '../checks/endpoint/scaling';
import { AUTO_SCALE, ON_BACKLOG, ON_CONCURRENT_REQUESTS, ON_GPU_UTILIZATION, ON_INVOCATIONS, optionFindings, SCHEDULE } from '../checks/endpoint/scaling-options';
import { Finding } from '../checks/finding';
import { report } from '../checks/report';
import { Relation, StageIndex } from '../common/stage-index';
import { readShape, Shape } from '../input/shape';
import { EndpointPlan } from '../plan/endpoint-plan';

/** The id of the construct within the endpoint. */
const ID = 'Scaling';

/**
 * The properties of the variant that an update takes from the new configuration: all but the number of instances.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VariantProperty.html
 */
const NOT_RETAINED = ['DesiredWeight', 'DataCaptureConfig'];

const POLICIES_OF_TARGET: Relation = {
  types: ['AWS::ApplicationAutoScaling::ScalingPolicy'], naming: ({ scalingTargetId }: appscaling.CfnScalingPolicy) => [scalingTargetId],
};

/**
 * The number of instances of an endpoint, which Application Auto Scaling sets between two bounds. It comes from `endpoint.autoScale`.
 *
 * Where several policies ask for different numbers, the largest is taken.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
 */
export class ScalableInstanceCount extends Construct {
  /**
   * Makes the number of instances scalable. All but that number still comes from the configuration when the endpoint is updated.
   *
   * `isWatched` tells whether an alarm rings where there is no instance.
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

  /** The number of instances as a scalable target of Application Auto Scaling, for policies that have no method here. */
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
      role: this.serviceLinkedRole(),
    });
    this.node.addValidation({ validate: () => this.checkWhole() });
    this.mayBeEmpty(minCapacity);
  }

  /**
   * Scales on how often each instance is invoked, measured by the minute.
   *
   * Throws on an endpoint with `asyncInference`, which does not publish it.
   *
   * @param id the id of the policy's construct
   * @param options the rate to hold
   */
  public scaleOnInvocations(id: string, options: InvocationScalingOptions): void {
    const { invocationsPerInstance: targetValue, ...tracking } = this.read(ON_INVOCATIONS, options, ({ invocationsPerInstance }) =>
      [...targetFindings('invocationsPerInstance', invocationsPerInstance), ...requestFindings(this.plan, 'scaleOnInvocations')]);
    this.scalableTarget.scaleToTrackMetric(id, {
      ...tracking,
      targetValue,
      predefinedMetric: appscaling.PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
    });
  }

  /**
   * Scales on how many requests the container of each instance has at once, measured every 10 seconds.
   *
   * It fits requests that take long, such as the generation of text, and adds instances sooner than `scaleOnInvocations`.
   *
   * Throws on an endpoint with `asyncInference`, which does not publish it.
   *
   * @param id the id of the policy's construct
   * @param options the number of requests to hold
   */
  public scaleOnConcurrentRequests(id: string, options: ConcurrentRequestScalingOptions): void {
    const { concurrentRequestsPerModel: targetValue, ...tracking } = this.read(ON_CONCURRENT_REQUESTS, options, ({ concurrentRequestsPerModel }) =>
      [...targetFindings('concurrentRequestsPerModel', concurrentRequestsPerModel), ...requestFindings(this.plan, 'scaleOnConcurrentRequests')]);
    this.scalableTarget.scaleToTrackMetric(id, {
      ...tracking,
      targetValue,
      predefinedMetric: appscaling.PredefinedMetric.SAGEMAKER_VARIANT_CONCURRENT_REQUESTS_PER_MODEL_HIGH_RESOLUTION,
    });
  }

  /**
   * Scales on how busy the GPUs are, measured by the minute.
   *
   * Throws on an instance type without a GPU, and where `fallbackInstanceTypes` have another number of GPUs.
   *
   * @param id the id of the policy's construct
   * @param options the utilization to hold
   */
  public scaleOnGpuUtilization(id: string, options: GpuUtilizationScalingOptions): void {
    const { targetUtilizationPercent, acceleratorCount, ...tracking } = this.read(ON_GPU_UTILIZATION, options, read =>
      [...targetFindings('targetUtilizationPercent', read.targetUtilizationPercent, 100), ...gpuFindings(this.plan, read)]);
    this.scalableTarget.scaleToTrackMetric(id, {
      ...tracking,
      targetValue: targetUtilizationPercent * (acceleratorCount ?? this.plan.instanceType.acceleratorCount!),
      customMetric: this.endpoint.metricGpuUtilization(),
    });
  }

  /**
   * Scales on how many requests wait in the queue for each instance.
   *
   * Throws on a real-time endpoint, which has no queue.
   *
   * @param id the id of the policy's construct
   * @param options the backlog to hold
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
   */
  public scaleOnBacklog(id: string, options: BacklogScalingOptions): void {
    const { backlogPerInstance: targetValue, ...tracking } = this.read(ON_BACKLOG, options, ({ backlogPerInstance }) =>
      [...targetFindings('backlogPerInstance', backlogPerInstance), ...backlogFindings(this.plan)]);
    this.scalableTarget.scaleToTrackMetric(id, {
      ...tracking,
      targetValue,
      customMetric: this.endpoint.metricApproximateBacklogSizePerInstance(),
    });
  }

  /**
   * Sets other bounds from a time on, once or again and again. They hold until another schedule sets others.
   *
   * Throws where the bounds do not allow it, and where a schedule has the id already.
   *
   * @param id the id of the schedule within the scalable target, which is its name
   * @param schedule when, and the bounds from then on
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
   */
  public scaleOnSchedule(id: string, schedule: appscaling.ScalingSchedule): void {
    const read = this.read(SCHEDULE, schedule, given =>
      [...scheduleIdFindings(id, this.schedules), ...scheduleFindings(this.plan, this.options, given)]);
    this.scalableTarget.scaleOnSchedule(id, read);
    this.schedules.add(id);
    this.mayBeEmpty(read.minCapacity);
  }

  /** The options of a method, if nothing is wrong with them. */
  private read<T extends object>(shape: Shape<T>, given: T, findingsOf: (options: T) => Finding[]): T {
    const read = readShape(shape, given);
    this.check(optionFindings(read, findingsOf(read.value)));
    return read.value;
  }

  private check(findings: Finding[]): void {
    report(this, findings);
  }

  /** Only at synth is it known that nothing follows. */
  private checkWhole(): string[] {
    this.check(emptyFindings(this.operations.isWatchedWhileEmpty));
    this.check(policyFindings(this.plan, this.hasSchedule() || this.hasPolicy()));
    return [];
  }

  /** Also one that was given to the scalable target itself. */
  private hasSchedule(): boolean {
    const { scheduledActions } = this.scalableTarget.node.defaultChild as appscaling.CfnScalableTarget;
    return (Stack.of(this).resolve(scheduledActions) ?? []).length > 0;
  }

  /** The policy that starts the first instance stops none, and adds no second one. */
  private hasPolicy(): boolean {
    return StageIndex.of(this).related(POLICIES_OF_TARGET, this, this.scalableTarget.scalableTargetId)
      .some(policy => !policy.node.scopes.some(scope => scope === this.fromZero));
  }

  /**
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
   */
  private serviceLinkedRole(): iam.IRole {
    return iam.Role.fromRoleArn(this, 'Role', Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      resource: 'role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com',
      resourceName: 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
    }));
  }

  /** Where there may be no instance, no other metric tells that requests wait. */
  private mayBeEmpty(minCapacity: number | undefined): void {
    if (!this.fromZero && isAsynchronous(this.plan) && (minCapacity === 0 || Token.isUnresolved(minCapacity))) {
      this.fromZero = scaleFromZero(this, this.scalableTarget, this.endpoint.metricHasBacklogWithoutCapacity({ period: Duration.minutes(1) }));
      this.operations.letBeEmpty();
    }
  }
}
