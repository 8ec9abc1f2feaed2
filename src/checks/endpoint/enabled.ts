import { Token } from 'aws-cdk-lib/core';
import { isKnown } from '../../common/known';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

const REFERENCES = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html';

const UNKNOWN: Check<object> = {
  id: 'enabled-token',
  severity: 'error',
  what: '`enabled` is an unresolved token',
  why: 'the template has the endpoint or not, which is decided at synth',
  fix: 'use a value that is known at synth, such as one of the context, or of the stage',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/tokens.html',
  message: prop => `'${prop}' must be known at synth, got an unresolved token`,
};

const DISABLED: Check<{ readonly name?: string }> = {
  id: 'endpoint-disabled',
  severity: 'warning',
  what: '`enabled` is false, and the endpoint has a name, which references get',
  why: 'requests to this name fail until the endpoint is enabled again',
  fix: 'set `enabled` to true, or acknowledge this warning',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html',
  message: (prop, { name }) => `'${prop}' is false, so references to the endpoint get its 'endpointName'`
    + `${name === undefined ? '' : ` ${quoted(name)}`}, but there is no endpoint with this name until it is enabled`,
};

export const ENABLED_CHECKS = [UNKNOWN, DISABLED];

const NO_NAME: Check<object> = {
  id: 'disabled-endpoint-without-name',
  severity: 'error',
  what: 'something references an endpoint with `enabled` set to false and without `endpointName`',
  why: 'CloudFormation generates the name when it creates the endpoint, so a reference has no value',
  fix: 'set `endpointName`, or add the reference only if the endpoint is enabled',
  source: REFERENCES,
  message: prop => `'${prop}' must be set if 'enabled' is false and something references the endpoint, because the name is not known otherwise`,
};

const LEFT_OUT: Check<{ readonly path: string }> = {
  id: 'disabled-endpoint-resource',
  severity: 'error',
  what: 'something references an alarm, or another resource that is left out of the template because `enabled` is false',
  why: 'CloudFormation rejects a reference to a resource that is not in the template',
  fix: 'add the reference only if the endpoint is enabled, or use `endpointName` and `endpointArn` for the endpoint itself',
  source: REFERENCES,
  message: (prop, { path }) => `'${prop}' is false, so ${path} is not in the template and must not be referenced`,
};

export const DISABLED_CHECKS = [NO_NAME, LEFT_OUT];

/** Finds what is wrong with `enabled`, and reports what references to a disabled endpoint get. */
export function enabledFindings({ enabled, isNamed, endpointName }: EndpointPlan): Finding[] {
  return [
    ...when(Token.isUnresolved(enabled), () => finding(UNKNOWN, 'enabled', {})),
    ...when(enabled === false && isNamed, () => finding(DISABLED, 'enabled', { name: isKnown(endpointName) ? endpointName : undefined })),
  ];
}

/** Reports a reference to a disabled endpoint whose name is not known. */
export function unnamedFindings(): Finding[] {
  return [finding(NO_NAME, 'endpointName', {})];
}

/** Reports a reference to a resource that is left out. */
export function leftOutFindings(path: string): Finding[] {
  return [finding(LEFT_OUT, 'enabled', { path })];
}
