import { countFindings, MODEL_MONITOR_SHAPE, modelMonitorFindings, NO_GPU, percentFindings, THRESHOLD, tokenFindings } from './monitor';
import { isKnown } from '../../common/known';
import { NUMBER } from '../../input/kinds';
import { Shape } from '../../input/shape';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { SageMakerInstanceType } from '../../instance/sagemaker-instance-type.generated';
import { ComponentEndpointAlarms } from '../../monitoring/component-endpoint-alarms';
import { ComponentEndpointMonitorOptions } from '../../monitoring/component-endpoint-monitor-options';
import { ComponentMonitorOptions } from '../../monitoring/component-monitor-options';
import { MOST_METRICS } from '../../monitoring/sum-of-metrics';
import { Check, finding, Finding, when } from '../finding';

export const COMPONENT_MONITOR_SHAPE: Shape<ComponentMonitorOptions> = { ...MODEL_MONITOR_SHAPE, minimumCopies: NUMBER };

export const COMPONENT_ENDPOINT_MONITOR_SHAPE: Shape<ComponentEndpointMonitorOptions> = {
  ...MODEL_MONITOR_SHAPE,
  maximumGpuReservationPercent: NUMBER,
  maximumMemoryReservationPercent: NUMBER,
  maximumCpuReservationPercent: NUMBER,
  maximumNoCapacityFailures: NUMBER,
  maximumServerErrors: NUMBER,
};

const TOO_MANY: Check<{ readonly components: number }> = {
  id: 'component-monitor-total',
  severity: 'error',
  what: '`maximumNoCapacityFailures` or `maximumServerErrors` of `monitor` is set, and the endpoint has more than 10 components and adapters',
  why: 'Amazon CloudWatch rejects an alarm on more than 10 metrics',
  fix: 'leave it out, and use the alarms of each component, such as in a composite alarm',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html',
  message: (prop, { components }) => `'${prop}' requires at most ${MOST_METRICS} components and adapters, got ${components}`,
};

export const COMPONENT_MONITOR_CHECKS = [TOO_MANY];

const PERCENTAGES = ['maximumGpuReservationPercent', 'maximumMemoryReservationPercent', 'maximumCpuReservationPercent'] as const;
const FAILURES = ['maximumNoCapacityFailures', 'maximumServerErrors'] as const;

/** Finds what is wrong with the options of `monitor` of a component. */
export function componentMonitorFindings(options: ComponentMonitorOptions, calledBefore: boolean): Finding[] {
  return [
    ...modelMonitorFindings(options, calledBefore),
    ...tokenFindings(options, ['minimumCopies']),
    ...countFindings('minimumCopies', options.minimumCopies),
  ];
}

/** Finds what is wrong with the options of `monitor` of an endpoint with components. */
export function componentEndpointMonitorFindings(
  options: ComponentEndpointMonitorOptions, { acceleratorCount, acceleratorKind }: SageMakerInstanceType, calledBefore: boolean,
): Finding[] {
  const hasNoGpu = acceleratorCount === 0 || acceleratorKind === AcceleratorKind.NEURON;
  return [
    ...modelMonitorFindings(options, calledBefore),
    ...tokenFindings<typeof PERCENTAGES[number] | typeof FAILURES[number]>(options, [...PERCENTAGES, ...FAILURES]),
    ...PERCENTAGES.flatMap(prop => percentFindings(prop, options[prop])),
    ...FAILURES.flatMap(prop => failureFindings(prop, options[prop])),
    ...when(options.maximumGpuReservationPercent !== undefined && hasNoGpu,
      () => finding(NO_GPU, 'maximumGpuReservationPercent', { hasFallbacks: false })),
  ];
}

/** Finds an alarm for all components together that CloudWatch rejects. */
export function totalFindings(alarms: ComponentEndpointAlarms | undefined, components: number): Finding[] {
  return components <= MOST_METRICS ? [] : [
    ...when(alarms?.noCapacity !== undefined, () => finding(TOO_MANY, 'maximumNoCapacityFailures', { components })),
    ...when(alarms?.serverErrors !== undefined, () => finding(TOO_MANY, 'maximumServerErrors', { components })),
  ];
}

function failureFindings(prop: string, got: number | undefined): Finding[] {
  return isKnown(got) && !(got >= 0) ? [finding(THRESHOLD, prop, { range: 'at least 0', got })] : [];
}
