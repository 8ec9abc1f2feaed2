import { setTimeout } from 'timers/promises';
import { DescribeInferenceComponentOutput, SageMaker } from '@aws-sdk/client-sagemaker';
import { Part } from './answers';
import { DeployedApp, Outputs } from './cdk';
import { COMPONENT_STACK_NAME, Step } from './component-app';
import { invokeAndWait } from '../clients/wait';

const app = new DeployedApp('component-app.ts', COMPONENT_STACK_NAME);
const client = new SageMaker();
const MINUTE = 60_000;

export const REQUEST = { ContentType: 'application/json', Body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], max_tokens: 8 }) };

/** Deploys a step. Returns the error of a deployment that fails. */
export function deployStep(step: Step): Outputs | string {
  return app.tryToDeploy({ INTEG_STEP: step });
}

/** Deletes what a part has deployed. */
export function destroySteps(): void {
  app.destroy({ INTEG_STEP: 'replaced' });
}

/** The status and the number of copies of a component, or why it cannot be described. */
export async function stateOf(InferenceComponentName: string): Promise<string> {
  try {
    return describe(await client.describeInferenceComponent({ InferenceComponentName }));
  } catch (error) {
    return (error as Error).message;
  }
}

function describe({ InferenceComponentStatus: status, RuntimeConfig: runtime, FailureReason: reason, LastDeploymentConfig: last }:
DescribeInferenceComponentOutput): string {
  return [
    status, `${runtime?.CurrentCopyCount} of ${runtime?.DesiredCopyCount} copies`, reason ?? 'no failure', ...last ? [JSON.stringify(last)] : [],
  ].join(', ');
}

/** What a deployment did to a component: its error, or the state of the component. */
async function effectOf(step: Step): Promise<string> {
  const outputs = deployStep(step);
  return typeof outputs === 'string' ? outputs : stateOf(outputs.InferenceComponentName);
}

/** The number of instances of an endpoint, once it is 0 or after some time. */
async function instancesAtNight(EndpointName: string): Promise<number | undefined> {
  for (let minutes = 0; ; minutes++) {
    const { ProductionVariants: [variant] = [] } = await client.describeEndpoint({ EndpointName });
    if (variant.CurrentInstanceCount === 0 || minutes === 60) {
      return variant.CurrentInstanceCount;
    }
    await setTimeout(MINUTE);
  }
}

/** The questions of docs/components.md about updates and scaling. */
export const COMPONENTS: Part = {
  what: 'an inference component is created, changed in several ways, updated in batches, and scaled to zero',
  async run(answer) {
    try {
      const start = Date.now();
      const first = app.deploy({ INTEG_STEP: 'first' });
      const { EndpointName, InferenceComponentName } = first;
      const seconds = Math.round((Date.now() - start) / 1000);
      answer('Is a component in service after its first deployment?', `${await stateOf(InferenceComponentName)}, after ${seconds} seconds`);
      answer('Does it respond?', await invokeAndWait({ EndpointName, InferenceComponentName, ...REQUEST }));

      await client.updateInferenceComponentRuntimeConfig({ InferenceComponentName, DesiredRuntimeConfig: { CopyCount: 2 } });
      answer('Does CloudFormation send the number of copies again with another change (1 copy), or keep what scaling set (2 copies)?',
        await effectOf('tagged'));
      answer('What does a new endpoint configuration do to a running component?', await effectOf('larger'));
      const renamed = await effectOf('renamed');
      answer('Is a component with another ID created before the old one is deleted?', `new: ${renamed}; old: ${await stateOf(InferenceComponentName)}`);
      answer('What does the first use of rollingUpdate do?', await effectOf('rolling'));
      answer('Does an update replace the copies in batches, and may SageMaker read the alarm?', await effectOf('changed'));
      answer('How many instances are there an hour after the last request?', String(await instancesAtNight(EndpointName)));
      const awake = await effectOf('awake');
      const { ProductionVariants: [variant] = [] } = await client.describeEndpoint({ EndpointName });
      answer('Does a new endpoint configuration wake an endpoint at zero?', `${variant.CurrentInstanceCount} instances, ${awake}`);
    } finally {
      destroySteps();
    }
  },
};
