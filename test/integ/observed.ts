import { setTimeout } from 'timers/promises';
import { Part } from './answers';
import { DeployedApp } from './cdk';
import { invoke } from './invoke';
import { OBSERVED_STACK_NAME } from './observed-app';
import { askQuestions } from './questions';

const app = new DeployedApp('observed-app.ts', OBSERVED_STACK_NAME);

/** Metrics are collected once a minute, and rates are those of five minutes. */
const REQUESTS = 60;
const INTERVAL = 10_000;

/** The questions of docs/monitoring.md about the metrics of the server. */
export const OBSERVED: Part = {
  what: 'the metrics of a server: the names of their series, and whether an alarm on them rolls an update back',
  async run(answer) {
    try {
      const { EndpointName } = app.deploy({ INTEG_STEP: 'first' });
      for (let sent = 0; sent < REQUESTS; sent++) {
        await invoke(EndpointName, { messages: [{ role: 'user', content: 'Count to ten, in words.' }], max_tokens: 32 });
        await setTimeout(INTERVAL);
      }
      askQuestions(EndpointName, process.env.CDK_DEFAULT_REGION ?? process.env.AWS_REGION ?? 'us-east-1', answer);
      const updated = app.tryToDeploy({ INTEG_STEP: 'watched' });
      answer('Can a PromQL alarm in ALARM roll an update back?', typeof updated === 'string' ? `the update failed: ${updated}` : 'no, the update was completed');
    } finally {
      app.destroy({ INTEG_STEP: 'watched' });
    }
  },
};
