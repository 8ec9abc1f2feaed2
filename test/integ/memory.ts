import { setTimeout } from 'timers/promises';
import { SageMaker } from '@aws-sdk/client-sagemaker';
import { Part } from './answers';
import { DeployedApp, Outputs } from './cdk';
import { measuredType, MEMORY_STACK_NAME } from './memory-app';

const app = new DeployedApp('memory-app.ts', MEMORY_STACK_NAME);
const client = new SageMaker();

/** In MiB: how exact the result is, and what the deployed component reserves. */
const EXACT = 128;
const RESERVED = 128;

const INTERVAL = 15_000;

/** Creates and deletes a component with a reservation. Returns why SageMaker rejects it, or undefined if it does not. */
async function rejection({ EndpointName, ModelName }: Outputs, MinMemoryRequiredInMb: number): Promise<string | undefined> {
  const InferenceComponentName = `memory-${MinMemoryRequiredInMb}`;
  await client.createInferenceComponent({
    InferenceComponentName,
    EndpointName,
    VariantName: 'AllTraffic',
    Specification: { ModelName, ComputeResourceRequirements: { MinMemoryRequiredInMb } },
    RuntimeConfig: { CopyCount: 1 },
  });
  const settled = async (): Promise<string | undefined> => {
    const { InferenceComponentStatus: status, FailureReason: reason } = await client.describeInferenceComponent({ InferenceComponentName });
    return status === 'InService' ? '' : status === 'Failed' ? reason ?? 'failed' : undefined;
  };
  let result = await settled();
  while (result === undefined) {
    await setTimeout(INTERVAL);
    result = await settled();
  }
  await client.deleteInferenceComponent({ InferenceComponentName });
  // a component keeps its reservation until it is deleted
  while (await client.describeInferenceComponent({ InferenceComponentName }).then(() => true, () => false)) {
    await setTimeout(INTERVAL);
  }
  return result || undefined;
}

/** The question of docs/components.md about the memory that SageMaker keeps: a search for the largest reservation of an instance type. */
export const MEMORY: Part = {
  what: 'the largest memory that a component can reserve on an instance type, which INTEG_MEMORY_TYPE names',
  async run(answer) {
    const type = measuredType();
    const total = type.memory?.toMebibytes();
    if (total === undefined) {
      throw new Error(`the library does not know the memory of ${type}`);
    }
    try {
      const outputs = app.deploy();
      let [accepted, rejected, reason] = [0, total, 'all of it'];
      while (rejected - accepted > EXACT) {
        const tried = Math.floor((accepted + rejected) / 2);
        const why = await rejection(outputs, tried);
        [accepted, rejected, reason] = why === undefined ? [tried, rejected, reason] : [accepted, tried, why];
      }
      answer(`How much of the ${total} MiB of ${type} can copies reserve?`, `${accepted + RESERVED} MiB; ${rejected + RESERVED} MiB are rejected: ${reason}`);
    } finally {
      app.destroy();
    }
  },
};
