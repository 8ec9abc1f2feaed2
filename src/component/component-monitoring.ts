import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { InferenceComponentBase } from './inference-component-base';
import { MODEL_MONITOR_SHAPE, modelMonitorFindings } from '../checks/endpoint/monitor';
import { optionFindings } from '../checks/props';
import { report } from '../checks/report';
import { SageMakerEndpointBase } from '../endpoint/sagemaker-endpoint';
import { readShape } from '../input/shape';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { ComponentAlarms } from '../monitoring/component-alarms';
import { createComponentAlarms } from '../monitoring/component-monitor';
import { ModelMonitorOptions } from '../monitoring/model-monitor-options';
import { disk, notify } from '../monitoring/monitor';
import { ComponentPlan } from '../plan/component-plan';
import { gpuMemoryShare } from '../plan/model-memory';

/** Adds the alarms of the instances that all components share. The options are those of each component, which must be valid. */
export function monitorInstances(endpoint: SageMakerEndpointBase, given: ModelMonitorOptions, calledBefore: boolean): void {
  const read = readShape(MODEL_MONITOR_SHAPE, given);
  report(endpoint, optionFindings(read, modelMonitorFindings(read.value, calledBefore)));
  const scope = new Construct(endpoint, 'Monitoring');
  notify([new cloudwatch.Alarm(scope, 'Disk', disk({ endpoint, modelId: 'the inference components' }, {}))], read.value);
}

/** Adds the alarms of a component. Throws if they have already been added. */
export function monitorComponent(
  component: InferenceComponentBase, { model, acceleratorCount }: ComponentPlan, given: ModelMonitorOptions, calledBefore: boolean,
): ComponentAlarms {
  const read = readShape(MODEL_MONITOR_SHAPE, given);
  report(component, optionFindings(read, modelMonitorFindings(read.value, calledBefore)));
  return createComponentAlarms(new Construct(component, 'Monitoring'), {
    component,
    modelId: model.modelId,
    hasGpu: acceleratorCount !== undefined && model.acceleratorKind === AcceleratorKind.GPU,
    gpuMemoryShare: gpuMemoryShare(model) ?? 0.9,
  }, read.value);
}
