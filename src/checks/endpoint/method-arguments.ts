import * as events from 'aws-cdk-lib/aws-events';
import { IConstruct } from 'constructs';
import { isKnown, isToken } from '../../common/known';
import { having, kind, Kind, MAP, missing, Read, STRING } from '../../input/kinds';
import { Shape, structOf } from '../../input/shape';
import { Check, finding, Finding, when } from '../finding';
import { wrongFindings } from '../props';
import { quoted } from '../ranges';

const ID_USED: Check<{ readonly got: string; readonly path: string }> = {
  id: 'construct-id-twice',
  severity: 'error',
  what: 'the `id` of a method is that of another rule or policy, or of a construct of the library',
  why: 'construct IDs must be unique in their scope',
  fix: 'use another id',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html',
  message: (prop, { got, path }) => `'${prop}' must be different for each construct in ${path}, got ${quoted(got)} again`,
};

const RULE_NAME: Check<{ readonly got: string }> = {
  id: 'rule-name',
  severity: 'error',
  what: '`ruleName` does not have 1 to 64 letters, digits, hyphens, underscores and dots',
  why: 'Amazon EventBridge rejects it, and the deployment is rolled back',
  fix: 'use a name with only these characters, or leave it out',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html',
  message: (prop, { got }) => `'${prop}' must have 1 to 64 letters, digits, hyphens, underscores and dots, got ${quoted(got)}`,
};

const STATEMENT_INCOMPLETE: Check<{ readonly reason: string }> = {
  id: 'policy-statement',
  severity: 'error',
  what: 'a statement of `addToRolePolicy` has no action, no resource, or a principal',
  why: 'AWS IAM rejects the policy',
  fix: 'complete the statement',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html',
  message: (prop, { reason }) => `'${prop}' must be valid in a policy of a role, got one of which aws-cdk-lib reports: ${reason}`,
};

export const METHOD_ARGUMENT_CHECKS = [ID_USED, RULE_NAME, STATEMENT_INCOMPLETE];

const ID = kind('a string of at least 1 character that is known at synth',
  value => typeof value === 'string' && value !== '' && !isToken(value), 'use a construct ID');
const GRANTEE = having('a grantee', ['grantPrincipal'], 'use a construct such as a role or a function');
const STATEMENT = having('a PolicyStatement', ['addActions', 'toJSON'], 'use new iam.PolicyStatement');

const ARRAY = kind('an array', value => Array.isArray(value) || isToken(value));

const EVENT_PATTERN: Shape<events.EventPattern> = {
  version: ARRAY,
  id: ARRAY,
  detailType: ARRAY,
  source: ARRAY,
  account: ARRAY,
  time: ARRAY,
  region: ARRAY,
  resources: ARRAY,
  detail: kind('a map of arrays', value => MAP.read(value, '').wrong.length === 0
    && Object.values(value as object).every(member => typeof member === 'object' || isToken(member))),
};

const PATTERN_FIELDS = kind(`an event pattern with the fields ${Object.keys(EVENT_PATTERN).join(', ')}`,
  value => Object.keys(value as object).every(name => name in EVENT_PATTERN));

const PATTERN: Kind = {
  ...structOf(EVENT_PATTERN),
  read(value, prop) {
    const read = structOf(EVENT_PATTERN).read(value, prop);
    return read.wrong.length > 0 ? read : PATTERN_FIELDS.read(read.value, prop);
  },
};

export const ON_EVENT: Shape<events.OnEventOptions> = {
  target: having('a target', ['bind'], 'use one such as new targets.SnsTopic(topic)'),
  eventPattern: PATTERN,
  ruleName: STRING,
  description: STRING,
  crossStackScope: having('a construct', ['node']),
};

const RULE = /^[.\-_A-Za-z0-9]{1,64}$/;

/** Finds what is wrong with the construct ID that a method is given. */
export function idFindings(scope: IConstruct, id: string): Finding[] {
  const wrong = argumentFindings(ID, id, 'id');
  return wrong.length > 0 ? wrong : when(scope.node.tryFindChild(id) !== undefined, () => finding(ID_USED, 'id', { got: id, path: scope.node.path }));
}

/** Finds what is wrong with the name of a rule. */
export function ruleFindings({ ruleName }: events.OnEventOptions): Finding[] {
  return isKnown(ruleName) && !RULE.test(ruleName) ? [finding(RULE_NAME, 'ruleName', { got: ruleName })] : [];
}

/** Finds what is wrong with the grantee of a grant. */
export function granteeFindings(grantee: unknown): Finding[] {
  return argumentFindings(GRANTEE, grantee, 'grantee');
}

/** Finds what is wrong with a statement. */
export function statementFindings(statement: unknown): Finding[] {
  return argumentFindings(STATEMENT, statement, 'statement');
}

/** Finds what is missing in the statements of a policy at synth: until then, statements can be completed. */
export function policyFindings(reasons: readonly string[]): Finding[] {
  return [...new Set(reasons)].map(reason => finding(STATEMENT_INCOMPLETE, 'statement', { reason: reason.replace(/\.$/, '') }));
}

/** Finds what is wrong with the type of an argument. */
export function argumentFindings(of: Kind, value: unknown, name: string): Finding[] {
  const read: Read<unknown> = value === undefined || value === null ? missing(of, value, name) : of.read(value, name);
  return wrongFindings(read.wrong);
}

