import { Token } from 'aws-cdk-lib/core';
import { error, Finding } from './finding';
import { EndpointPlan } from '../plan/endpoint-plan';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html */
const ENDPOINT_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const ENDPOINT_NAME_LENGTH = 63;

const INSTANCE_TYPE = /^ml\.[a-z0-9-]+\.[a-z0-9-]+$/;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html */
const TIMEOUT = { minimum: 60, maximum: 3600 };

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html */
const VPC_LIMITS = [
  { member: 'subnets', maximum: 16 },
  { member: 'securityGroupIds', maximum: 5 },
] as const;

/** Checks the limits that SageMaker has and CloudFormation does not check. */
export function limitFindings(plan: EndpointPlan): Finding[] {
  return [...endpointName(plan), ...instanceType(plan), ...instanceCount(plan), ...timeouts(plan), ...vpcConfig(plan)];
}

function endpointName({ props: { endpointName: name } }: EndpointPlan): Finding[] {
  if (name === undefined || Token.isUnresolved(name) || (name.length <= ENDPOINT_NAME_LENGTH && ENDPOINT_NAME.test(name))) {
    return [];
  }
  return [error('endpoint-name', "'endpointName' must have 1 to 63 letters, digits and hyphens, and begin and end with a letter or digit, "
    + `got ${JSON.stringify(name)}, which has ${name.length}`)];
}

function instanceType(plan: EndpointPlan): Finding[] {
  const name = plan.instanceType.toString();
  if (Token.isUnresolved(name) || INSTANCE_TYPE.test(name)) {
    return [];
  }
  return [error('instance-type', `'instanceType' must be an instance type of SageMaker, such as ml.g5.2xlarge, got ${JSON.stringify(name)}`)];
}

function instanceCount({ instanceCount: count }: EndpointPlan): Finding[] {
  if (Token.isUnresolved(count) || (Number.isInteger(count) && count >= 1)) {
    return [];
  }
  return [error('instance-count', `'instanceCount' must be an integer of at least 1, got ${count}`)];
}

function timeouts({ props }: EndpointPlan): Finding[] {
  const { startupHealthCheckTimeout, startupHealthCheckTimeoutInSeconds, modelDataDownloadTimeout } = props;
  const both = startupHealthCheckTimeout !== undefined && startupHealthCheckTimeoutInSeconds !== undefined;
  return [
    ...both ? [error('startup-health-check-timeout-twice',
      "'startupHealthCheckTimeout' and 'startupHealthCheckTimeoutInSeconds' are one setting, got both; name one of them")] : [],
    ...timeout('startup-health-check-timeout', 'startupHealthCheckTimeoutInSeconds', startupHealthCheckTimeoutInSeconds),
    ...timeout('startup-health-check-timeout', 'startupHealthCheckTimeout', startupHealthCheckTimeout?.toSeconds(), ' seconds'),
    ...timeout('model-data-download-timeout', 'modelDataDownloadTimeout', modelDataDownloadTimeout?.toSeconds(), ' seconds'),
  ];
}

function timeout(id: string, prop: string, seconds: number | undefined, unit = ''): Finding[] {
  const { minimum, maximum } = TIMEOUT;
  if (seconds === undefined || Token.isUnresolved(seconds) || (Number.isInteger(seconds) && seconds >= minimum && seconds <= maximum)) {
    return [];
  }
  return [error(id, `'${prop}' must be ${unit ? '' : 'an integer '}from ${minimum} to ${maximum}${unit}, got ${seconds}`)];
}

function vpcConfig({ props: { vpcConfig: network } }: EndpointPlan): Finding[] {
  return VPC_LIMITS.flatMap(({ member, maximum }) => {
    const ids = network?.[member];
    if (ids === undefined || Token.isUnresolved(ids) || (ids.length >= 1 && ids.length <= maximum)) {
      return [];
    }
    return [error('vpc-config', `'vpcConfig.${member}' must have 1 to ${maximum} members, got ${ids.length}`)];
  });
}
