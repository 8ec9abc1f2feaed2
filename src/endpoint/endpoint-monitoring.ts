import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { refuse } from '../checks/report';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { createDashboard } from '../monitoring/dashboard';
import { dashboardProblems } from '../checks/endpoint/dashboard';
import { EndpointAlarms } from '../monitoring/endpoint-alarms';
import { DashboardOptions } from '../monitoring/dashboard-options';
import { createAlarms } from '../monitoring/monitor';
import { MonitorOptions } from '../monitoring/monitor-options';
import { monitorProblems } from '../checks/endpoint/monitor';
import { MonitoredEndpoint, MonitoredType } from '../monitoring/monitored-endpoint';
import { EndpointPlan } from '../plan/endpoint-plan';
import { gpuMemoryShare } from '../plan/model-memory';
import { SageMakerEndpointBase } from './sagemaker-endpoint';

const ALARMS = 'Monitoring';
const DASHBOARD = 'Dashboard';

/** The default interval at which SageMaker publishes metrics, and the shortest period that CloudWatch keeps for more than a few hours. */
const MINUTE = 60;

/** Adds the alarms of an endpoint. Throws if they have already been added. */
export function monitorEndpoint(endpoint: SageMakerEndpointBase, plan: EndpointPlan, options: MonitorOptions): EndpointAlarms {
  const monitored = monitoredEndpoint(endpoint, plan);
  refuse(endpoint, endpoint.node.tryFindChild(ALARMS)
    ? ["'monitor' must be called once, got a second call; add alarms of your own on the metrics of the endpoint, such as 'metricModelLatency'"]
    : monitorProblems(monitored, options));
  return createAlarms(new Construct(endpoint, ALARMS), monitored, options);
}

/** Adds the dashboard of an endpoint. Throws if it has already been added. */
export function showEndpoint(
  endpoint: SageMakerEndpointBase, plan: EndpointPlan, alarms: EndpointAlarms | undefined, options: DashboardOptions,
): cloudwatch.Dashboard {
  refuse(endpoint, endpoint.node.tryFindChild(DASHBOARD)
    ? ["'dashboard' must be called once, got a second call; add widgets to the dashboard that the first call returned"]
    : dashboardProblems(options));
  return createDashboard(endpoint, DASHBOARD, monitoredEndpoint(endpoint, plan), alarms, options);
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
    // AWS documents no metrics for AWS Neuron accelerators
    gpuCount: type.acceleratorKind === AcceleratorKind.NEURON ? 0 : type.acceleratorCount,
  };
}

/** Uses the default for an unresolved token, which cannot be used in calculations. */
function secondsBetweenSamples({ props: { metricPublishFrequency: frequency } }: EndpointPlan): number {
  return frequency === undefined || frequency.isUnresolved() ? MINUTE : frequency.toSeconds();
}
