import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from '../legacy';
import { EndpointPlan } from '../legacy';
import { serverOf } from '../../server/definitions';
import { allowedValues, KINDS, renderSetting, ServerSetting, variablesFor } from '../../server/server-setting';
import { versionOf } from '../../common/version-order';
import { wrongFindings } from '../props';
import { MAP, STRING } from '../../input/kinds';

const OF_IMAGE: Check = {
  id: 'server-of-image',
  severity: 'error',
  what: '`server` is another one than that in the image',
  why: 'its settings have no effect',
  fix: 'name the server of the image, or another image',
  source: 'https://github.com/aws/deep-learning-containers/tree/main/docs/src/data',
};

const OF_OWN_IMAGE: Check = {
  id: 'server-of-own-image',
  severity: 'warning',
  what: '`server` is another one than the name of the repository of an image of your own tells',
  why: 'its settings have no effect, unless the name misleads',
  fix: 'name the server that is in the image',
  source: 'https://github.com/aws/deep-learning-containers/tree/main/docs/src/data',
};

const OPTION: Check = {
  id: 'server-option',
  severity: 'error',
  what: 'an option of `server` has a value that the server refuses',
  why: 'the container ends at once',
  fix: 'take a value that is allowed',
  source: 'https://huggingface.co/docs/text-generation-inference/reference/launcher',
};

const VERSION: Check = {
  id: 'server-version',
  severity: 'error',
  what: '`version` of `server` does not begin with a number',
  why: 'the names of variables depend on it',
  fix: 'name the version, such as `0.21.0`, or leave it out',
  source: 'https://github.com/huggingface/text-generation-inference/releases',
};

const OPTION_VERSION: Check = {
  id: 'server-option-version',
  severity: 'error',
  what: 'an option of `server` is one that the version in the image does not have',
  why: 'it has no effect, or the container ends at once',
  fix: 'leave it out',
  source: 'https://huggingface.co/docs/text-generation-inference/reference/launcher',
};

const RESERVED: Check = {
  id: 'reserved-variable',
  severity: 'error',
  what: 'a variable sets a port, a host or a key with which SageMaker does not reach the server',
  why: 'the endpoint never becomes healthy, or refuses every request',
  fix: 'leave it out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html',
};

const KEY: Check = {
  id: 'server-key',
  severity: 'warning',
  what: 'a variable sets a key of vLLM, which vLLM asks for below `/v1`, and not at `/invocations`',
  why: 'it keeps nobody out, and requests that a custom attribute routes to `/v1` are refused',
  fix: 'leave it out; IAM says who may invoke the endpoint',
  source: 'https://github.com/vllm-project/vllm/blob/main/vllm/entrypoints/openai/server_utils.py',
};

const ADAPTERS: Check = {
  id: 'lora-adapters',
  severity: 'error',
  what: 'several LoRA adapters for an image whose start script takes no list',
  why: 'vLLM refuses the argument, and the container ends',
  fix: 'take an image of the repository `vllm`',
  source: 'https://github.com/aws/deep-learning-containers/tree/main/scripts/docker/huggingface/vllm',
};

export const SERVER_CHECKS = [OF_IMAGE, OF_OWN_IMAGE, OPTION, VERSION, OPTION_VERSION, RESERVED, KEY, ADAPTERS];

/** Checks how the server is told to serve. */
export function serverFindings(plan: EndpointPlan): Finding[] {
  return [...image(plan), ...version(plan), ...extraArguments(plan), ...options(plan), ...reserved(plan), ...adapters(plan)];
}

