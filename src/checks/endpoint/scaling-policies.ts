import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { isAsynchronous } from './scaling';
import { GpuUtilizationScalingOptions } from '../../capacity/gpu-utilization-scaling-options';
import { isKnown } from '../../common/known';
import { amountIn } from '../../input/amounts';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { InstanceShare } from '../../instance/instance-share';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { Check, finding, Finding, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage, quoted } from '../ranges';

const METRICS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html';
const ASYNC_METRICS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html';
const POOLS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html';
const OTHER_POLICIES = '`scaleOnConcurrentRequests` or `scaleOnInvocations`, or `scaleOnBacklog` with `asyncInference`';

const COOLDOWN: Check<IntegerFound> = {
  id: 'scaling-cooldown',
  severity: 'error',
  what: '`scaleInCooldown` or `scaleOutCooldown` of a scaling policy has a fraction of a second',
  why: 'Application Auto Scaling accepts only whole seconds',
  fix: 'use whole seconds',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html',
  message: integerMessage,
};

const POLICY_NAME: Check<{ readonly got: string }> = {
  id: 'scaling-policy-name',
  severity: 'error',
  what: '`policyName` of a scaling policy does not have 1 to 256 printable characters',
  why: 'Application Auto Scaling rejects it, and the deployment is rolled back',
  fix: 'use another name, or leave it out',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html',
  message: (prop, { got }) => `'${prop}' must have 1 to 256 printable characters, got ${quoted(got)}`,
};

const TARGET_VALUE: Check<{ readonly maximum?: number; readonly got: number }> = {
  id: 'scaling-target-value',
  severity: 'error',
  what: 'the target value of a scaling policy is not greater than 0, or a utilization is greater than 100%',
  why: 'the number of instances stays at its minimum or maximum, independent of the load',
  fix: 'set the load that each instance should have',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html',
  message: (prop, { maximum, got }) => `'${prop}' must be a number greater than 0`
    + `${maximum === undefined ? '' : ` and at most ${maximum}`}, got ${got}`,
};

const NO_GPU: Check<{ readonly instanceType: string }> = {
  id: 'scaling-on-gpu-without-gpu',
  severity: 'error',
  what: '`scaleOnGpuUtilization` is called, and `instanceType` or one of `fallbackInstanceTypes` has no GPU',
  why: 'SageMaker does not publish the metric, and the number of instances never changes',
  fix: `use ${OTHER_POLICIES}`,
  source: METRICS,
  message: (prop, { instanceType }) => `'scaleOnGpuUtilization' requires GPUs, but '${prop}' ${instanceType} has none`,
};

/** A number of GPUs that cannot be multiplied with. */
type GpuCountFound =
  | { readonly wrong: 'unknown'; readonly instanceType: string }
  | { readonly wrong: 'range'; readonly got: number | 'an unresolved token' }
  | { readonly wrong: 'other'; readonly instanceType: string; readonly gpuCount: number; readonly got: number }
  | { readonly wrong: 'token' };

const GPU_COUNT: Check<GpuCountFound> = {
  id: 'scaling-gpu-count',
  severity: 'error',
  what: '`scaleOnGpuUtilization` is called without `acceleratorCount` for an instance type that the library does not know, with an '
    + '`acceleratorCount` that is '
    + 'not the number of GPUs, or for several GPUs with an unresolved token',
  why: 'CloudWatch reports up to 100% for each GPU, so the target value would be wrong by that factor',
  fix: 'remove `acceleratorCount` for an instance type that the library knows, or set the number of GPUs for another one',
  source: METRICS,
  message: (prop, found) => {
    switch (found.wrong) {
      case 'unknown':
        return `'${prop}' must be the number of GPUs of 'instanceType' ${found.instanceType}, which the library does not know, got none`;
      case 'range':
        return `'${prop}' must be an integer of at least 1 that is known at synth, got ${found.got}`;
      case 'other':
        return `'${prop}' must be ${found.gpuCount}, the number of GPUs of 'instanceType' ${found.instanceType}, got ${found.got}`;
      default:
        return `'${prop}' must be known at synth if an instance has several GPUs, because it is multiplied by their number, got an unresolved token`;
    }
  },
};

