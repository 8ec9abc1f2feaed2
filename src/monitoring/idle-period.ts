/** In seconds. */
export const DAY = 24 * 3600;

/**
 * The period of the alarm for idle instances, in seconds.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function idlePeriod(idleAfterSeconds: number): number {
  return idleAfterSeconds <= DAY ? 300 : 3600;
}
