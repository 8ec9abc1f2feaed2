import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EndpointOperations } from './endpoint-operations';
import { SageMakerEndpointBase } from './sagemaker-endpoint';
import { DASHBOARD_SHAPE, dashboardFindings } from '../checks/endpoint/dashboard';
import { topicLocationFindings } from '../checks/endpoint/location';
import { MONITOR_SHAPE, monitorFindings } from '../checks/endpoint/monitor';
import { publishedFindings } from '../checks/endpoint/server-metrics';
import { optionFindings } from '../checks/props';
import { report } from '../checks/report';
import { ServerFamily } from '../container/server-family';
import { readShape } from '../input/shape';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { createDashboard } from '../monitoring/dashboard';
import { DashboardOptions } from '../monitoring/dashboard-options';
import { EndpointAlarms } from '../monitoring/endpoint-alarms';
import { createAlarms } from '../monitoring/monitor';
import { MonitorOptions } from '../monitoring/monitor-options';
import { MonitoredEndpoint, MonitoredType } from '../monitoring/monitored-endpoint';
import { serverMetricNames } from '../monitoring/server-metrics';
import { effectiveArgument, effectiveSetting, knownValue } from '../plan/effective-setting';
import { EndpointPlan } from '../plan/endpoint-plan';
import { gpuMemoryShare } from '../plan/model-memory';
import { ModelPlan } from '../plan/model-plan';
import { secondsBetweenSamples } from '../plan/sample-interval';
import { isFlagOn } from '../server/flag';

const ALARMS = 'Monitoring';
const DASHBOARD = 'Dashboard';

/** The shortest period that CloudWatch keeps for more than a few hours. */
const MINUTE = 60;

/** Adds the alarms of an endpoint. Throws if they have already been added. */
export function monitorEndpoint(
  endpoint: SageMakerEndpointBase, plan: EndpointPlan, given: MonitorOptions, operations: EndpointOperations,
): EndpointAlarms {
  const monitored = monitoredEndpoint(endpoint, plan);
  const read = readShape(MONITOR_SHAPE, given);
  report(endpoint, optionFindings(read, [
    ...monitorFindings(monitored, read.value, isChild(endpoint, ALARMS)), ...topicLocationFindings(plan.scope, read.value.topic),
  ]));
  return operations.monitor(read.value.scalesToZero, scalesToZero =>
    createAlarms(new Construct(endpoint, ALARMS), monitored, { ...read.value, scalesToZero }));
}

/** Adds the dashboard of an endpoint. Throws if it has already been added. */
export function addDashboard(
  endpoint: SageMakerEndpointBase, plan: EndpointPlan, given: DashboardOptions, operations: EndpointOperations,
): cloudwatch.Dashboard {
  const read = readShape(DASHBOARD_SHAPE, given);
  const monitored = monitoredEndpoint(endpoint, plan);
  report(endpoint, optionFindings(read, [
    ...dashboardFindings(read.value, isChild(endpoint, DASHBOARD)),
    ...read.value.serverMetrics ? publishedFindings(monitored, 'serverMetrics') : [],
  ]));
  return createDashboard(endpoint, DASHBOARD, monitored, () => operations.alarms, read.value);
}

function isChild(endpoint: SageMakerEndpointBase, id: string): boolean {
  return endpoint.node.tryFindChild(id) !== undefined;
}

function monitoredEndpoint(endpoint: SageMakerEndpointBase, plan: EndpointPlan): MonitoredEndpoint {
  const [model] = plan.models;
  const { server: { family, title } } = model;
  const [type, ...fallbacks] = plan.shares.map(({ instanceType }) => monitoredType(instanceType));
  const sampleSeconds = secondsBetweenSamples(plan);
  return {
    ...type,
    fallbacks,
    endpoint,
    modelId: model.modelId,
    instanceCount: plan.instanceCount,
    asynchronous: plan.asyncInference !== undefined,
    gpuMemoryShare: gpuMemoryShare(model) ?? 0.9,
    serverTitle: title,
    serverFamily: family,
    serverVersion: model.serverVersion,
    hasNoPrefixCache: isOn(model, 'prefixCaching') === false || isOn(model, 'disableRadixCache') === true,
    serverMetrics: serverMetricNames(family, model.serverVersion),
    isObserved: plan.capacity.detailedObservability !== false,
    hasMetricsArgument: family !== ServerFamily.SGLANG || effectiveArgument(model, 'enable-metrics') !== undefined,
    sampleSeconds,
    period: Duration.seconds(Math.max(MINUTE, sampleSeconds)),
  };
}

/** Whether a flag of the server is on. Undefined if it is not known. */
function isOn(model: ModelPlan, flag: 'prefixCaching' | 'disableRadixCache'): boolean | undefined {
  const value = knownValue(effectiveSetting(model, flag));
  return value === undefined ? undefined : isFlagOn(model.server, model.serverVersion, value);
}

function monitoredType(type: SageMakerInstanceType): MonitoredType {
  return {
    instanceType: type.toString(),
    vcpus: type.vcpus,
    // AWS documents no metrics for AWS Neuron accelerators
    gpuCount: type.acceleratorKind === AcceleratorKind.NEURON ? 0 : type.acceleratorCount,
  };
}
