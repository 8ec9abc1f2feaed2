import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import { Deployment, HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../../src';

export const OBSERVED_STACK_NAME = 'cdk-huggingface-sagemaker-integ-observed';

/** The name of the endpoint, which the alarm needs before the endpoint exists. */
export const OBSERVED = 'cdk-huggingface-sagemaker-integ';

/** The second step is an update that a PromQL alarm should roll back. */
export type ObservedStep = 'first' | 'watched';

/** The app that observed.ts deploys: a small language model whose server publishes metrics, with alarms on all of them. */
export function observedApp(step: ObservedStep): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, OBSERVED_STACK_NAME, {
    env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' },
  });
  // always in ALARM once the endpoint publishes metrics
  const alarm = new cloudwatch.PromQLAlarm(stack, 'Always', {
    query: `vllm:num_requests_running{"aws.sagemaker.endpoint.name"="${OBSERVED}"} >= 0`, evaluationInterval: Duration.minutes(1),
  });
  const endpoint = new HuggingFaceSageMakerEndpoint(stack, 'Llm', {
    modelId: 'Qwen/Qwen3-0.6B',
    instanceType: SageMakerInstanceType.ML_G5_XLARGE,
    endpointName: OBSERVED,
    environment: step === 'watched' ? { SM_VLLM_MAX_MODEL_LEN: '2048' } : undefined,
    deployment: Deployment.allAtOnce({ rollbackAlarms: [alarm], terminationWait: Duration.minutes(5) }),
  });
  endpoint.monitor({
    maximumTimeToFirstToken: Duration.seconds(10), maximumWaitingRequests: 100, maximumKeyValueCachePercent: 99, minimumPrefixCacheHitPercent: 1,
  });
  new CfnOutput(stack, 'EndpointName', { value: endpoint.endpointName });
  return app;
}

if (require.main === module) {
  observedApp(process.env.INTEG_STEP as ObservedStep);
}
