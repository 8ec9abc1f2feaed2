import { isKnown } from '../../common/known';
import { BOOLEAN, NUMBER, STRING } from '../../input/kinds';
import { Shape } from '../../input/shape';
import { DashboardOptions } from '../../monitoring/dashboard-options';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

const PUT_DASHBOARD = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html';

export const DASHBOARD_SHAPE: Shape<DashboardOptions> = { dashboardName: STRING, pricePerInstanceHour: NUMBER, serverMetrics: BOOLEAN };

const TWICE: Check<object> = {
  id: 'dashboard-twice',
  severity: 'error',
  what: '`dashboard` is called twice',
  why: 'an endpoint has one dashboard, with a fixed construct id',
  fix: 'add widgets to the dashboard that the first call returned',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html',
  message: prop => `'${prop}' must not be called twice`,
};

const NAME: Check<{ readonly got: string }> = {
  id: 'dashboard-name',
  severity: 'error',
  what: '`dashboardName` does not have 1 to 255 letters, digits, hyphens and underscores',
  why: 'CloudWatch rejects it, and the deployment is rolled back',
  fix: 'use a name with only these characters, or leave it out',
  source: PUT_DASHBOARD,
  message: (prop, { got }) => `'${prop}' must have 1 to 255 letters, digits, hyphens and underscores, got ${quoted(got)}`,
};

const PRICE: Check<{ readonly got: number | 'an unresolved token' }> = {
  id: 'dashboard-price',
  severity: 'error',
  what: '`pricePerInstanceHour` is not greater than 0, or is an unresolved token',
  why: 'the costs are computed at synth, and would be wrong',
  fix: 'set the price of one instance for one hour, or leave it out',
  source: 'https://aws.amazon.com/sagemaker/ai/pricing/',
  message: (prop, { got }) => `'${prop}' must be a number greater than 0 that is known at synth, got ${got}`,
};

export const DASHBOARD_CHECKS = [TWICE, NAME, PRICE];

const NAME_PATTERN = /^[A-Za-z0-9_-]{1,255}$/;

/** Finds what is wrong with the options of `dashboard`. */
export function dashboardFindings({ dashboardName: name, pricePerInstanceHour: price }: DashboardOptions, calledBefore: boolean): Finding[] {
  return [
    ...when(calledBefore, () => finding(TWICE, 'dashboard', {})),
    ...isKnown(name) && !NAME_PATTERN.test(name) ? [finding(NAME, 'dashboardName', { got: name })] : [],
    ...price === undefined || (isKnown(price) && price > 0 && price < Infinity) ? []
      : [finding(PRICE, 'pricePerInstanceHour', { got: isKnown(price) ? price : 'an unresolved token' })],
  ];
}
