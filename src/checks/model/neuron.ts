import { effectiveSetting } from '../../plan/effective-setting';
import { ModelPlan } from '../../plan/model-plan';
import { SettingName } from '../../server/definitions';
import { Check, finding, Finding, when } from '../finding';

const SEQUENCE_LENGTH: Check<{ readonly server: string }> = {
  id: 'neuron-sequence-length',
  severity: 'warning',
  what: 'the inference toolkit on AWS Neuron is configured without a sequence length',
  why: 'the server cannot compile a model without one: unless the model is already compiled, the container exits',
  fix: 'set `server` with a `sequenceLength`, such as `ModelServer.inferenceToolkitNeuron({ sequenceLength: 512 })`, '
    + 'or acknowledge this warning if the model is already compiled',
  source: 'https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/main/src/sagemaker_huggingface_inference_toolkit/optimum_utils.py',
  message: (prop, { server }) => `'${prop}' is not set, but the ${server} needs it to compile the model`,
};

export const NEURON_CHECKS = [SEQUENCE_LENGTH];

/** Finds a model that may have to be compiled for AWS Neuron, but cannot be. */
export function neuronFindings(model: ModelPlan): Finding[] {
  const { title, traits: { compiledLengthSetting } } = model.server;
  const name = compiledLengthSetting as SettingName | undefined;
  return name === undefined ? []
    : when(effectiveSetting(model, name) === undefined, () => finding(SEQUENCE_LENGTH, `server.${name}`, { server: title }));
}
