import { Check, finding, Finding, when } from '../finding';

const TWICE: Check<object> = {
  id: 'outputs-twice',
  severity: 'error',
  what: '`outputs` is called twice',
  why: 'an endpoint has one set of outputs, with fixed construct ids',
  fix: 'use the outputs that the first call returned, or create your own with `CfnOutput`',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html',
  message: prop => `'${prop}' must not be called twice`,
};

export const OUTPUT_CHECKS = [TWICE];

/** Finds what is wrong with a call of `outputs`. */
export function outputFindings(calledBefore: boolean): Finding[] {
  return when(calledBefore, () => finding(TWICE, 'outputs', {}));
}
