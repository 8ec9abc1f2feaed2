import { EndpointPlan, hasName } from '../../plan/endpoint-plan';
import { Check, finding, Finding, when } from '../finding';

const RETENTION: Check<{ readonly endpointName?: string }> = {
  id: 'log-retention-without-endpoint-name',
  severity: 'error',
  what: '`logRetention` is set without an `endpointName`, or with `PhysicalName.GENERATE_IF_NEEDED`',
  why: 'SageMaker names the log group after the endpoint, and the log group must exist before the endpoint, whose name CloudFormation generates',
  fix: 'set `endpointName`, or set the retention of the log group once the endpoint exists',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html',
  message: (prop, { endpointName }) => `'${prop}' requires an 'endpointName', because SageMaker names the log group after the endpoint, `
    + `got ${endpointName === undefined ? 'none' : 'PhysicalName.GENERATE_IF_NEEDED'}`,
};

export const LOG_CHECKS = [RETENTION];

/** Finds a log group that cannot be named. */
export function logFindings({ logRetention, endpointName }: EndpointPlan): Finding[] {
  return when(logRetention !== undefined && !hasName(endpointName), () => finding(RETENTION, 'logRetention', { endpointName }));
}
