import { setTimeout } from 'timers/promises';
import { InvokeEndpointCommand, InvokeEndpointCommandInput, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';

const client = new SageMakerRuntimeClient();

/** Invokes a model, and waits while its first copy starts. */
export async function invokeAndWait(request: InvokeEndpointCommandInput, { seconds = 900, interval = 30 } = {}): Promise<string> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      const { Body } = await client.send(new InvokeEndpointCommand(request));
      return Buffer.from(Body!).toString();
    } catch (error) {
      // the status is 400, which the SDK does not retry
      const hasNoCopy = (error as Error).message.includes('has no capacity to process this request');
      if (!hasNoCopy || Date.now() + interval * 1000 > deadline) {
        throw error;
      }
    }
    await setTimeout(interval * 1000);
  }
}
