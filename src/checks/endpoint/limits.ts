import { isKnown } from '../../common/known';
import { InstanceShare } from '../../instance/instance-share';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, REJECTED, when } from '../finding';
import { isWithoutEndpoints, similarType } from '../known-types';
import { countFindings, integerFindings, IntegerFound, integerMessage, lengthFindings, LengthFound, lengthMessage, quoted } from '../ranges';

const VARIANT = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html';

const ENDPOINT_NAME: Check<{ readonly name: string }> = {
  id: 'endpoint-name',
  severity: 'error',
  what: '`endpointName` does not consist of 1 to 63 letters, digits and hyphens, or does not begin and end with a letter or digit',
  why: REJECTED,
  fix: 'use another name, or leave it out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html',
  message: (prop, { name }) => `'${prop}' must have 1 to 63 letters, digits and hyphens, and begin and end with a letter or digit, `
    + `got ${quoted(name)}, which has ${name.length} characters`,
};

const INSTANCE_TYPE: Check<{ readonly name: string }> = {
  id: 'instance-type',
  severity: 'error',
  what: '`instanceType`, or a type of `fallbackInstanceTypes`, does not have the form `ml.<family>.<size>`',
  why: REJECTED,
  fix: 'use a constant of `SageMakerInstanceType`',
  source: VARIANT,
  message: (prop, { name }) => `'${prop}' must be an instance type of SageMaker, such as ml.g5.2xlarge, got ${quoted(name)}`,
};

const UNKNOWN_TYPE: Check<{ readonly name: string; readonly similar?: string }> = {
  id: 'instance-type-unknown',
  severity: 'warning',
  what: '`instanceType`, or a type of `fallbackInstanceTypes`, has a family that endpoints support, in a size that this version of the library does '
    + 'not know, or belongs to a family that other features of SageMaker support, but endpoints do not',
  why: REJECTED,
  fix: 'use a constant of `SageMakerInstanceType`, or acknowledge this warning if AWS has added the type',
  source: VARIANT,
  message: (prop, { name, similar }) => `'${prop}' ${name} is not known as an instance type of an endpoint`
    + (similar === undefined ? '' : `, did you mean ${similar}?`),
};

const INSTANCE_COUNT: Check<IntegerFound> = {
  id: 'instance-count',
  severity: 'error',
  what: '`instanceCount` is not an integer of at least 1',
  why: REJECTED,
  fix: 'set the number of instances',
  source: VARIANT,
  message: integerMessage,
};

const STARTUP_TIMEOUT: Check<IntegerFound> = {
  id: 'startup-health-check-timeout',
  severity: 'error',
  what: '`startupHealthCheckTimeout` is not from 60 seconds to 1 hour, in whole seconds',
  why: REJECTED,
  fix: 'use a timeout in this range',
  source: VARIANT,
  message: integerMessage,
};

const STARTUP_TIMEOUT_TWICE: Check<object> = {
  id: 'startup-health-check-timeout-twice',
  severity: 'error',
  what: '`startupHealthCheckTimeout` and `startupHealthCheckTimeoutInSeconds` are both set',
  why: 'they are the same setting, so it is not clear which one to use',
  fix: 'leave one of them out',
  source: VARIANT,
  message: prop => `'${prop}' must not be set together with 'startupHealthCheckTimeoutInSeconds', which is the same setting, got both`,
};

const DOWNLOAD_TIMEOUT: Check<IntegerFound> = {
  id: 'model-data-download-timeout',
  severity: 'error',
  what: '`modelDataDownloadTimeout` is not from 60 seconds to 1 hour, in whole seconds',
  why: REJECTED,
  fix: 'use a timeout in this range',
  source: VARIANT,
  message: integerMessage,
};

const VPC_CONFIG: Check<LengthFound> = {
  id: 'vpc-config',
  severity: 'error',
  what: '`vpcConfig` does not have 1 to 16 subnets and 1 to 5 security groups',
  why: REJECTED,
  fix: 'use a number in this range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html',
  message: lengthMessage,
};

export const LIMIT_CHECKS = [
  ENDPOINT_NAME, INSTANCE_TYPE, UNKNOWN_TYPE, INSTANCE_COUNT, STARTUP_TIMEOUT, STARTUP_TIMEOUT_TWICE, DOWNLOAD_TIMEOUT, VPC_CONFIG,
];

const NAME_PATTERN = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const NAME_LENGTH = 63;
const TYPE_PATTERN = /^ml\.[a-z0-9-]+\.[a-z0-9-]+$/;
const TIMEOUT = { minimum: 60, maximum: 3600, unit: 'seconds' };
const VPC_LIMITS = [
  { member: 'subnets', maximum: 16, counted: 'subnets' },
  { member: 'securityGroupIds', maximum: 5, counted: 'security groups' },
] as const;

/** Checks the limits of SageMaker that CloudFormation does not check. */
export function limitFindings(plan: EndpointPlan): Finding[] {
  return [
    ...endpointName(plan),
    ...plan.shares.flatMap(instanceType),
    ...countFindings(INSTANCE_COUNT, 'instanceCount', plan.instanceCount, 1),
    ...plan.models.flatMap(timeouts),
    ...vpcConfig(plan),
  ];
}

function endpointName({ endpointName: name }: EndpointPlan): Finding[] {
  return isKnown(name) && (name.length > NAME_LENGTH || !NAME_PATTERN.test(name)) ? [finding(ENDPOINT_NAME, 'endpointName', { name })] : [];
}

function instanceType({ instanceType: type, prop }: InstanceShare): Finding[] {
  const name = type.toString();
  if (!isKnown(name)) {
    return [];
  }
  return TYPE_PATTERN.test(name)
    ? when(isWithoutEndpoints(type), () => finding(UNKNOWN_TYPE, prop, { name, similar: similarType(type) }))
    : [finding(INSTANCE_TYPE, prop, { name })];
}

function timeouts({ startupTimeoutProps, startupHealthCheckTimeoutInSeconds, modelDataDownloadTimeoutInSeconds }: ModelPlan): Finding[] {
  return [
    ...when(startupTimeoutProps.length > 1, () => finding(STARTUP_TIMEOUT_TWICE, 'startupHealthCheckTimeout', {})),
    ...startupTimeoutProps.slice(0, 1).flatMap(prop => integerFindings(STARTUP_TIMEOUT, prop, startupHealthCheckTimeoutInSeconds, TIMEOUT)),
    ...integerFindings(DOWNLOAD_TIMEOUT, 'modelDataDownloadTimeout', modelDataDownloadTimeoutInSeconds, TIMEOUT),
  ];
}

function vpcConfig({ vpcConfig: network }: EndpointPlan): Finding[] {
  return VPC_LIMITS.flatMap(({ member, maximum, counted }) => {
    const ids = network?.[member];
    return isKnown(ids) ? lengthFindings(VPC_CONFIG, `vpcConfig.${member}`, ids.length, { minimum: 1, maximum, counted }) : [];
  });
}
