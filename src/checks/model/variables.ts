import { compareVersions } from '../../common/version-order';
import { SERVERS } from '../../server/definitions';
import { isFlagOn } from '../../server/flag';
import { LMI } from '../../server/lmi';
import { ServerDefinition } from '../../server/server-definition';
import { namesOf, SettingVariable, variablesFor } from '../../server/server-setting';
import { TGI } from '../../server/tgi';
import { TGI_NEURON } from '../../server/tgi-neuron';
import { EndpointPlan, Check, finding, Finding } from '../legacy';

const OTHER_SERVER: Check = {
  id: 'variable-of-another-server',
  severity: 'warning',
  what: '`environment` sets a variable that another server reads, and the one in the image does not',
  why: 'it has no effect, in silence',
  fix: 'take the option of `server`, which becomes the right variable',
  source: 'https://github.com/aws/deep-learning-containers/tree/main/scripts/docker',
};

const OTHER_VERSION: Check = {
  id: 'variable-of-another-version',
  severity: 'warning',
  what: '`environment` sets a variable that the version of the server in the image does not read',
  why: 'it has no effect, in silence',
  fix: 'leave it out; take the option of `server`, which becomes the right variable, or a newer image where that reads it',
  source: 'https://github.com/huggingface/text-generation-inference/releases',
};

const REMOTE_CODE: Check = {
  id: 'remote-code-without-revision',
  severity: 'warning',
  what: 'code of the model\'s repository may run, and no revision is pinned',
  why: 'whoever owns the repository can change what runs in your account',
  fix: 'read a commit, and pin it with `modelRevision`',
  source: 'https://huggingface.co/docs/transformers/models#custom-models',
};

export const VARIABLE_CHECKS = [OTHER_SERVER, OTHER_VERSION, REMOTE_CODE];

/** What the start script of TGI's image for GPUs makes of other variables: https://github.com/huggingface/text-generation-inference/blob/main/sagemaker-entrypoint.sh */
const OF_START_SCRIPT = ['SM_NUM_GPUS', 'HF_MODEL_QUANTIZE', 'HF_MODEL_TRUST_REMOTE_CODE'];

/** What servers read that is a setting of another server, and none of theirs. */
const ALSO_READ: ReadonlyMap<ServerDefinition, readonly string[]> = new Map<ServerDefinition, readonly string[]>([
  // https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docker/dockerd-entrypoint-with-cuda-compat.sh
  [LMI, ['SM_NUM_GPUS', 'HF_MODEL_QUANTIZE', 'MAX_BATCH_PREFILL_TOKENS', 'CUDA_MEMORY_FRACTION', 'MAX_BATCH_SIZE', 'MAX_CONCURRENT_REQUESTS']],
  // https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs
  [TGI, ['MAX_BATCH_SIZE', 'MAX_CLIENT_BATCH_SIZE']],
  // the same launcher, without the start script for GPUs: https://github.com/huggingface/text-generation-inference/tree/main/backends/neuron
  [TGI_NEURON, ['MAX_CLIENT_BATCH_SIZE', ...TGI.settings.flatMap(namesOf).filter(name => !OF_START_SCRIPT.includes(name))]],
]);

const PREFIXES = ['SM_VLLM_', 'SM_SGLANG_', 'SM_LLAMA_CPP_', 'SM_ON_', 'HF_OPTIMUM_'];

/** Names of general libraries, which any server may read. */
const GENERAL = /^(HF_TOKEN|HF_API_TOKEN|HUGGING_?FACE_HUB_TOKEN|HF_HUB_.*|HF_HOME|HF_MODEL_ID|MODEL_ID|HF_TASK|TASK|DTYPE|POOLING|REVISION)$/;

/** Checks variables that have no effect, or one that is not wanted. */
export function variableFindings(plan: EndpointPlan): Finding[] {
  return [...ignored(plan), ...remoteCode(plan)];
}

function ignored({ server, serverVersion, props }: EndpointPlan): Finding[] {
  if (!server.family) {
    return [];
  }
  return Object.keys(props.environment ?? {}).filter(name => !GENERAL.test(name)).flatMap(name => {
    if (!isRead(server, name)) {
      return isReadElsewhere(name) ? [finding(OTHER_SERVER, `'environment.${name}' is not read by ${server.title}, and has no effect; leave it out, `
        + "or take the option of 'server'")] : [];
    }
    const setting = server.settings.find(({ variables }) => variables.some(variable => variable.name === name));
    const variable = setting?.variables.find(candidate => candidate.name === name);
    const read = !setting || serverVersion === undefined || variablesFor(setting, serverVersion).includes(name);
    if (read || !variable?.since) {
      return [];
    }
    return [finding(OTHER_VERSION, `'environment.${name}' is read by ${server.title} ${readIn(variable, serverVersion)}`)];
  });
}

/** In which versions a variable is read, and what to do with another one. */
function readIn({ since, before }: SettingVariable, version: string): string {
  return before !== undefined && compareVersions(version, before) >= 0
    ? `before ${before}, and 'container' has ${version}; leave it out`
    : `from ${since}, and 'container' has ${version}; leave it out, or take a newer image`;
}

function isRead(server: ServerDefinition, name: string): boolean {
  const own = server.argumentVariable?.('') ?? '';
  return server.settings.some(setting => namesOf(setting).includes(name))
    || (own !== '' && name.startsWith(own))
    || ALSO_READ.get(server)?.includes(name) === true;
}

function isReadElsewhere(name: string): boolean {
  return PREFIXES.some(prefix => name.startsWith(prefix))
    || (SERVERS as ServerDefinition[]).some(({ settings }) => settings.some(setting => namesOf(setting).includes(name)));
}

function remoteCode({ server, environment, weights, serverVersion }: EndpointPlan): Finding[] {
  const allowing = server.settings.find(({ name }) => name === 'trustRemoteCode');
  const revision = server.settings.find(({ name }) => name === 'revision');
  const allowed = allowing && namesOf(allowing).some(name => isFlagOn(server, serverVersion, environment[name]));
  if (!allowed || weights.kind !== 'hub' || !revision || namesOf(revision).some(name => name in environment)) {
    return [];
  }
  const [variable] = variablesFor(revision, serverVersion);
  return [finding(REMOTE_CODE, "code of the model's repository may run, in whatever revision is the newest when an instance starts; read a commit, "
    + `and pin it with 'modelRevision' (${variable})`)];
}
