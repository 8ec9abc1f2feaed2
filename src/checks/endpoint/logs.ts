import { isKnown } from '../../common/known';
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

/** The values of PutRetentionPolicy. `RetentionDays.INFINITE` is 9999, for which the template has none. */
const DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, 9999];

const VALUE: Check<{ readonly got: number }> = {
  id: 'log-retention-days',
  severity: 'error',
  what: '`logRetention` is not a number of days that Amazon CloudWatch Logs accepts',
  why: 'CloudWatch Logs rejects it, and the deployment is rolled back',
  fix: 'use a member of `RetentionDays`',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html',
  message: (prop, { got }) => `'${prop}' must be one of ${DAYS.join(', ')}, got ${got}`,
};

export const LOG_CHECKS = [RETENTION, VALUE, KEY];

/** Finds a log group that cannot be named, and a key without a log group. */
export function logFindings({ logRetention, endpointName, hasLogGroup, security: { logEncryptionKey } }: EndpointPlan): Finding[] {
  return [
    ...when(logRetention !== undefined && !hasName(endpointName), () => finding(RETENTION, 'logRetention', { endpointName })),
    ...retentionFindings(logRetention),
    ...when(logEncryptionKey !== undefined && !hasLogGroup, () => finding(KEY, 'logEncryptionKey', {})),
  ];
}

/** Finds a retention that CloudWatch Logs does not have. */
export function retentionFindings(logRetention: number | undefined): Finding[] {
  return isKnown(logRetention) && !DAYS.includes(logRetention) ? [finding(VALUE, 'logRetention', { got: logRetention })] : [];
}
