import { isKnown } from '../../common/known';
import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { effectiveSetting, knownValue } from '../../plan/effective-setting';
import { ModelPlan } from '../../plan/model-plan';
import { SERVERS } from '../../server/definitions';
import { isFlagOn } from '../../server/flag';
import { ServerDefinition } from '../../server/server-definition';
import { namesOf, namesRead, ServerSetting } from '../../server/server-setting';
import { GENERATION_TASKS } from '../../server/tasks';
import { Check, finding, Finding, when } from '../finding';

const OTHER_SERVER: Check<{ readonly server: string }> = {
  id: 'variable-of-another-server',
  severity: 'warning',
  what: '`environment` sets a variable that another server reads, but not the server in the image',
  why: 'the variable has no effect, and nothing reports it',
  fix: 'remove the variable, or use the option of `server`, which sets the right one',
  source: 'https://github.com/aws/deep-learning-containers/tree/main/scripts/docker',
  message: (prop, { server }) => `'${prop}' has no effect, because ${server} does not read it`,
};

const WITHOUT_PREFIX: Check<{ readonly server: string; readonly variable: string }> = {
  id: 'variable-without-prefix',
  severity: 'warning',
  what: '`environment` sets an option of vLLM or SGLang by a name without the prefix that the start script of the image reads, such as '
    + '`MAX_MODEL_LEN` or `VLLM_MAX_MODEL_LEN`',
  why: 'the variable has no effect, and nothing reports it',
  fix: 'use the option of `server`, or the name with the prefix',
  source: 'https://github.com/aws/deep-learning-containers/tree/main/scripts/docker',
  message: (prop, { server, variable }) => `'${prop}' has no effect, because ${server} does not read it, did you mean ${variable}?`,
};

/** The versions that read a variable, and the one in the image. */
interface VersionFound {
  readonly server: string;
  readonly version: string;
  readonly since?: string;
  readonly before?: string;
}

const CASE: Check<{ readonly name: string }> = {
  id: 'variable-name-case',
  severity: 'warning',
  what: '`environment` sets a variable with small letters that the server reads with capital letters',
  why: 'names of variables are case-sensitive: the variable has no effect, and nothing reports it',
  fix: 'use the name with capital letters',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html',
  message: (prop, { name }) => `'${prop}' has no effect, because the server reads ${name}`,
};

const OTHER_VERSION: Check<VersionFound> = {
  id: 'variable-of-another-version',
  severity: 'warning',
  what: '`environment` sets a variable that the version of the server in the image does not read',
  why: 'the variable has no effect, and nothing reports it',
  fix: 'remove the variable, use the option of `server`, which sets the right one, or use an image whose server reads it',
  source: 'https://github.com/huggingface/text-generation-inference/releases',
  message: (prop, { server, version, since, before }) => `'${prop}' has no effect in ${server} ${version}, which reads it only `
    + (since !== undefined && compareVersions(version, since) < 0 ? `from version ${since}` : `before version ${before}`),
};

const REMOTE_CODE: Check<Record<string, never>> = {
  id: 'remote-code-without-revision',
  severity: 'warning',
  what: 'code from the repository of the model may run, and the revision of the model is not pinned',
  why: 'the owner of the repository can change the code that runs in your account',
  fix: 'review a commit, and pin it with `modelRevision`',
  source: 'https://huggingface.co/docs/transformers/models#custom-models',
  message: prop => `'${prop}' allows code from the repository of the model to run, in the latest revision when an instance starts`,
};

const UNPINNED_CODE: Check<Record<string, never>> = {
  id: 'remote-code-ignores-revision',
  severity: 'warning',
  what: 'code from the repository of the model may run in the inference toolkit on a GPU, and the revision of the model is set',
  why: 'the toolkit ignores the revision: it runs the code and the weights of the branch `main`',
  fix: 'put the weights of the revision into Amazon S3 and set `modelData`',
  source: 'https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/main/src/sagemaker_huggingface_inference_toolkit/transformers_utils.py',
  message: prop => `'${prop}' must not be set together with 'trustRemoteCode' on a GPU, because the inference toolkit then ignores the revision`,
};

export const VARIABLE_CHECKS = [OTHER_SERVER, WITHOUT_PREFIX, CASE, OTHER_VERSION, REMOTE_CODE, UNPINNED_CODE];

/** Names of general libraries, which any server may read. */
const GENERAL = /^(HF_TOKEN|HF_API_TOKEN|HUGGING_?FACE_HUB_TOKEN|HF_HUB_.*|HF_HOME|HF_MODEL_ID|TASK|DTYPE|POOLING|REVISION)$/;

