import { isKnown } from '../../common/known';
import { variableProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { argumentOf, argumentOfVariable } from '../../server/argument-table';
import { hasLonePercent, isSplit } from '../../server/start-script';
import { Check, finding, Finding } from '../finding';

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

export const START_SCRIPT_CHECKS = [VALUE];

/** Finds a value that the start script of the image does not forward as it is. */
export function startScriptFindings(model: ModelPlan): Finding[] {
  return Object.entries<unknown>(model.environment).flatMap(([name, value]) => {
    const damage = model.origins[name] !== 'library' && isKnown(name) && isKnown(value) && typeof value === 'string'
      ? damageOf(model, name, value) : undefined;
    return damage === undefined ? [] : [finding(VALUE, variableProp(model, name), { damage })];
  });
}

function damageOf(model: ModelPlan, name: string, value: string): Damage | undefined {
  const { server, serverVersion: version, startScript: script } = model;
  const argument = server.argumentVariable?.('') ? argumentOfVariable(server, name) : undefined;
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
