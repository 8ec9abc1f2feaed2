import { Check, finding, Finding } from '../finding';

const TWICE: Check<{ readonly other: string }> = {
  id: 'enrichment-twice',
  severity: 'error',
  what: 'a stack has two `TelemetryEnrichment`',
  why: 'an account has one enrichment in each region, so CloudFormation fails to create the second one',
  fix: 'create it once',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/resource-tags-for-telemetry.html',
  message: (name, { other }) => `'${name}' must be created once for an account and a region, got another one at ${other}`,
};

export const ENRICHMENT_CHECKS = [TWICE];

/** Finds another enrichment in the stack. */
export function enrichmentFindings(others: readonly string[]): Finding[] {
  return others.slice(0, 1).map(other => finding(TWICE, 'TelemetryEnrichment', { other }));
}
