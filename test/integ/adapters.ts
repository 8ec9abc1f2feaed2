import { Answer, Part } from './answers';
import { Outputs } from './cdk';
import { deployStep, destroySteps, REQUEST, stateOf } from './components';
import { invokeAndWait } from '../clients/wait';

/** Asks an adapter and its base for the same. */
async function compare(answer: Answer, outputs: Outputs | string): Promise<void> {
  if (typeof outputs === 'string') {
    answer('Does CloudFormation create an adapter without an error?', outputs);
    return;
  }
  const { EndpointName, InferenceComponentName, AdapterName } = outputs;
  answer('Does CloudFormation create an adapter without an error?', await stateOf(AdapterName));
  const of = (name: string) => invokeAndWait({ EndpointName, InferenceComponentName: name, ...REQUEST }).catch((error: Error) => error.message);
  answer('Does the adapter respond, and its base?', `adapter: ${await of(AdapterName)}; base: ${await of(InferenceComponentName)}`);
}

/** The questions of docs/components.md about adapters. */
export const ADAPTERS: Part = {
  what: 'an adapter is created, responds, and is replaced by another archive',
  async run(answer) {
    try {
      const first = deployStep('adapted');
      await compare(answer, first);
      const second = deployStep('replaced');
      answer('Can another archive replace an adapter?', typeof second === 'string' ? second
        : `new: ${await stateOf(second.AdapterName)}; old: ${typeof first === 'string' ? 'none' : await stateOf(first.AdapterName)}`);
      await compare((question, found) => answer(`${question} (another archive)`, found), second);
    } finally {
      destroySteps();
    }
  },
};
