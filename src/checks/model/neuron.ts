import { ServerFamily } from '../../container/server-family';
import { Check, finding, Finding, EndpointPlan } from '../legacy';

const SEQUENCE_LENGTH: Check = {
  id: 'neuron-sequence-length',
  severity: 'warning',
  what: 'the inference toolkit on AWS Neuron is told no sequence length',
  why: 'a model that is not compiled yet cannot be compiled without one, and the container ends',
  fix: 'set `server` with a `sequenceLength`; nothing is wrong where the model is compiled already',
  source: 'https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/main/src/sagemaker_huggingface_inference_toolkit/optimum_utils.py',
};

export const NEURON_CHECKS = [SEQUENCE_LENGTH];

/** Checks what a model must be told to be compiled for AWS Neuron. */
export function neuronFindings({ server, environment }: EndpointPlan): Finding[] {
  if (server.family !== ServerFamily.INFERENCE_TOOLKIT || !server.neuron || 'HF_OPTIMUM_SEQUENCE_LENGTH' in environment) {
    return [];
  }
  return [finding(SEQUENCE_LENGTH, `${server.title} compiles a model for a length that it is told, unless it is compiled already; `
    + "set 'server' with a 'sequenceLength', for example ModelServer.inferenceToolkitNeuron({ sequenceLength: 512 })")];
}
