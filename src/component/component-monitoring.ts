import { Construct } from 'constructs';
import { InferenceComponentBase } from './inference-component-base';
import {
  COMPONENT_ENDPOINT_MONITOR_SHAPE, COMPONENT_MONITOR_SHAPE, componentEndpointMonitorFindings, componentMonitorFindings,
} from '../checks/endpoint/component-monitor';
import { optionFindings } from '../checks/props';
import { report } from '../checks/report';
import { readShape } from '../input/shape';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { ComponentAlarms } from '../monitoring/component-alarms';
import { ReservedEndpoint } from '../monitoring/component-dashboard';
import { ComponentEndpointAlarms } from '../monitoring/component-endpoint-alarms';
import { createComponentEndpointAlarms } from '../monitoring/component-endpoint-monitor';
import { ComponentEndpointMonitorOptions } from '../monitoring/component-endpoint-monitor-options';
import { IInferenceComponentMetrics } from '../monitoring/component-metrics.generated';
import { createComponentAlarms, MonitoredComponent } from '../monitoring/component-monitor';
import { ComponentMonitorOptions } from '../monitoring/component-monitor-options';
import { ComponentPlan } from '../plan/component-plan';
import { gpuMemoryShare } from '../plan/model-memory';

/** An endpoint, with what its alarms need to know. */
export interface MonitoredInstances {
  readonly endpoint: ReservedEndpoint;
  readonly instanceType: SageMakerInstanceType;

  /** The components and adapters, including those that are added later. */
  readonly components: () => readonly IInferenceComponentMetrics[];
}

/** Adds the alarms of what all components share, and of all of them together. */
export function monitorInstances(
  { endpoint, instanceType, components }: MonitoredInstances, given: ComponentEndpointMonitorOptions, calledBefore: boolean,
): ComponentEndpointAlarms {
  const read = readShape(COMPONENT_ENDPOINT_MONITOR_SHAPE, given);
  report(endpoint, optionFindings(read, componentEndpointMonitorFindings(read.value, instanceType, calledBefore)));
  return createComponentEndpointAlarms(new Construct(endpoint, 'Monitoring'), endpoint, components, read.value);
}

/** Adds the alarms of a component. Throws if they have already been added. */
export function monitorComponent(
  component: InferenceComponentBase & MonitoredComponent['component'], { model }: ComponentPlan, given: ComponentMonitorOptions,
  calledBefore: boolean,
): ComponentAlarms {
  const read = readShape(COMPONENT_MONITOR_SHAPE, given);
  report(component, optionFindings(read, componentMonitorFindings(read.value, calledBefore)));
  return createComponentAlarms(new Construct(component, 'Monitoring'), {
    component,
    modelId: model.modelId,
    hasGpu: model.acceleratorKind === AcceleratorKind.GPU,
    gpuMemoryShare: gpuMemoryShare(model) ?? 0.9,
  }, read.value);
}
