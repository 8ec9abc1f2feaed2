import * as s3 from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { AutoScaleOptions, HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps, ScalableInstanceCount } from '../../src';
import { newEndpoint, newStack } from '../util';

export interface Scaled {
  readonly stack: Stack;
  readonly endpoint: HuggingFaceSageMakerEndpoint;
  readonly scaling: ScalableInstanceCount;
}

export function scaled(options: AutoScaleOptions, props: Partial<HuggingFaceSageMakerEndpointProps> = {}, stack = newStack()): Scaled {
  const endpoint = newEndpoint(stack, props);
  return { stack, endpoint, scaling: endpoint.autoScale(options) };
}

/** An endpoint whose requests are queued. */
export function queued(options: AutoScaleOptions): Scaled {
  const stack = newStack();
  return scaled(options, { asyncInference: { outputBucket: new s3.Bucket(stack, 'Answers') } }, stack);
}
