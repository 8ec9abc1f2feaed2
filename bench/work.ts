import { App, Stack } from 'aws-cdk-lib/core';

/** The model that every subject serves, as the library sets it up by itself. */
export const MODEL_ID = 'Qwen/Qwen3-4B';
export const INSTANCE_TYPE = 'ml.g5.2xlarge';
export const REGION = 'eu-west-1';
export const REPOSITORY = 'huggingface-vllm';
export const TAG = '0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0';
export const ENVIRONMENT = {
  SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
  SAGEMAKER_REGION: REGION,
  SM_VLLM_MODEL: MODEL_ID,
  HF_MODEL_ID: MODEL_ID,
  SM_VLLM_HOST: '0.0.0.0',
  HF_ENABLE_LMCACHE: '0',
};

/** The account and the region of all stacks. */
export const ENVIRONMENT_OF_STACKS = { account: '123456789012', region: REGION };

/** The number of endpoints in a stack, which has at most 500 resources. */
export const ENDPOINTS_IN_STACK = 100;

/** Adds an endpoint to a stack: this is measured. */
export type AddEndpoint = (stack: Stack, id: string) => void;

export interface AppOptions {
  /**
   * The number of endpoints in a stack.
   *
   * @default ENDPOINTS_IN_STACK
   */
  readonly inStack?: number;

  /** Adds what the endpoints share. */
  readonly prepare?: (app: App) => void;
}

/** An app with that many endpoints, in as many stacks as they need. */
export function appOf(endpoints: number, add: AddEndpoint, { inStack = ENDPOINTS_IN_STACK, prepare }: AppOptions = {}): App {
  const app = new App({ analyticsReporting: false });
  prepare?.(app);
  let stack: Stack | undefined;
  for (let index = 0; index < endpoints; index++) {
    if (index % inStack === 0) {
      stack = new Stack(app, `Stack${index / inStack}`, { env: ENVIRONMENT_OF_STACKS });
    }
    add(stack!, `Endpoint${index}`);
  }
  return app;
}
