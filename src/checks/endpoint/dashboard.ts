import { Token } from 'aws-cdk-lib/core';
import { NUMBER, STRING } from '../../input/kinds';
import { Shape } from '../../input/shape';
import { DashboardOptions } from '../../monitoring/dashboard-options';

export const DASHBOARD_SHAPE: Shape<DashboardOptions> = { dashboardName: STRING, pricePerInstanceHour: NUMBER };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
const NAME = /^[A-Za-z0-9_-]{1,255}$/;

/** Everything that is wrong with the options of `dashboard`. */
export function dashboardProblems({ dashboardName: name, pricePerInstanceHour: price }: DashboardOptions): string[] {
  return [
    ...name === undefined || Token.isUnresolved(name) || NAME.test(name)
      ? [] : [`'dashboardName' must have 1 to 255 letters, digits, hyphens and underscores, got ${JSON.stringify(name)}`],
    ...price === undefined || (!Token.isUnresolved(price) && Number.isFinite(price) && price > 0)
      ? [] : [`'pricePerInstanceHour' must be a number above 0 that is known at synth, got ${Token.isUnresolved(price) ? 'a token' : price}`],
  ];
}
