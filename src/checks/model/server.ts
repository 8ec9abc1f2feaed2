import { isKnown } from '../../common/known';
import { versionOf } from '../../common/version-order';
import { MAP, STRING } from '../../input/kinds';
import { effectiveSetting, knownValue } from '../../plan/effective-setting';
import { variableProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { serverOf, SettingName } from '../../server/definitions';
import { ReservedVariable } from '../../server/server-definition';
import { allowedValues, KINDS, renderSetting, SettingVariable, variablesFor } from '../../server/server-setting';
import { Check, finding, Finding, when } from '../finding';
import { wrongFindings } from '../props';
import { quoted } from '../ranges';

/** The server that the user names, and the one in the image. */
interface TwoServers {
  readonly server: string;
  readonly inImage: string;
}

const OF_IMAGE: Check<TwoServers> = {
  id: 'server-of-image',
  severity: 'error',
  what: '`server` is another server than the one in the image',
  why: 'the options of `server` have no effect',
  fix: 'use the `server` of the image, or another image',
  source: 'https://github.com/aws/deep-learning-containers/tree/main/docs/src/data',
  message: (prop, { server, inImage }) => `'${prop}' is ${server}, but the server in the image is ${inImage}`,
};

const OF_OWN_IMAGE: Check<TwoServers> = {
  id: 'server-of-own-image',
  severity: 'warning',
  what: '`server` is another server than the one that the repository name of your own image suggests',
  why: 'the options of `server` have no effect, unless the name is misleading',
  fix: 'use the `server` that is in the image',
  source: 'https://github.com/aws/deep-learning-containers/tree/main/docs/src/data',
  message: (prop, { server, inImage }) => `'${prop}' is ${server}, but the repository name of 'container' suggests an image with ${inImage}`,
};

const OPTION: Check<{ readonly allowed: string; readonly got: unknown }> = {
  id: 'server-option',
  severity: 'error',
  what: 'an option of `server` has a value that the server rejects',
  why: 'the container exits when it starts',
  fix: 'use an allowed value',
  source: 'https://huggingface.co/docs/text-generation-inference/reference/launcher',
  message: (prop, { allowed, got }) => `'${prop}' must be ${allowed}, got ${quoted(got)}`,
};

const VERSION: Check<{ readonly version: string }> = {
  id: 'server-version',
  severity: 'error',
  what: '`version` of `server` does not begin with a number',
  why: 'the names of the variables depend on the version',
  fix: 'set the version of the server, or remove `version`',
  source: 'https://github.com/huggingface/text-generation-inference/releases',
  message: (prop, { version }) => `'${prop}' must begin with a number, such as 0.21.0, got ${quoted(version)}`,
};

/** The versions that have an option, and the version of the server in the image if it is known. */
interface OptionVersions {
  readonly server: string;
  readonly variables: readonly SettingVariable[];
  readonly version?: string;
}

const OPTION_VERSION: Check<OptionVersions> = {
  id: 'server-option-version',
  severity: 'error',
  what: 'the version of the server in the image does not have an option of `server`; if it is not known, the latest version does not have it',
  why: 'the option has no effect, or the container exits when it starts',
  fix: 'remove the option, or use an image with a version in that range',
  source: 'https://huggingface.co/docs/text-generation-inference/reference/launcher',
  message: (prop, { server, variables, version }) => `'${prop}' requires ${server} ${variables.map(rangeText).join(' or ')}, `
    + `got ${version === undefined ? 'an image whose version is not known, so the latest is assumed' : `an image with ${version}`}`,
};

/** A variable that is set, the values that it may have, and why. The value received is left out if it may be a secret. */
type Reserved = Pick<ReservedVariable, 'allowed' | 'reason'> & { readonly got?: string };

const RESERVED: Check<Reserved> = {
  id: 'reserved-variable',
  severity: 'error',
  what: 'a variable sets a port, a host or an API key with which SageMaker cannot reach the server',
  why: 'the endpoint never becomes healthy, or rejects every request',
  fix: 'remove the variable',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html',
  message: (prop, { allowed, reason, got }) => {
    const demand = allowed.length > 0 ? `must be ${allowed.join(' or ')}, got ${quoted(got)}` : 'must not be set';
    return `'${prop}' ${demand}: ${reason}`;
  },
};

const KEY: Check<Pick<Reserved, 'reason'>> = {
  id: 'server-key',
  severity: 'warning',
  what: 'a variable sets an API key of vLLM, which vLLM requires below `/v1`, but not at `/invocations`',
  why: 'the key does not protect the endpoint, and requests that a custom attribute routes to `/v1` are rejected',
  fix: 'remove the variable, and control access with IAM',
  source: 'https://github.com/vllm-project/vllm/blob/main/vllm/entrypoints/openai/server_utils.py',
  message: (prop, { reason }) => `'${prop}' does not protect the endpoint: ${reason}`,
};

const ADAPTERS: Check<{ readonly image: string; readonly got: number }> = {
  id: 'lora-adapters',
  severity: 'error',
  what: 'several LoRA adapters are set for an image whose start script does not accept a list',
  why: 'vLLM rejects the argument, and the container exits',
  fix: 'set one adapter, use an image from the repository `vllm` with vLLM 0.28.0 or later, '
    + 'or load the others by requests, with `environment.VLLM_ALLOW_RUNTIME_LORA_UPDATING`',
  source: 'https://github.com/aws/deep-learning-containers/commit/dceae132',
  message: (prop, { image, got }) => `'${prop}' must have one adapter with the image ${image}, whose start script does not accept a list, got ${got}`,
};

export const SERVER_CHECKS = [OF_IMAGE, OF_OWN_IMAGE, OPTION, VERSION, OPTION_VERSION, RESERVED, KEY, ADAPTERS];

/** Such as `>=1.4.0 <2.4.0`. */
function rangeText({ since, before }: SettingVariable): string {
  return [since && `>=${since}`, before && `<${before}`].filter(part => part).join(' ');
}

/** Finds a configuration that the server does not accept, or with which SageMaker does not reach it. */
export function serverFindings(model: ModelPlan): Finding[] {
  return [
    ...imageFindings(model), ...versionFindings(model), ...argumentFindings(model), ...optionFindings(model), ...shareFindings(model),
    ...reservedFindings(model),
    ...adapterFindings(model),
  ];
}

/** The server that the user names must be the one in the image, if that is known. */
function imageFindings({ givenServer, image }: ModelPlan): Finding[] {
  const profile = image?.profile;
  if (!givenServer || !profile?.server) {
    return [];
  }
  const given = givenServer._definition;
  const inImage = serverOf(profile);
  const isForNeuron = profile.acceleratorKind === undefined ? given.neuron : inImage.neuron;
  if (inImage.family === given.family && isForNeuron === given.neuron) {
    return [];
  }
  // the name of a repository of the user's does not prove what is in it
  const isOwnRepository = image!._reference && !image!._availability;
  return [finding(isOwnRepository ? OF_OWN_IMAGE : OF_IMAGE, 'server', { server: given.title, inImage: inImage.title })];
}

function versionFindings({ givenServer }: ModelPlan): Finding[] {
  const version: unknown = givenServer?._version;
  if (version !== undefined && typeof version !== 'string') {
    return wrongFindings(STRING.read(version, 'server.version').wrong);
  }
  return isKnown(version) && versionOf(version) === undefined ? [finding(VERSION, 'server.version', { version })] : [];
}

/** Their values are checked as those of the environment. */
function argumentFindings({ givenServer }: ModelPlan): Finding[] {
  return givenServer ? wrongFindings(MAP.read(givenServer._extraArguments, 'server.extraArguments').wrong) : [];
}

function optionFindings({ givenServer, server, serverVersion: version }: ModelPlan): Finding[] {
  return server.settings.filter(({ typed }) => typed).flatMap(setting => {
    const got = givenServer?._options[setting.name];
    if (got === undefined) {
      return [];
    }
    const prop = `server.${setting.name}`;
    const { wrong } = KINDS[setting.form].read(got, prop);
    if (wrong.length > 0) {
      return wrongFindings(wrong);
    }
    const allowed = allowedValues(setting, got);
    if (allowed !== undefined) {
      const isAmount = setting.form === 'size' || setting.form === 'duration';
      return [finding(OPTION, prop, { allowed, got: isAmount ? renderSetting(setting.form, got) : got })];
    }
    const { variables } = setting;
    return when(variablesFor(setting, version).length === 0, () => finding(OPTION_VERSION, prop, { server: server.title, variables, version },
      version === undefined ? 'set `version` in `server` to the version in the image, or remove the option' : undefined));
  });
}

/**
 * The share of the memory in a variable. Servers that may have another place for the weights may not read it.
 *
 * @see https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/cache.py
 */
function shareFindings(model: ModelPlan): Finding[] {
  const { server: { settings, traits: { holdsWeightsOnAccelerators } } } = model;
  return settings.filter(({ form }) => form === 'share' && holdsWeightsOnAccelerators).flatMap(each => {
    const setting = effectiveSetting(model, each.name as SettingName);
    const got = setting && setting.origin !== 'option' ? knownValue(setting) : undefined;
    const allowed = got === undefined || got.trim() === '' || Number.isNaN(Number(got)) ? undefined : allowedValues(each, Number(got));
    return setting && allowed !== undefined ? [finding(OPTION, setting.prop, { allowed, got: Number(got) })] : [];
  });
}

function reservedFindings(model: ModelPlan): Finding[] {
  return model.server.reserved?.flatMap(({ name, allowed, reason, answers }) => {
    const value = model.environment[name];
    if (!isKnown(value) || allowed.includes(value)) {
      return [];
    }
    const prop = variableProp(model, name);
    return answers
      ? [finding(KEY, prop, { reason })]
      : [finding(RESERVED, prop, { allowed, reason, got: allowed.length > 0 ? value : undefined })];
  }) ?? [];
}

/**
 * A start script that does not know lists passes one as a single argument.
 *
 * @see https://github.com/aws/deep-learning-containers/issues/6564
 */
function adapterFindings(model: ModelPlan): Finding[] {
  const setting = effectiveSetting(model, 'loraAdapters');
  const name = model.image?._availability?.image;
  // that of Hugging Face is not known to pass lists in any version
  const passesLists = model.startScript?.passesLists ?? !name?.startsWith('huggingface-vllm');
  if (setting?.variable !== 'SM_VLLM_LORA_MODULES' || passesLists) {
    return [];
  }
  const value = knownValue(setting);
  const got = value === undefined ? Object.keys(model.givenServer?._options.loraAdapters ?? {}).length : lengthOfList(value);
  return when(got > 1, () => finding(ADAPTERS, setting.prop, { image: name!, got }));
}

/** The number of members of a JSON array, such as the library writes of several adapters; 1 for anything else. */
function lengthOfList(value: string): number {
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list.length : 1;
  } catch {
    return 1;
  }
}