/** A server that is named must be the one in the image, where that is known. */
function image({ props: { server }, container }: EndpointPlan): Finding[] {
  const profile = container?.profile;
  if (!server || !container || !profile?.server) {
    return [];
  }
  const inImage = serverOf(profile);
  const neuron = profile.acceleratorKind === undefined ? server._definition.neuron : inImage.neuron;
  if (inImage.family === server._definition.family && neuron === server._definition.neuron) {
    return [];
  }
  // the name of a repository of one's own tells little of what is in it
  if (container._reference && !container._availability) {
    return [finding(OF_OWN_IMAGE, `'server' is ${server._definition.title}, but the repository of 'container' has a name like that of images with ${inImage.title}; `
      + 'name the server that is in the image')];
  }
  return [finding(OF_IMAGE, `'server' is ${server._definition.title}, but 'container' has ${inImage.title}; name the server of the image, or another image`)];
}

function version({ props: { server } }: EndpointPlan): Finding[] {
  const named = server?._version;
  if (named !== undefined && typeof named !== 'string') {
    return wrongFindings(STRING.read(named, 'server.version').wrong);
  }
  return named === undefined || Token.isUnresolved(named) || versionOf(named) !== undefined ? [] : [finding(VERSION,
    `'server.version' must begin with a number, such as 0.21.0, got ${JSON.stringify(named)}; name the version of the server, or leave it out`)];
}

/** Their values are looked at as those of the environment. */
function extraArguments({ props: { server } }: EndpointPlan): Finding[] {
  return server ? wrongFindings(MAP.read(server._extraArguments, 'server.extraArguments').wrong) : [];
}

function options({ server, serverVersion, props }: EndpointPlan): Finding[] {
  return server.settings.filter(({ typed }) => typed).flatMap(setting => {
    const value = props.server?._options[setting.name];
    if (value === undefined) {
      return [];
    }
    const { wrong } = KINDS[setting.form].read(value, `server.${setting.name}`);
    if (wrong.length > 0) {
      return wrongFindings(wrong);
    }
    const allowed = allowedValues(setting, value);
    if (allowed !== undefined) {
      return [finding(OPTION, `'server.${setting.name}' must be ${allowed}, got ${gotOption(setting, value)}`)];
    }
    if (variablesFor(setting, serverVersion).length > 0) {
      return [];
    }
    const got = serverVersion === undefined
      ? "an image whose version is not known, for which the newest rules hold; name the 'version' in 'server'"
      : `an image with version ${serverVersion}; leave it out`;
    return [finding(OPTION_VERSION, `'server.${setting.name}' is an option of ${server.title} ${versionsOf(setting)}, got ${got}`)];
  });
}

function gotOption({ form }: ServerSetting, value: unknown): string {
  return form === 'size' || form === 'duration' ? renderSetting(form, value)! : JSON.stringify(value);
}

function versionsOf({ variables }: ServerSetting): string {
  return variables.map(({ since, before }) => [since && `from ${since}`, before && `before ${before}`].filter(part => part).join(' and ')).join(', ');
}

function reserved({ server, environment }: EndpointPlan): Finding[] {
  return (server.reserved ?? []).flatMap(({ name, allowed, reason, answers }) => {
    const value = environment[name];
    if (value === undefined || Token.isUnresolved(value) || allowed.includes(value)) {
      return [];
    }
    if (answers) {
      return [finding(KEY, `'environment.${name}' has no use: ${reason}; leave it out`)];
    }
    const demand = allowed.length > 0 ? `must be ${allowed.join(' or ')}` : 'must not be set';
    return [finding(RESERVED, `'environment.${name}' ${demand}: ${reason}; leave it out`)];
  });
}

/** The start script of Hugging Face's image passes a list on as one argument: https://github.com/aws/deep-learning-containers/tree/main/scripts/docker/huggingface/vllm */
function adapters({ props: { server }, container }: EndpointPlan): Finding[] {
  const count = Object.keys(server?._options.loraAdapters ?? {}).length;
  if (count < 2 || !container?._availability?.image.startsWith('huggingface-vllm')) {
    return [];
  }
  return [finding(ADAPTERS, `'server.loraAdapters' must have one entry with the image ${container._availability.image}, `
    + `whose start script does not take lists, got ${count}; take an image of the repository vllm`)];
}
