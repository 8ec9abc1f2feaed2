import { App, Stack } from 'aws-cdk-lib/core';

/** The model that every subject serves, as the library sets it up by itself. */
export const MODEL_ID = 'Qwen/Qwen3-4B';
export const INSTANCE_TYPE = 'ml.g5.2xlarge';
export const REGION = 'eu-west-1';
export const REPOSITORY = 'huggingface-vllm';
export const TAG = '0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04';
export const ENVIRONMENT = {
  SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
  SAGEMAKER_REGION: REGION,
  SM_VLLM_MODEL: MODEL_ID,
  HF_MODEL_ID: MODEL_ID,
  SM_VLLM_HOST: '0.0.0.0',
};

/** As many endpoints of five resources as a stack takes: 500 resources. */
export const ENDPOINTS_IN_STACK = 100;

/** What is measured: it adds an endpoint to a stack. */
export type AddEndpoint = (stack: Stack, id: string) => void;

/** An app with so many endpoints, in as many stacks as they need. */
export function appOf(endpoints: number, add: AddEndpoint): App {
  const app = new App({ analyticsReporting: false });
  let stack: Stack | undefined;
  for (let index = 0; index < endpoints; index++) {
    if (index % ENDPOINTS_IN_STACK === 0) {
      stack = new Stack(app, `Stack${index / ENDPOINTS_IN_STACK}`, { env: { account: '123456789012', region: REGION } });
    }
    add(stack!, `Endpoint${index}`);
  }
  return app;
}