interface GpuCount {
  readonly instanceType: string;
  readonly gpuCount: number;
}

const MIXED_GPUS: Check<GpuCount & { readonly others: readonly GpuCount[] }> = {
  id: 'scaling-on-mixed-gpu-counts',
  severity: 'error',
  what: '`scaleOnGpuUtilization` is called, and one of `fallbackInstanceTypes` has another number of GPUs than `instanceType`',
  why: 'CloudWatch reports up to 100% for each GPU, so a target value that is right for one instance type is wrong for another',
  fix: `use instance types with the same number of GPUs, or use ${OTHER_POLICIES}`,
  source: POOLS,
  message: (prop, { instanceType, gpuCount, others }) => `'${prop}' must have the same number of GPUs as 'instanceType' ${instanceType} for `
    + `'scaleOnGpuUtilization', which is ${gpuCount}, got ${others.map(other => `${other.gpuCount} of ${other.instanceType}`).join(', ')}`,
};

const UNKNOWN_GPUS: Check<GpuCount & { readonly others: readonly string[] }> = {
  id: 'scaling-on-unknown-gpu-count',
  severity: 'warning',
  what: '`scaleOnGpuUtilization` is called, and the library does not know the number of GPUs of one of `fallbackInstanceTypes`',
  why: 'CloudWatch reports up to 100% for each GPU, so the target value is wrong for an instance type with another number of GPUs',
  fix: `acknowledge the warning if they have the same number of GPUs, or use ${OTHER_POLICIES}`,
  source: POOLS,
  message: (prop, { instanceType, gpuCount, others }) => `'${prop}' should have the same number of GPUs as 'instanceType' ${instanceType} for `
    + `'scaleOnGpuUtilization', which is ${gpuCount}, but the library does not know the number of ${others.join(', ')}`,
};

const BACKLOG: Check<object> = {
  id: 'scaling-on-backlog-in-real-time',
  severity: 'error',
  what: '`scaleOnBacklog` is called for a real-time endpoint',
  why: 'the endpoint has no queue and does not publish the metric, and the number of instances never changes',
  fix: 'use `scaleOnConcurrentRequests` or `scaleOnInvocations`, or set `asyncInference`',
  source: ASYNC_METRICS,
  message: prop => `'${prop}' requires an endpoint with 'asyncInference', because a real-time endpoint has no queue`,
};

const REQUESTS: Check<object> = {
  id: 'scaling-on-requests-of-async',
  severity: 'error',
  what: '`scaleOnInvocations` or `scaleOnConcurrentRequests` is called for an endpoint with `asyncInference`',
  why: 'the endpoint does not publish these metrics, and the number of instances never changes',
  fix: 'use `scaleOnBacklog`',
  source: ASYNC_METRICS,
  message: prop => `'${prop}' requires a real-time endpoint, because an endpoint with 'asyncInference' does not publish the metric`,
};

export const SCALING_POLICY_CHECKS = [COOLDOWN, POLICY_NAME, TARGET_VALUE, NO_GPU, GPU_COUNT, MIXED_GPUS, UNKNOWN_GPUS, BACKLOG, REQUESTS];

/** The pattern of the API: printable characters. */
const NAME_PATTERN = /^[^\p{C}]{1,256}$/u;

/** Finds cooldowns with a fraction of a second, and a name of a policy that the API rejects. */
export function cooldownFindings(options: appscaling.BaseTargetTrackingProps): Finding[] {
  const { policyName: name } = options;
  const wrongName = isKnown(name) && !NAME_PATTERN.test(name) ? [finding(POLICY_NAME, 'policyName', { got: name })] : [];
  return [...wrongName, ...(['scaleInCooldown', 'scaleOutCooldown'] as const).flatMap(prop => {
    const time = options[prop];
    return integerFindings(COOLDOWN, prop, time && amountIn('seconds', time), { minimum: 0, unit: 'seconds' });
  })];
}

