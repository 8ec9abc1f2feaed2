import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Duration, Token } from 'aws-cdk-lib/core';
import { Construct, IDependable } from 'constructs';
import { InferenceComponentBase } from './inference-component-base';
import { ComponentAutoScaleOptions } from '../capacity/component-auto-scale-options';
import { firstCopyPolicy, startOnFailure } from '../capacity/copies-from-zero';
import { CopyInvocationsScalingOptions } from '../capacity/copy-invocations-scaling-options';
import { serviceLinkedRole } from '../capacity/service-linked-role';
import { COMPONENT_AUTO_SCALE, copyScalingFindings, ON_COPY_INVOCATIONS } from '../checks/endpoint/component-scaling';
import { SCHEDULE } from '../checks/endpoint/scaling-options';
import { cooldownFindings, targetFindings } from '../checks/endpoint/scaling-policies';
import { scheduleIdFindings, scheduleLimitFindings } from '../checks/endpoint/scaling-schedules';
import { Finding } from '../checks/finding';
import { optionFindings } from '../checks/props';
import { report } from '../checks/report';
import { readShape, Shape } from '../input/shape';

/** The construct ID within the component. */
const ID = 'Scaling';

/** The target that AWS uses in its example: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html */
const CONCURRENT_REQUESTS = 5;

/** Something whose failed requests start the first copy: the component, or an adapter of it. */
interface Awaited {
  readonly id: string;
  readonly component: InferenceComponentBase;
}

/**
 * The number of copies of an inference component, scaled by Application Auto Scaling. Use `component.autoScale` to create it.
 *
 * @stability experimental
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
 */
export class ScalableCopyCount extends Construct {
  /**
   * Makes the number of copies scalable.
   *
   * @internal
   */
  public static _of(
    component: InferenceComponentBase, resource: CfnInferenceComponent, adapters: IDependable, given: ComponentAutoScaleOptions,
  ): ScalableCopyCount {
    const read = readShape(COMPONENT_AUTO_SCALE, given);
    report(component, optionFindings(read, [
      ...copyScalingFindings(read.value, component.node.tryFindChild(ID) !== undefined), ...cooldownFindings(read.value),
    ]));
    return new ScalableCopyCount(component, resource, adapters, read.value);
  }

  /** The scalable target of Application Auto Scaling, for policies without a method in this class. */
  public readonly scalableTarget: appscaling.ScalableTarget;

  /**
   * The smallest number of copies that the limits and the schedules allow; may be an unresolved token.
   *
   * @internal
   */
  public _minCapacity: number;

  /**
   * The largest number of copies that the limits and the schedules allow; may be an unresolved token.
   *
   * @internal
   */
  public _maxCapacity: number;

  private readonly schedules = new Set<string>();
  private readonly awaited: Awaited[] = [];
  private fromZero?: appscaling.StepScalingAction;

  private constructor(
    component: InferenceComponentBase, resource: CfnInferenceComponent, adapters: IDependable, private readonly options: ComponentAutoScaleOptions,
  ) {
    super(component, ID);
    const { minCapacity = 1, maxCapacity, concurrentRequestsPerCopy = CONCURRENT_REQUESTS, ...tracking } = options;
    this._minCapacity = minCapacity;
    this._maxCapacity = maxCapacity;
    this.scalableTarget = new appscaling.ScalableTarget(this, 'Target', {
      serviceNamespace: appscaling.ServiceNamespace.SAGEMAKER,
      scalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      resourceId: `inference-component/${component.inferenceComponentName}`,
      minCapacity,
      maxCapacity,
      role: serviceLinkedRole(this),
    });
    // the name of the component is a literal, which is not a reference
    this.scalableTarget.node.addDependency(resource, adapters);
    this.scalableTarget.scaleToTrackMetric('ConcurrentRequests', {
      ...tracking,
      targetValue: concurrentRequestsPerCopy,
      predefinedMetric: appscaling.PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_CONCURRENT_REQUESTS_PER_COPY_HIGH_RESOLUTION,
    });
    this._startOnFailure('NoCapacity', component);
    this.mayBeEmpty(minCapacity);
  }

  /**
   * Scales also on the number of requests per minute and copy.
   *
   * If several policies request different numbers of copies, Application Auto Scaling uses the largest.
   *
   * @param id the construct ID of the policy
   * @param options the target and the cooldowns
   */
  public scaleOnInvocations(id: string, options: CopyInvocationsScalingOptions): void {
    const { invocationsPerCopy: targetValue, ...tracking } = this.read(ON_COPY_INVOCATIONS, options, read =>
      [...cooldownFindings(read), ...targetFindings('invocationsPerCopy', read.invocationsPerCopy)]);
    this.scalableTarget.scaleToTrackMetric(id, {
      ...tracking,
      targetValue,
      predefinedMetric: appscaling.PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY,
    });
  }

  /**
   * Changes the minimum and maximum number of copies at a scheduled time, once or repeatedly. The change applies until the next scheduled change.
   *
   * Throws if the capacity of the schedule is invalid, or if another schedule has the same ID.
   *
   * @param id the ID of the schedule, which is also its name
   * @param schedule the time, and the new capacity
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
   */
  public scaleOnSchedule(id: string, schedule: appscaling.ScalingSchedule): void {
    const read = this.read(SCHEDULE, schedule, given => [...scheduleIdFindings(id, this.schedules), ...scheduleLimitFindings(this.options, given)]);
    this.scalableTarget.scaleOnSchedule(id, read);
    this.schedules.add(id);
    const { minCapacity = this._minCapacity, maxCapacity = this._maxCapacity } = read;
    this._minCapacity = ofKnown(Math.min, minCapacity, maxCapacity, this._minCapacity);
    this._maxCapacity = ofKnown(Math.max, maxCapacity, this._maxCapacity);
    this.mayBeEmpty(minCapacity);
    this.mayBeEmpty(maxCapacity);
  }

  /**
   * Has requests to a component or an adapter start the first copy. A failed request to an adapter is counted for the adapter only.
   *
   * @internal
   */
  public _startOnFailure(id: string, component: InferenceComponentBase): void {
    this.awaited.push({ id, component });
    if (this.fromZero) {
      this.addAlarm({ id, component }, this.fromZero);
    }
  }

  private addAlarm({ id, component }: Awaited, policy: appscaling.StepScalingAction): cloudwatch.Alarm {
    return startOnFailure(this, id, component.metricNoCapacityInvocationFailures({ period: Duration.minutes(1) }), policy);
  }

  /** Without copies, no other metric shows that requests arrive. */
  private mayBeEmpty(capacity: number): void {
    if (!this.fromZero && (capacity === 0 || Token.isUnresolved(capacity))) {
      const policy = firstCopyPolicy(this, this.scalableTarget);
      this.fromZero = policy;
      this.awaited.forEach(each => this.addAlarm(each, policy));
    }
  }

  /** The options of a method, if nothing is wrong with them. */
  private read<T extends object>(shape: Shape<T>, given: T, findingsOf: (options: T) => Finding[]): T {
    const read = readShape(shape, given);
    report(this, optionFindings(read, findingsOf(read.value)));
    return read.value;
  }
}

/** The smallest or largest of some numbers, or one of them that is an unresolved token. */
function ofKnown(choose: (...numbers: number[]) => number, ...numbers: number[]): number {
  return numbers.find(Token.isUnresolved) ?? choose(...numbers);
}
