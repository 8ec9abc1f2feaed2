import { knownHubId } from './hub-id';
import { ServerFamily } from '../../container/server-family';
import { effectiveSetting, knownInteger } from '../../plan/effective-setting';
import { ModelPlan } from '../../plan/model-plan';
import { SettingName } from '../../server/definitions';
import { isWithin } from '../../server/server-setting';
import { Check, finding, Finding, when } from '../finding';

const SEQUENCE_LENGTH: Check<{ readonly server: string }> = {
  id: 'neuron-sequence-length',
  severity: 'warning',
  what: 'the inference toolkit on AWS Neuron is configured without a sequence length, for a model on the Hub without `neuron` in its ID',
  why: 'the server cannot compile a model without one: unless the model is already compiled, the container exits',
  fix: 'set `server` with a `sequenceLength`, such as `ModelServer.inferenceToolkitNeuron({ sequenceLength: 512 })`, '
    + 'or acknowledge this warning if the model is already compiled',
  source: 'https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/main/src/sagemaker_huggingface_inference_toolkit/optimum_utils.py',
  message: (prop, { server }) => `'${prop}' is not set, but the ${server} needs it to compile the model`,
};

const BATCH_SIZE: Check<{ readonly version: string }> = {
  id: 'tgi-neuron-batch-size',
  severity: 'error',
  what: 'TGI on AWS Neuron from version 0.0.21 to 3.3.4 has no batch size',
  why: 'its start script exits without `MAX_BATCH_SIZE`',
  fix: 'set `server` with the batch size that the model is compiled for, such as `ModelServer.tgiNeuron({ maxBatchSize: 4 })`',
  source: 'https://github.com/huggingface/optimum-neuron/issues/516',
  message: (prop, { version }) => `'${prop}' must be set for version ${version}`,
};

const COMPILED: Check<{ readonly modelId: string; readonly compiled: number; readonly got: number }> = {
  id: 'neuron-compiled-setting',
  severity: 'warning',
  what: 'the batch size, sequence length or degree of vLLM on AWS Neuron differs from what the ID of the compiled model says',
  why: 'the server exits when it starts',
  fix: 'remove it, or use a model that is compiled for it',
  source: 'https://github.com/huggingface/optimum-neuron/blob/main/optimum/commands/neuron/serve.py',
  message: (prop, { modelId, compiled, got }) => `'${prop}' must be ${compiled} for ${modelId}, as its ID says, got ${got}`,
};

export const NEURON_CHECKS = [SEQUENCE_LENGTH, BATCH_SIZE, COMPILED];

/** The versions that require a batch size: https://github.com/awslabs/llm-hosting-container/blob/main/huggingface/pytorch/optimum/docker/3.3.4/Dockerfile */
const REQUIRE_BATCH_SIZE = { since: '0.0.21', before: '3.3.5' };

/** Finds a model that may have to be compiled for AWS Neuron, but cannot be. */
export function neuronFindings(model: ModelPlan): Finding[] {
  return [...lengthFindings(model), ...batchSizeFindings(model), ...compiledFindings(model)];
}

/** A compiled model contains its own length. What is in Amazon S3 usually is compiled, because an endpoint would compile it at each start. */
function lengthFindings(model: ModelPlan): Finding[] {
  const { server: { title, traits: { compiledLengthSetting } }, weights } = model;
  const name = compiledLengthSetting as SettingName | undefined;
  const isCompiled = weights.kind !== 'hub' || /neuron/i.test(weights.modelId);
  return name === undefined || isCompiled ? []
    : when(effectiveSetting(model, name) === undefined, () => finding(SEQUENCE_LENGTH, `server.${name}`, { server: title }));
}

function batchSizeFindings(model: ModelPlan): Finding[] {
  const { server: { family }, image } = model;
  const version = image?._availability && /-optimum(\d+\.\d+\.\d+)-/.exec(image._availability.image)?.[1];
  const isRequired = family === ServerFamily.TGI && version !== undefined
    && isWithin(version, REQUIRE_BATCH_SIZE.since, REQUIRE_BATCH_SIZE.before);
  return isRequired && effectiveSetting(model, 'maxBatchSize') === undefined ? [finding(BATCH_SIZE, 'server.maxBatchSize', { version })] : [];
}

/** How the IDs of compiled models name their settings: `granite-3.3-8b-instruct-neuron-bs-1-seq-16384-tp-8`, `zephyr-7b-seqlen-2048-bs-4-cores-2`. */
const COMPILED_FOR: readonly (readonly [SettingName, RegExp])[] = [
  ['batchSize', /-bs-(\d+)/i], ['sequenceLength', /-seq(?:len)?-(\d+)/i], ['tensorParallelDegree', /-(?:tp|cores)-(\d+)/i],
];

function compiledFindings(model: ModelPlan): Finding[] {
  const { family, neuron } = model.server;
  const modelId = knownHubId(model);
  if (family !== ServerFamily.VLLM || !neuron) {
    return [];
  }
  return COMPILED_FOR.flatMap(([name, pattern]) => {
    const setting = effectiveSetting(model, name);
    const got = knownInteger(setting);
    const compiled = modelId?.match(pattern)?.[1];
    return got !== undefined && compiled !== undefined && got !== Number(compiled)
      ? [finding(COMPILED, setting!.prop, { modelId: modelId!, compiled: Number(compiled), got })] : [];
  });
}
