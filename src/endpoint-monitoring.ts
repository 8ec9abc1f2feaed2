import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { refuse } from './checks/report';
import { AcceleratorKind } from './instance/accelerator-kind';
import { createDashboard } from './operations/dashboard';
import { dashboardProblems } from './operations/dashboard-problems';
import { EndpointAlarms } from './operations/endpoint-alarms';
import { EndpointDashboardOptions } from './operations/endpoint-dashboard-options';
import { createAlarms } from './operations/monitor';
import { MonitorOptions } from './operations/monitor-options';
import { monitorProblems } from './operations/monitor-problems';
import { MonitoredEndpoint } from './operations/monitored-endpoint';
import { EndpointPlan } from './plan/endpoint-plan';
import { gpuMemoryShare } from './plan/model-memory';
import { SageMakerEndpointBase } from './sagemaker-endpoint';

const ALARMS = 'Monitoring';
const DASHBOARD = 'Dashboard';

/** How often SageMaker sends metrics, and the shortest period of a metric that CloudWatch keeps for longer than some hours. */
const MINUTE = 60;

/** Adds the alarms of an endpoint, once. */
export function monitorEndpoint(endpoint: SageMakerEndpointBase, plan: EndpointPlan, options: MonitorOptions): EndpointAlarms {
  const monitored = monitoredEndpoint(endpoint, plan);
  refuse(endpoint, endpoint.node.tryFindChild(ALARMS)
    ? ["'monitor' must be called once, got a second call; add alarms of your own on the metrics of the endpoint, such as 'metricModelLatency'"]
    : monitorProblems(monitored, options));
  return createAlarms(new Construct(endpoint, ALARMS), monitored, options);
}

/** Adds the dashboard of an endpoint, once. */
export function showEndpoint(
  endpoint: SageMakerEndpointBase, plan: EndpointPlan, alarms: EndpointAlarms | undefined, options: EndpointDashboardOptions,
): cloudwatch.Dashboard {
  refuse(endpoint, endpoint.node.tryFindChild(DASHBOARD)
    ? ["'dashboard' must be called once, got a second call; add widgets to the dashboard that the first call returned"]
    : dashboardProblems(options));
  return createDashboard(endpoint, DASHBOARD, monitoredEndpoint(endpoint, plan), alarms, options);
}

function monitoredEndpoint(endpoint: SageMakerEndpointBase, plan: EndpointPlan): MonitoredEndpoint {
  const { instanceType, modelId, instanceCount } = plan;
  const sampleSeconds = secondsBetweenSamples(plan);
  return {
    endpoint,
    modelId,
    instanceType: instanceType.toString(),
    instanceCount,
    vcpus: instanceType.vcpus,
    // AWS documents no metrics of AWS Neuron's accelerators
    gpuCount: instanceType.acceleratorKind === AcceleratorKind.NEURON ? 0 : instanceType.acceleratorCount,
    asynchronous: plan.props.asyncInference !== undefined,
    gpuMemoryShare: gpuMemoryShare(plan) ?? 0.9,
    sampleSeconds,
    period: Duration.seconds(Math.max(MINUTE, sampleSeconds)),
  };
}

/** A token cannot be computed with: the default stands for it. */
function secondsBetweenSamples({ props: { metricPublishFrequency: frequency } }: EndpointPlan): number {
  return frequency === undefined || frequency.isUnresolved() ? MINUTE : frequency.toSeconds();
}
