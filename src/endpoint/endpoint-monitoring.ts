import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EndpointOperations } from './endpoint-operations';
import { SageMakerEndpointBase } from './sagemaker-endpoint';
import { DASHBOARD_SHAPE, dashboardProblems } from '../checks/endpoint/dashboard';
import { MONITOR_SHAPE, monitorProblems } from '../checks/endpoint/monitor';
import { refuse } from '../checks/report';
import { Wrong } from '../input/kinds';
import { readShape } from '../input/shape';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { createDashboard } from '../monitoring/dashboard';
import { DashboardOptions } from '../monitoring/dashboard-options';
import { EndpointAlarms } from '../monitoring/endpoint-alarms';
import { createAlarms } from '../monitoring/monitor';
import { MonitorOptions } from '../monitoring/monitor-options';
import { MonitoredEndpoint, MonitoredType } from '../monitoring/monitored-endpoint';
import { EndpointPlan } from '../plan/endpoint-plan';
import { gpuMemoryShare } from '../plan/model-memory';

const ALARMS = 'Monitoring';
const DASHBOARD = 'Dashboard';

/** The default interval at which SageMaker publishes metrics, and the shortest period that CloudWatch keeps for more than a few hours. */
const MINUTE = 60;

/** Adds the alarms of an endpoint. Throws if they have already been added. */
export function monitorEndpoint(
  endpoint: SageMakerEndpointBase, plan: EndpointPlan, given: MonitorOptions, operations: EndpointOperations,
): EndpointAlarms {
  const monitored = monitoredEndpoint(endpoint, plan);
  const { value: options, wrong } = readShape(MONITOR_SHAPE, given);
  refuse(endpoint, endpoint.node.tryFindChild(ALARMS)
    ? ["'monitor' must be called once, got a second call; add alarms of your own on the metrics of the endpoint, such as 'metricModelLatency'"]
    : problemsOf(wrong, monitorProblems(monitored, options)));
  operations.scalesToZero = options.scalesToZero;
  operations.alarms = createAlarms(new Construct(endpoint, ALARMS), monitored, { ...options, scalesToZero: operations.isEmptyAtTimes });
  return operations.alarms;
}

/** Adds the dashboard of an endpoint. Throws if it has already been added. */
export function addDashboard(
  endpoint: SageMakerEndpointBase, plan: EndpointPlan, given: DashboardOptions, operations: EndpointOperations,
): cloudwatch.Dashboard {
  const { value: options, wrong } = readShape(DASHBOARD_SHAPE, given);
  refuse(endpoint, endpoint.node.tryFindChild(DASHBOARD)
    ? ["'dashboard' must be called once, got a second call; add widgets to the dashboard that the first call returned"]
    : problemsOf(wrong, dashboardProblems(options)));
  return createDashboard(endpoint, DASHBOARD, monitoredEndpoint(endpoint, plan), () => operations.alarms, options);
}

/** What is wrong with the types of options, and with the values of the others. */
function problemsOf(wrong: readonly Wrong[], others: readonly string[]): string[] {
  return [...wrong.map(({ message, fix }) => `${message}; ${fix ?? 'give it a value'}`), ...others.filter(message => !wrong.some(({ leftOut }) => message.includes(`'${leftOut}'`)))];
}

function monitoredEndpoint(endpoint: SageMakerEndpointBase, plan: EndpointPlan): MonitoredEndpoint {
  const [model] = plan.models;
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
    sampleSeconds,
    period: Duration.seconds(Math.max(MINUTE, sampleSeconds)),
  };
}

function monitoredType(type: SageMakerInstanceType): MonitoredType {
  return {
    instanceType: type.toString(),
    vcpus: type.vcpus,
    // AWS documents no metrics for AWS Neuron accelerators
    gpuCount: type.acceleratorKind === AcceleratorKind.NEURON ? 0 : type.acceleratorCount,
  };
}

/** Uses the default for an unresolved token, which cannot be used in calculations. */
function secondsBetweenSamples({ capacity: { metricPublishFrequency: frequency } }: EndpointPlan): number {
  return frequency === undefined || frequency.isUnresolved() ? MINUTE : frequency.toSeconds();
}