/** Finds variables that have no effect, or an unwanted one. */
export function variableFindings(model: ModelPlan): Finding[] {
  return [...Object.keys(model.environment).flatMap(name => withoutEffect(model, name)), ...remoteCodeFindings(model)];
}

/** Finds a variable that the server, or its version, does not read. */
export function withoutEffect(model: ModelPlan, name: string): Finding[] {
  const isOfUser = model.server.family !== undefined && model.origins[name] === 'environment';
  return isOfUser && !GENERAL.test(name) && !isServedAnyway(model, name) ? variableFinding(model, name) : [];
}

function variableFinding({ server, serverVersion: version, image }: ModelPlan, name: string): Finding[] {
  const prop = `environment.${name}`;
  const settings = settingsOf(server, name);
  if (settings.length === 0) {
    // the start script of your own image may read any variable
    if (image !== undefined && image._availability === undefined) {
      return [];
    }
    if (isAlsoRead(server, name)) {
      return [];
    }
    if (isReadElsewhere(name)) {
      return [finding(OTHER_SERVER, prop, { server: server.title })];
    }
    const inCapitals = name.toUpperCase();
    const variable = prefixedName(server, name);
    return isRead(server, inCapitals) ? [finding(CASE, prop, { name: inCapitals })]
      : when(variable !== undefined, () => finding(WITHOUT_PREFIX, prop, { server: server.title, variable: variable! }));
  }
  if (settings.some(setting => namesRead(setting, version).includes(name))) {
    return [];
  }
  const { since, before } = settings.flatMap(({ variables }) => variables).find(candidate => candidate.name === name)!;
  return [finding(OTHER_VERSION, prop, { server: server.title, version: version!, since, before })];
}

/**
 * Whether a variable names a task, and the server serves that task without reading it: vLLM-Omni serves those of all modalities. The snippets of the
 * Hub set it for every server.
 *
 * @see https://huggingface.co/docs/sagemaker/reference/inference-toolkit
 */
function isServedAnyway({ server: { family, traits }, serverVersion, environment }: ModelPlan, name: string): boolean {
  const task = environment[name];
  if (name !== 'HF_TASK' || !isKnown(task) || family === ServerFamily.VLLM_OMNI) {
    return name === 'HF_TASK';
  }
  return traits.servesTask?.(task, serverVersion) ?? GENERATION_TASKS.includes(task);
}

/** The settings of a server that a variable sets. */
function settingsOf({ settings }: ServerDefinition, name: string): ServerSetting[] {
  return settings.filter(setting => namesOf(setting).includes(name));
}

/**
 * The variable of a setting whose prefix is missing in a name, or is only that of the server, which begins the names of its own variables. A name of
 * one word may be for anything.
 *
 * @see https://docs.vllm.ai/en/latest/configuration/env_vars/
 */
function prefixedName({ argumentVariable, settings }: ServerDefinition, name: string): string | undefined {
  const prefix = argumentVariable?.('');
  const bare = name.replace(/^(VLLM|SGLANG)_/, '');
  const isMeant = prefix?.match(/VLLM|SGLANG/) && bare.includes('_');
  return isMeant ? settings.flatMap(each => each.variables).find(variable => variable.name === `${prefix}${bare}`)?.name : undefined;
}

function isRead(server: ServerDefinition, name: string): boolean {
  return settingsOf(server, name).length > 0 || isAlsoRead(server, name);
}

/** Whether a server reads a variable without having a setting for it. */
function isAlsoRead({ traits, argumentVariable }: ServerDefinition, name: string): boolean {
  const prefix = argumentVariable?.('');
  return traits.alsoReads.includes(name) || (prefix ? name.startsWith(prefix) : false);
}

function isReadElsewhere(name: string): boolean {
  return SERVERS.some((server: ServerDefinition) => settingsOf(server, name).length > 0
    || server.traits.variablePrefixes.some(prefix => name.startsWith(prefix)));
}

function remoteCodeFindings(model: ModelPlan): Finding[] {
  const { server, serverVersion, weights } = model;
  const setting = effectiveSetting(model, 'trustRemoteCode');
  if (weights.kind !== 'hub' || !isFlagOn(server, serverVersion, knownValue(setting))) {
    return [];
  }
  const revision = effectiveSetting(model, 'revision');
  if (revision === undefined) {
    return [finding(REMOTE_CODE, setting!.prop, {})];
  }
  const isIgnored = server.family === ServerFamily.INFERENCE_TOOLKIT && model.acceleratorKind === AcceleratorKind.GPU;
  return when(isIgnored, () => finding(UNPINNED_CODE, revision.origin === 'library' ? 'modelRevision' : revision.prop, {}));
}
