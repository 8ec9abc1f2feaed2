import { isKnown } from '../../common/known';
import { ServerFamily } from '../../container/server-family';
import { variableProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { argumentOf, argumentOfVariable } from '../../server/argument-table';
import { certainlyPassesWordsOn } from '../../server/flag';
import { hasLonePercent, isSplit } from '../../server/start-script';
import { Check, finding, Finding } from '../finding';
import { quoted } from '../ranges';

/** What a start script does to a value. The value is not part of it, because it may be a secret. */
type Damage = 'quotes' | 'blanks' | 'percent' | 'comment' | 'lines';

const TEXTS: Readonly<Record<Damage, string>> = {
  quotes: 'it has quotes, which the start script of the image removes',
  blanks: 'it has blanks, at which the start script of the image splits it into several arguments',
  percent: 'it has a percent sign, which the start script of the image cannot read',
  comment: 'it has a semicolon or a number sign after a blank, which the start script of the image reads as the beginning of a comment',
  lines: 'it has several lines, of which the start script of the image reads only the first one',
};

const VALUE: Check<{ readonly damage: Damage }> = {
  id: 'start-script-value',
  severity: 'warning',
  what: 'a value has quotes, blanks, a percent sign or several lines, which the start script of this version of the image does not forward',
  why: 'the server gets another value, or the container exits',
  fix: 'write the value on one line, with `%%` for a percent sign; put single quotes around a value with blanks or double quotes, '
    + 'or use an image with vLLM 0.24.0 or later',
  source: 'https://github.com/aws/deep-learning-containers/commit/6311ff38',
  message: (prop, { damage }) => `'${prop}' does not reach the server as it is: ${TEXTS[damage]}`,
};

/** The value of a flag, and whether the server ends at it, as SGLang does, or takes it as the name of the model, as vLLM does. */
interface FlagFound {
  readonly got: string;
  readonly server: string;
  readonly version: string;
  readonly ends: boolean;
}

const FLAG: Check<FlagFound> = {
  id: 'start-script-flag',
  severity: 'warning',
  what: 'a variable of `environment` sets a flag to `true` or `false`, for a start script of vLLM before 0.18.0 or of SGLang before 0.5.9, '
    + 'which pass both on as the value of the flag',
  why: 'vLLM turns the flag on, even with `false`, and ends at a second such value; SGLang ends',
  fix: 'set the variable to an empty string to turn the flag on, remove it to turn the flag off, or use the option of `server`',
  source: 'https://github.com/aws/deep-learning-containers/commit/1c1aacc0ac',
  message: (prop, { got, server, version, ends }) =>
    `'${prop}' must be an empty string or not be set for ${server} ${version}, got ${quoted(got)}, `
    + (ends ? 'at which the server ends' : 'with which the flag is on'),
};

export const START_SCRIPT_CHECKS = [VALUE, FLAG];

/** Finds a value that the start script of the image does not forward as it is. */
export function startScriptFindings(model: ModelPlan): Finding[] {
  return [...valueFindings(model), ...flagFindings(model)];
}

/** One value of `true` is harmless with vLLM, which then ignores it as the name of a model. */
function flagFindings(model: ModelPlan): Finding[] {
  const { server, serverVersion: version, environment, origins, image } = model;
  if (image?._availability === undefined || !certainlyPassesWordsOn(server, version)) {
    return [];
  }
  const flags = Object.keys(environment).filter(name => origins[name] === 'environment' && isWord(environment[name]) && isFlag(model, name));
  const ends = server.family !== ServerFamily.VLLM || flags.length > 1;
  return flags.filter(name => ends || environment[name].toLowerCase() === 'false').map(name =>
    finding(FLAG, variableProp(model, name), { got: environment[name], server: server.title, version: version!, ends }));
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^(true|false)$/i.test(value);
}

function isFlag({ server, serverVersion }: ModelPlan, variable: string): boolean {
  const found = argumentOf(server, serverVersion, argumentOfVariable(server, variable) ?? '');
  return found.status === 'known' && (found.argument.form === 'flag' || found.argument.form === 'boolean');
}

function valueFindings(model: ModelPlan): Finding[] {
  return Object.entries<unknown>(model.environment).flatMap(([name, value]) => {
    const damage = model.origins[name] !== 'library' && isKnown(value) && typeof value === 'string'
      ? damageOf(model, name, value) : undefined;
    return damage === undefined ? [] : [finding(VALUE, variableProp(model, name), { damage })];
  });
}

function damageOf(model: ModelPlan, name: string, value: string): Damage | undefined {
  const { server, serverVersion: version, startScript: script } = model;
  const argument = argumentOfVariable(server, name);
  if (argument === undefined || !script) {
    return undefined;
  }
  if (script.readsFirstLine && value.trim().includes('\n')) {
    return 'lines';
  }
  if (script.joinsWords === undefined) {
    return undefined;
  }
  if (hasLonePercent(value)) {
    return 'percent';
  }
  if (/\s[;#]/.test(value)) {
    return 'comment';
  }
  if (!isSplit(script, value)) {
    return undefined;
  }
  // a list may have several words on purpose
  const found = argumentOf(server, version, argument);
  const isList = found.status === 'known' && found.argument.form === 'list';
  return /["']/.test(value) ? 'quotes' : !isList && /\S\s+\S/.test(value) ? 'blanks' : undefined;
}
