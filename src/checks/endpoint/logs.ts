import { Check, finding, Finding } from '../legacy';
import { EndpointPlan, hasName } from '../../plan/endpoint-plan';

const RETENTION: Check = {
  id: 'log-retention-without-endpoint-name',
  severity: 'error',
  what: '`logRetention` without an `endpointName`, or with `PhysicalName.GENERATE_IF_NEEDED`',
  why: 'SageMaker names the log group after the endpoint, and the log group must be there before the endpoint, whose name CloudFormation generates',
  fix: 'set `endpointName`, or set the retention of the log group when the endpoint is there',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html',
};

export const LOG_CHECKS = [RETENTION];

/** Checks that the log group can be named. */
export function logFindings({ props }: EndpointPlan): Finding[] {
  return props.logRetention === undefined || hasName(props.endpointName) ? [] : [finding(RETENTION,
    `'logRetention' needs an 'endpointName', which is ${props.endpointName === undefined ? 'not set' : 'PhysicalName.GENERATE_IF_NEEDED'}: `
    + 'SageMaker names the log group after the endpoint. Set the name, or the retention of the log group once it exists')];
}
