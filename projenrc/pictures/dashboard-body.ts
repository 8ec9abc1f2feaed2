import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpoint } from '../../src/endpoint/huggingface-sagemaker-endpoint';
import { SageMakerInstanceType } from '../../src/instance/sagemaker-instance-type.generated';

/** A widget in the body of a CloudWatch dashboard. */
export interface Widget {
  readonly type: 'alarm' | 'metric' | 'text';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: any;
}

/** The widgets of a dashboard. References are replaced with `<logical ID>.<attribute>`. */
export function widgetsOf(stack: Stack, dashboard: CfnDashboard): Widget[] {
  const body = stack.resolve(dashboard.dashboardBody);
  const parts: any[] = typeof body === 'string' ? [body] : body['Fn::Join'][1];
  return JSON.parse(parts.map(part => typeof part === 'string' ? part : (part['Fn::GetAtt'] ?? [part.Ref]).join('.')).join('')).widgets;
}

/** The widgets of the example: an endpoint with four GPUs and with alarms. */
export function exampleWidgets(): Widget[] {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const endpoint = new HuggingFaceSageMakerEndpoint(stack, 'Chat', {
    modelId: 'Qwen/Qwen3-32B',
    instanceType: SageMakerInstanceType.ML_G6E_12XLARGE,
    instanceCount: 2,
  });
  endpoint.monitor({ maximumModelLatency: Duration.seconds(20), maximumOverheadLatency: Duration.seconds(1), idleAfter: Duration.hours(6) });
  const { node } = endpoint.dashboard({ pricePerInstanceHour: 10 });
  return JSON.parse(JSON.stringify(widgetsOf(stack, node.defaultChild as CfnDashboard)).replace(/\w+\.EndpointName/g, 'chat'));
}
