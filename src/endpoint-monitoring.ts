import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { refuse } from './checks/report';
import { Wrong } from './input/kinds';
import { readShape, withoutLeftOut } from './input/shape';
import { AcceleratorKind } from './instance/accelerator-kind';
import { SageMakerInstanceType } from './instance/sagemaker-instance-type.generated';
import { createDashboard } from './operations/dashboard';
import { dashboardProblems, DASHBOARD_SHAPE } from './operations/dashboard-problems';
import { EndpointAlarms } from './operations/endpoint-alarms';
import { EndpointDashboardOptions } from './operations/endpoint-dashboard-options';
import { createAlarms } from './operations/monitor';
import { MonitorOptions } from './operations/monitor-options';
import { monitorProblems, MONITOR_SHAPE } from './operations/monitor-problems';
import { MonitoredEndpoint, MonitoredType } from './operations/monitored-endpoint';
import { EndpointPlan } from './plan/endpoint-plan';
import { gpuMemoryShare } from './plan/model-memory';
import { SageMakerEndpointBase } from './sagemaker-endpoint';

const ALARMS = 'Monitoring';
const DASHBOARD = 'Dashboard';

/** How often SageMaker sends metrics, and the shortest period of a metric that CloudWatch keeps for longer than some hours. */
const MINUTE = 60;

/** Adds the alarms of an endpoint, once. */
export function monitorEndpoint(endpoint: SageMakerEndpointBase, plan: EndpointPlan, given: MonitorOptions, scalesToZero?: boolean): EndpointAlarms {
  const monitored = monitoredEndpoint(endpoint, plan);
  const { value: options, wrong } = readShape(MONITOR_SHAPE, given);
  refuse(endpoint, endpoint.node.tryFindChild(ALARMS)
    ? ["'monitor' must be called once, got a second call; add alarms of your own on the metrics of the endpoint, such as 'metricModelLatency'"]
    : problemsOf(wrong, monitorProblems(monitored, options)));
  return createAlarms(new Construct(endpoint, ALARMS), monitored, { ...options, scalesToZero: options.scalesToZero ?? scalesToZero });
}

/** Adds the dashboard of an endpoint, once. */
export function showEndpoint(
  endpoint: SageMakerEndpointBase, plan: EndpointPlan, alarms: EndpointAlarms | undefined, given: EndpointDashboardOptions,
): cloudwatch.Dashboard {
  const { value: options, wrong } = readShape(DASHBOARD_SHAPE, given);
  refuse(endpoint, endpoint.node.tryFindChild(DASHBOARD)
    ? ["'dashboard' must be called once, got a second call; add widgets to the dashboard that the first call returned"]
    : problemsOf(wrong, dashboardProblems(options)));
  return createDashboard(endpoint, DASHBOARD, monitoredEndpoint(endpoint, plan), alarms, options);
}

/** What is wrong with the types of options, and with the values of the others. */
function problemsOf(wrong: readonly Wrong[], others: readonly string[]): string[] {
  return [...wrong.map(({ message }) => message), ...withoutLeftOut(others, message => message, wrong)];
}

function monitoredEndpoint(endpoint: SageMakerEndpointBase, plan: EndpointPlan): MonitoredEndpoint {
  const { modelId, instanceCount } = plan;
  const [type, ...fallbacks] = [plan.instanceType, ...plan.fallbackInstanceTypes].map(monitoredType)
    .filter(({ instanceType }, index, all) => all.findIndex(each => each.instanceType === instanceType) === index);
  const sampleSeconds = secondsBetweenSamples(plan);
  return {
    ...type,
    fallbacks,
    endpoint,
    modelId,
    instanceCount,
    asynchronous: plan.props.asyncInference !== undefined,
    gpuMemoryShare: gpuMemoryShare(plan) ?? 0.9,
    sampleSeconds,
    period: Duration.seconds(Math.max(MINUTE, sampleSeconds)),
  };
}

function monitoredType(type: SageMakerInstanceType): MonitoredType {
  return {
    instanceType: type.toString(),
    vcpus: type.vcpus,
    // AWS documents no metrics of AWS Neuron's accelerators
    gpuCount: type.acceleratorKind === AcceleratorKind.NEURON ? 0 : type.acceleratorCount,
  };
}

/** A token cannot be computed with: the default stands for it. */
function secondsBetweenSamples({ props: { metricPublishFrequency: frequency } }: EndpointPlan): number {
  return frequency === undefined || frequency.isUnresolved() ? MINUTE : frequency.toSeconds();
}