/** Finds a value that a metric cannot be held at. */
export function targetFindings(prop: string, got: number, maximum?: number): Finding[] {
  const isPossible = got > 0 && got <= (maximum ?? Number.MAX_VALUE);
  return when(isKnown(got) && !isPossible, () => finding(TARGET_VALUE, prop, { maximum, got }));
}

/** Finds a real-time endpoint, which has no queue. */
export function backlogFindings(plan: EndpointPlan): Finding[] {
  return when(!isAsynchronous(plan), () => finding(BACKLOG, 'scaleOnBacklog', {}));
}

/** Finds an asynchronous endpoint, which does not publish the metrics of real-time requests. */
export function requestFindings(plan: EndpointPlan, method: 'scaleOnInvocations' | 'scaleOnConcurrentRequests'): Finding[] {
  return when(isAsynchronous(plan), () => finding(REQUESTS, method, {}));
}

/** Finds a number of GPUs that is not known, not right, or not the same for all instance types. */
export function gpuFindings(plan: EndpointPlan, options: GpuUtilizationScalingOptions): Finding[] {
  const [share, ...fallbacks] = plan.shares;
  const gpuCount = options.acceleratorCount ?? share.acceleratorCount;
  if (hasNoGpu(share)) {
    return [noGpu(share)];
  }
  const countFindings = gpuCountFindings(share, options);
  return countFindings.length > 0 || gpuCount === undefined ? countFindings : fallbackFindings(share, gpuCount, fallbacks);
}

function gpuCountFindings({ instanceType: type, acceleratorCount: gpuCount }: InstanceShare, options: GpuUtilizationScalingOptions): Finding[] {
  const { targetUtilizationPercent, acceleratorCount: got } = options;
  const instanceType = type.toString();
  if (got === undefined && gpuCount === undefined) {
    return [finding(GPU_COUNT, 'acceleratorCount', { wrong: 'unknown', instanceType })];
  }
  if (got !== undefined && !(isKnown(got) && Number.isInteger(got) && got >= 1)) {
    return [finding(GPU_COUNT, 'acceleratorCount', { wrong: 'range', got: isKnown(got) ? got : 'an unresolved token' })];
  }
  if (got !== undefined && gpuCount !== undefined && got !== gpuCount) {
    return [finding(GPU_COUNT, 'acceleratorCount', { wrong: 'other', instanceType, gpuCount, got })];
  }
  return when(!isKnown(targetUtilizationPercent) && (got ?? gpuCount) !== 1,
    () => finding(GPU_COUNT, 'targetUtilizationPercent', { wrong: 'token' }, 'use a number'));
}

function fallbackFindings({ instanceType: type }: InstanceShare, gpuCount: number, fallbacks: readonly InstanceShare[]): Finding[] {
  const instanceType = type.toString();
  const withGpu = fallbacks.filter(share => !hasNoGpu(share))
    .map(share => ({ instanceType: share.instanceType.toString(), gpuCount: share.acceleratorCount }));
  const others = withGpu.filter((other): other is GpuCount => other.gpuCount !== undefined && other.gpuCount !== gpuCount);
  const unknown = withGpu.filter(other => other.gpuCount === undefined && isKnown(other.instanceType)).map(other => other.instanceType);
  return [
    ...fallbacks.filter(hasNoGpu).map(noGpu),
    ...when(others.length > 0, () => finding(MIXED_GPUS, 'fallbackInstanceTypes', { instanceType, gpuCount, others })),
    ...when(unknown.length > 0, () => finding(UNKNOWN_GPUS, 'fallbackInstanceTypes', { instanceType, gpuCount, others: unknown })),
  ];
}

/** Whether it is known that the instances have no GPU. */
function hasNoGpu({ instanceType: { acceleratorKind } }: InstanceShare): boolean {
  return acceleratorKind !== undefined && acceleratorKind !== AcceleratorKind.GPU;
}

function noGpu({ prop, instanceType }: InstanceShare): Finding {
  return finding(NO_GPU, prop, { instanceType: instanceType.toString() });
}
