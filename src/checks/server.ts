import { Token } from 'aws-cdk-lib/core';
import { error, Finding, warning } from './finding';
import { EndpointPlan } from '../plan/endpoint-plan';
import { allowedValues, ServerSetting, variablesFor } from '../server/server-setting';

/** Checks how the server is told to serve. */
export function serverFindings(plan: EndpointPlan): Finding[] {
  return [...image(plan), ...options(plan), ...reserved(plan), ...adapters(plan), ...parallelism(plan)];
}

/** A server that is named must be the one in the image, where that is known. */
function image({ props: { server }, container }: EndpointPlan): Finding[] {
  const inImage = container?.profile?.server;
  if (!server || !inImage || inImage === server._definition.family) {
    return [];
  }
  return [error('server-of-image', `'server' is ${server._definition.title}, but 'container' has ${inImage}; name the server of the image, or another image`)];
}

function options({ server, serverVersion, props }: EndpointPlan): Finding[] {
  return server.settings.filter(({ typed }) => typed).flatMap(setting => {
    const value = props.server?._options[setting.name];
    if (value === undefined) {
      return [];
    }
    const allowed = allowedValues(setting.form, value);
    if (allowed !== undefined) {
      return [error('server-option', `'server.${setting.name}' must be ${allowed}, got ${JSON.stringify(value)}`)];
    }
    if (variablesFor(setting, serverVersion).length > 0) {
      return [];
    }
    return [error('server-option-version',
      `'server.${setting.name}' is an option of ${server.title} ${versionsOf(setting)}, got an image with version ${serverVersion}; leave it out`)];
  });
}

function versionsOf({ variables }: ServerSetting): string {
  return variables.map(({ since, before }) => [since && `from ${since}`, before && `before ${before}`].filter(part => part).join(' and ')).join(', ');
}

function reserved({ server, environment }: EndpointPlan): Finding[] {
  return (server.reserved ?? []).flatMap(({ name, allowed, reason }) => {
    const value = environment[name];
    if (value === undefined || Token.isUnresolved(value) || allowed.includes(value)) {
      return [];
    }
    const demand = allowed.length > 0 ? `must be ${allowed.join(' or ')}` : 'must not be set';
    return [error('reserved-variable', `'environment.${name}' ${demand}: ${reason}; leave it out`)];
  });
}

/** The start script of Hugging Face's image passes a list on as one argument: https://github.com/aws/deep-learning-containers/tree/main/scripts/docker/huggingface/vllm */
function adapters({ props: { server }, container }: EndpointPlan): Finding[] {
  const count = Object.keys(server?._options.loraAdapters ?? {}).length;
  if (count < 2 || !container?._availability?.image.startsWith('huggingface-vllm')) {
    return [];
  }
  return [error('lora-adapters', `'server.loraAdapters' must have one entry with the image ${container._availability.image}, `
    + `whose start script does not take lists, got ${count}; take an image of the repository vllm`)];
}

/** More than four accelerators do not divide the heads of every model: https://github.com/vllm-project/vllm/issues/2652 */
function parallelism({ server, environment, userEnvironment, props, instanceType, serverVersion }: EndpointPlan): Finding[] {
  const count = instanceType.acceleratorCount ?? 0;
  const setting = server.settings.find(({ name }) => name === 'tensorParallelDegree');
  if (!setting?.default || count <= 4 || props.server?._options.tensorParallelDegree !== undefined) {
    return [];
  }
  const chosenByLibrary = variablesFor(setting, serverVersion).some(name => name in environment && !Object.hasOwn(userEnvironment, name));
  return chosenByLibrary ? [warning('parallelism-of-unknown-heads',
    `the model is split over the ${count} accelerators of 'instanceType' ${instanceType}, which must divide the number of its attention heads; `
    + "if it does not start, set 'server' with a 'tensorParallelDegree' that divides them")] : [];
}
