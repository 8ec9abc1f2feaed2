import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding, REFUSED } from '../legacy';
import { EndpointPlan } from '../legacy';
import { amountIn } from '../../input/amounts';

const VARIANT = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html';

const ENDPOINT_NAME: Check = {
  id: 'endpoint-name',
  severity: 'error',
  what: '`endpointName` does not have 1 to 63 letters, digits and hyphens, or does not begin and end with a letter or digit',
  why: REFUSED,
  fix: 'take another name, or leave it out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html',
};

const INSTANCE_TYPE: Check = {
  id: 'instance-type',
  severity: 'error',
  what: '`instanceType` is not of the form `ml.<family>.<size>`',
  why: REFUSED,
  fix: 'take a constant of `SageMakerInstanceType`',
  source: VARIANT,
};

const INSTANCE_COUNT: Check = {
  id: 'instance-count',
  severity: 'error',
  what: '`instanceCount` is no integer of at least 1',
  why: REFUSED,
  fix: 'name the number of instances',
  source: VARIANT,
};

const STARTUP_TIMEOUT: Check = {
  id: 'startup-health-check-timeout',
  severity: 'error',
  what: '`startupHealthCheckTimeout` is not from 60 seconds to 1 hour, in whole seconds',
  why: REFUSED,
  fix: 'take a time in that range',
  source: VARIANT,
};

const STARTUP_TIMEOUT_TWICE: Check = {
  id: 'startup-health-check-timeout-twice',
  severity: 'error',
  what: '`startupHealthCheckTimeout` and `startupHealthCheckTimeoutInSeconds` are both set',
  why: 'it is not clear which of them is meant',
  fix: 'name one of them',
  source: VARIANT,
};

const DOWNLOAD_TIMEOUT: Check = {
  id: 'model-data-download-timeout',
  severity: 'error',
  what: '`modelDataDownloadTimeout` is not from 60 seconds to 1 hour, in whole seconds',
  why: REFUSED,
  fix: 'take a time in that range',
  source: VARIANT,
};

const VPC_CONFIG: Check = {
  id: 'vpc-config',
  severity: 'error',
  what: '`vpcConfig` does not have 1 to 16 subnets and 1 to 5 security groups',
  why: REFUSED,
  fix: 'name that many',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html',
};

export const LIMIT_CHECKS = [
  ENDPOINT_NAME, INSTANCE_TYPE, INSTANCE_COUNT, STARTUP_TIMEOUT, STARTUP_TIMEOUT_TWICE, DOWNLOAD_TIMEOUT, VPC_CONFIG,
];

const NAME_PATTERN = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const NAME_LENGTH = 63;
const TYPE_PATTERN = /^ml\.[a-z0-9-]+\.[a-z0-9-]+$/;
const TIMEOUT = { minimum: 60, maximum: 3600 };
const VPC_LIMITS = [
  { member: 'subnets', maximum: 16 },
  { member: 'securityGroupIds', maximum: 5 },
] as const;

/** Checks the limits that SageMaker has and CloudFormation does not check. */
export function limitFindings(plan: EndpointPlan): Finding[] {
  return [...endpointName(plan), ...instanceType(plan), ...instanceCount(plan), ...timeouts(plan), ...vpcConfig(plan)];
}

function endpointName({ props: { endpointName: name } }: EndpointPlan): Finding[] {
  if (name === undefined || Token.isUnresolved(name) || (name.length <= NAME_LENGTH && NAME_PATTERN.test(name))) {
    return [];
  }
  return [finding(ENDPOINT_NAME, "'endpointName' must have 1 to 63 letters, digits and hyphens, and begin and end with a letter or digit, "
    + `got ${JSON.stringify(name)}, which has ${name.length}`)];
}

function instanceType(plan: EndpointPlan): Finding[] {
  const name = plan.instanceType.toString();
  if (Token.isUnresolved(name) || TYPE_PATTERN.test(name)) {
    return [];
  }
  return [finding(INSTANCE_TYPE, `'instanceType' must be an instance type of SageMaker, such as ml.g5.2xlarge, got ${JSON.stringify(name)}`)];
}

function instanceCount({ instanceCount: count }: EndpointPlan): Finding[] {
  if (Token.isUnresolved(count) || (Number.isInteger(count) && count >= 1)) {
    return [];
  }
  return [finding(INSTANCE_COUNT, `'instanceCount' must be an integer of at least 1, got ${count}`)];
}

function timeouts({ props }: EndpointPlan): Finding[] {
  const { startupHealthCheckTimeout, startupHealthCheckTimeoutInSeconds, modelDataDownloadTimeout } = props;
  const both = startupHealthCheckTimeout !== undefined && startupHealthCheckTimeoutInSeconds !== undefined;
  return [
    ...both ? [finding(STARTUP_TIMEOUT_TWICE,
      "'startupHealthCheckTimeout' and 'startupHealthCheckTimeoutInSeconds' are one setting, got both; name one of them")] : [],
    ...timeout(STARTUP_TIMEOUT, 'startupHealthCheckTimeoutInSeconds', startupHealthCheckTimeoutInSeconds),
    ...timeout(STARTUP_TIMEOUT, 'startupHealthCheckTimeout', startupHealthCheckTimeout && amountIn('seconds', startupHealthCheckTimeout), ' seconds'),
    ...timeout(DOWNLOAD_TIMEOUT, 'modelDataDownloadTimeout', modelDataDownloadTimeout && amountIn('seconds', modelDataDownloadTimeout), ' seconds'),
  ];
}

function timeout(check: Check, prop: string, seconds: number | undefined, unit = ''): Finding[] {
  const { minimum, maximum } = TIMEOUT;
  if (seconds === undefined || Token.isUnresolved(seconds) || (Number.isInteger(seconds) && seconds >= minimum && seconds <= maximum)) {
    return [];
  }
  return [finding(check, `'${prop}' must be an integer from ${minimum} to ${maximum}${unit}, got ${seconds}`)];
}

function vpcConfig({ props: { vpcConfig: network } }: EndpointPlan): Finding[] {
  return VPC_LIMITS.flatMap(({ member, maximum }) => {
    const ids = network?.[member];
    if (ids === undefined || Token.isUnresolved(ids) || (ids.length >= 1 && ids.length <= maximum)) {
      return [];
    }
    return [finding(VPC_CONFIG, `'vpcConfig.${member}' must have 1 to ${maximum} members, got ${ids.length}`)];
  });
}
