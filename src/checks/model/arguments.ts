import { withoutEffect } from './variables';
import { isKnown } from '../../common/known';
import { isListed } from '../../container/listed-image';
import { effectiveArgument } from '../../plan/effective-setting';
import { variableProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { isBelow } from '../../server/argument-minimum';
import { argumentOf, argumentOfVariable, closestArgument } from '../../server/argument-table';
import { isAllowed } from '../../server/argument-value';
import { closest } from '../../server/closest';
import { ArgumentForm, ArgumentLookup, ServerArgument } from '../../server/server-argument';
import { namesOf } from '../../server/server-setting';
import { asReceived } from '../../server/start-script';
import { Check, finding, Finding } from '../finding';
import { quoted } from '../ranges';

const SOURCE = 'https://github.com/aws/deep-learning-containers/tree/main/scripts/docker';

/** An argument that a version of a server does not have. */
interface NameFound {
  readonly server: string;
  readonly version: string;
  readonly argument: string;

  /** The first version that no longer has it, and the first later one that has it. */
  readonly removedIn?: string;
  readonly addedIn?: string;

  /** What to write instead. Undefined if nothing is similar. */
  readonly closest?: string;
}

const NAME: Check<NameFound> = {
  id: 'argument-name',
  severity: 'error',
  what: 'a variable of `environment` or an argument of `extraArguments` sets an argument that the version of the server in the image does not have',
  why: 'the server rejects its command line and exits',
  fix: 'use an argument of this version, remove it, or use another image',
  source: SOURCE,
  message: nameMessage,
};

const DOUBTFUL_NAME: Check<NameFound> = {
  ...NAME,
  id: 'argument-name-doubtful',
  severity: 'warning',
  what: 'the same with an image that is not in the list of images, or with a server that ignores unknown variables',
  why: 'the server rejects its command line and exits, or the variable has no effect',
};

/** A value that a version of a server does not allow for an argument. It is left out if it may be a secret. */
interface ValueFound {
  readonly server: string;
  readonly version: string;
  readonly argument: string;
  readonly form: ArgumentForm;
  readonly allowed?: readonly string[];
  readonly minimum?: number;
  readonly closest?: string;
  readonly got?: string;
}

const VALUE: Check<ValueFound> = {
  id: 'argument-value',
  severity: 'error',
  what: 'an option of `server`, a variable of `environment` or an argument of `extraArguments` has a value that the version of the server '
    + 'in the image does not allow',
  why: 'the server rejects it and exits',
  fix: 'use an allowed value, or another image',
  source: SOURCE,
  message: valueMessage,
};

const DOUBTFUL_VALUE: Check<ValueFound> = {
  ...VALUE,
  id: 'argument-value-doubtful',
  severity: 'warning',
  what: 'the same with an image that is not in the list of images, or a flag of vLLM with another value than `true` or `false`',
  why: 'the server rejects it and exits, or a flag is on with any value',
};

export const ARGUMENT_CHECKS = [NAME, DOUBTFUL_NAME, VALUE, DOUBTFUL_VALUE];

function nameMessage(prop: string, { server, version, argument, removedIn, addedIn, closest: other }: NameFound): string {
  const versions = [removedIn && `removed in ${removedIn}`, addedIn && `added in ${addedIn}`].filter(part => part).join(', ');
  return `'${prop}' must set an argument of ${server} ${version}, got '${argument}'${versions && ` (${versions})`}${suggestion(other)}`;
}

/** How many values a message lists, if one of them is similar to the value received. */
const LISTED_VALUES = 12;

function valueMessage(prop: string, { server, version, argument, form, allowed = [], minimum, closest: other, got }: ValueFound): string {
  const values = allowed.length > LISTED_VALUES && other !== undefined ? [] : allowed;
  const ofForm = got !== undefined && isBelow(minimum ?? -Infinity, got) ? `at least ${minimum}` : FORMS[form];
  const demand = values.length > 0 ? `one of ${values.join(', ')}` : allowed.length > 0 ? `a value of '${argument}'` : ofForm;
  return `'${prop}' must be ${demand} in ${server} ${version}, got ${got === undefined ? 'another string' : quoted(got)}${suggestion(other)}`;
}

function suggestion(other: string | undefined): string {
  return other === undefined ? '' : `, the closest is '${other}'`;
}

const FORMS: Readonly<Record<ArgumentForm, string>> = {
  flag: 'true or false',
  boolean: 'true or false',
  integer: 'an integer',
  amount: 'an integer, with a unit such as k or without',
  number: 'a number',
  json: 'JSON',
  list: 'a list',
  optional: 'a string',
  string: 'a string',
};

/** Finds an argument that the version of the server does not have, or a value of it that the version does not allow, however it is set. */
export function argumentFindings(model: ModelPlan): Finding[] {
  const names = Object.keys(model.environment).filter(name => isKnown(name) && model.origins[name] !== 'library');
  return names.flatMap(name => variableFindings(model, name));
}

function variableFindings(model: ModelPlan, variable: string): Finding[] {
  const { server, serverVersion: version, environment } = model;
  const argument = argumentOfVariable(server, variable);
  const value: unknown = environment[variable];
  if (argument === undefined || typeof value !== 'string') {
    return [];
  }
  const found = lookup(model, variable);
  switch (found.status) {
    case 'known': return valueFindings(model, version!, variable, found.argument, asReceived(model.startScript, value));
    case 'unknown': return []; // such as without a version
    default: return withoutEffect(model, variable).length > 0 && !isPassedOn(model) ? [] : [nameFinding(model, version!, variable, argument, found)];
  }
}

/** The argument that a variable sets, also under another name of the same setting: `HF_MODEL_QUANTIZE` becomes `QUANTIZE` in a start script. */
function lookup({ server, serverVersion: version }: ModelPlan, variable: string): ArgumentLookup {
  const names = server.settings.map(namesOf).find(each => each.includes(variable)) ?? [];
  const lookups = [variable, ...names].map(name => argumentOf(server, version, argumentOfVariable(server, name) ?? ''));
  return lookups.find(({ status }) => status === 'known') ?? lookups[0];
}

function nameFinding(model: ModelPlan, version: string, variable: string, argument: string, { removedIn, addedIn }: {
  readonly removedIn?: string; readonly addedIn?: string;
}): Finding {
  const { server, origins } = model;
  const other = closestArgument(server, version, argument);
  const isVariable = origins[variable] === 'environment';
  return finding(isPassedOn(model) && isCertain(model) ? NAME : DOUBTFUL_NAME, variableProp(model, variable), {
    server: server.title,
    version,
    argument,
    removedIn,
    addedIn,
    closest: other !== undefined && isVariable ? server.argumentVariable!(other) : other,
  });
}

/** Whether the start script forwards all variables with a prefix, so that the server ends with one that it does not know. */
function isPassedOn({ server }: ModelPlan): boolean {
  return server.argumentVariable!('') !== '';
}

function valueFindings(model: ModelPlan, version: string, variable: string, argument: ServerArgument, value: string): Finding[] {
  const { name, form, values: allowed, minimum, unless } = argument;
  if (isAllowed(argument, value) || (unless !== undefined && effectiveArgument(model, unless))) {
    return [];
  }
  // vLLM reads a value behind a flag as the name of the model, and then ignores it: the flag is on, whatever the value is
  // https://github.com/vllm-project/vllm/blob/v0.21.0/vllm/entrypoints/openai/cli_args.py
  const isFlag = form === 'flag' || form === 'boolean';
  return [finding(isCertain(model) && !isFlag ? VALUE : DOUBTFUL_VALUE, variableProp(model, variable), {
    server: model.server.title,
    version,
    argument: name,
    form,
    allowed,
    minimum,
    closest: allowed && closest(value, allowed),
    got: form === 'json' ? undefined : value,
  })];
}

/** Whether the image is known to contain this version of the server: a tag that is only similar proves nothing. */
function isCertain({ image, server, serverVersion }: ModelPlan): boolean {
  return image !== undefined && image.profile?.server === server.family && image.profile?.serverVersion === serverVersion && isListed(image);
}
