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

const KEY: Check<object> = {
  id: 'log-encryption-key-without-retention',
  severity: 'error',
  what: '`logEncryptionKey` is set without `logRetention`',
  why: 'without `logRetention`, SageMaker creates the log group, and the key has no effect',
  fix: 'set `logRetention`, too',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  message: prop => `'${prop}' requires 'logRetention', because the log group is part of the stack only then, got none`,
};

export const LOG_CHECKS = [RETENTION, KEY];

/** Finds a log group that cannot be named, and a key without a log group. */
export function logFindings({ logRetention, endpointName, hasLogGroup, security: { logEncryptionKey } }: EndpointPlan): Finding[] {
  return [
    ...when(logRetention !== undefined && !hasName(endpointName), () => finding(RETENTION, 'logRetention', { endpointName })),
    ...when(logEncryptionKey !== undefined && !hasLogGroup, () => finding(KEY, 'logEncryptionKey', {})),
  ];
}
