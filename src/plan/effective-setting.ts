import { Token } from 'aws-cdk-lib/core';
import { ContainerEnvironment, Origin } from './environment';
import { SettingName } from '../server/definitions';
import { isFlagOn } from '../server/flag';
import { ServerDefinition } from '../server/server-definition';
import { namesRead, serverDefaultFor } from '../server/server-setting';
import { asReceived, StartScript } from '../server/start-script';

/** What a server really gets for a setting, and where it comes from. */
export interface EffectiveSetting {
  /** The value, as the server reads it. It may be an unresolved token. */
  readonly value: string;
  readonly origin: Origin;

  /** The variable that carries the value; undefined for a default of the server itself. */
  readonly variable?: string;

  /** What the user wrote, or can write, to set it: `environment.NUM_SHARD` or `server.tensorParallelDegree`. */
  readonly prop: string;
}

/** What the effective settings are read from: a part of a model plan. */
export interface ConfiguredServer {
  readonly server: ServerDefinition;
  readonly serverVersion?: string;

  /** The start script of the image, if it was read. */
  readonly startScript?: StartScript;
  readonly environment: ContainerEnvironment['variables'];
  readonly origins: ContainerEnvironment['origins'];
}

/**
 * What the server gets for a setting: from the user's environment under any name that the server reads, from a typed option, by the library's
 * default, or by the server's own default, if it is known of this version. Undefined if the server has no such setting, or its value is not known.
 */
export function effectiveSetting(configured: ConfiguredServer, name: SettingName): EffectiveSetting | undefined {
  const { server, serverVersion, startScript, environment, origins } = configured;
  const setting = server.settings.find(candidate => candidate.name === name);
  if (!setting) {
    return undefined;
  }
  const prop = setting.typed ? `server.${name}` : 'server';
  const given = namesRead(setting, serverVersion).filter(candidate => isString(environment, candidate));
  // the library may copy what the user sets
  const variable = given.find(candidate => origins[candidate] !== 'library') ?? given[0];
  if (variable !== undefined) {
    const origin = origins[variable];
    const isNegative = setting.variables.some(each => each.name === variable && each.isNegative);
    const written = asReceived(startScript, environment[variable]);
    const value = isNegative ? String(!isFlagOn(server, serverVersion, written)) : written;
    return { value, origin, variable, prop: writtenIn(origin, variable, prop) };
  }
  const value = serverDefaultFor(setting, serverVersion);
  // another variable decides, such as that of data parallelism
  const isDecidedElsewhere = setting.unless?.some(other => Object.hasOwn(environment, other));
  return value === undefined || isDecidedElsewhere ? undefined : { value, origin: 'server', prop };
}

/** What the server gets for an argument, by its main name. Undefined if it is not set. */
export function effectiveArgument(
  { server, startScript, environment, origins }: ConfiguredServer, argument: string,
): EffectiveSetting | undefined {
  const variable = server.argumentVariable?.(argument);
  if (variable === undefined || !isString(environment, variable)) {
    return undefined;
  }
  const origin = origins[variable];
  const option = server.settings.find(({ typed, variables }) => typed && variables.some(({ name }) => name === variable))?.name;
  const value = asReceived(startScript, environment[variable]);
  return { value, origin, variable, prop: writtenIn(origin, variable, `server.${option ?? 'extraArguments'}`) };
}

/** What the user wrote, or can write, for a variable. */
function writtenIn(origin: Origin, variable: string, prop: string): string {
  return { environment: `environment.${variable}`, argument: 'server.extraArguments', option: prop, library: prop, server: prop }[origin];
}

/** The value of a setting as a string; undefined if it is not known at synth. */
export function knownValue(setting: EffectiveSetting | undefined): string | undefined {
  return setting === undefined || Token.isUnresolved(setting.value) ? undefined : setting.value;
}

/** The value of a setting as an integer of at least 0; undefined if it is not known, or is none. */
export function knownInteger(setting: EffectiveSetting | undefined): number | undefined {
  const value = knownValue(setting) ?? '';
  return /^\d+$/.test(value) ? Number(value) : undefined;
}

const UNITS = 'kmgt';

/**
 * The number of a setting that vLLM reads with a unit, too: `32k` is 32,000, and `32K` 32,768. Undefined if it is not known, or is none.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/utils/argparse_utils.py
 */
export function knownAmount(setting: EffectiveSetting | undefined): number | undefined {
  const withUnit = /^(\d+(?:\.\d+)?)([kmgt])$/i.exec(knownValue(setting) ?? '');
  if (!withUnit) {
    return knownInteger(setting);
  }
  const [, digits, unit] = withUnit;
  const power = UNITS.indexOf(unit.toLowerCase()) + 1;
  const base = unit === unit.toLowerCase() ? 1000 : 1024;
  return Math.floor(Number(digits) * base ** power);
}

/** Whether a variable has a string. Without types, a user may set another value, such as a variable of `process.env` that is not set. */
function isString(environment: ContainerEnvironment['variables'], name: string): boolean {
  return Object.hasOwn(environment, name) && typeof environment[name] === 'string';
}
