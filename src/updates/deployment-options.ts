import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';

/** The options that all deployment strategies have in common. */
export interface DeploymentOptions {
  /**
   * The alarms that stop an update and roll it back to the old instances: at most 10.
   *
   * CloudFormation creates the alarms before the endpoint. Use the value of `endpointName` as the dimension of their metrics, and not an attribute
   * of the construct, which would cause a circular dependency.
   *
   * @default - if `endpointName` is set, an alarm of the library that goes into ALARM if more than 5% of the requests to the new instances fail
   * with a server error within one minute. Otherwise none
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
   */
  readonly rollbackAlarms?: cloudwatch.IAlarmRef[];

  /**
   * The maximum duration of an update, after which it fails: 10 minutes to 8 hours, and longer than all its waiting times.
   *
   * @default - chosen by SageMaker
   */
  readonly maximumExecutionTimeout?: Duration;
}
