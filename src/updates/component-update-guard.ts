import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { describeAlarms, failedRequests } from './alarm-access';
import { ComponentCapacitySize } from './component-capacity-size';
import { ComponentRollingUpdateOptions } from './component-rolling-update-options';
import { ExecutionPolicy } from '../role/execution-policy';

export interface ComponentUpdateGuardProps {
  readonly options: ComponentRollingUpdateOptions;
  readonly role: iam.IRole;
  readonly roleIsShared: boolean;

  /** The metric of requests that fail with a server error. */
  readonly serverErrors: (options: cloudwatch.MetricOptions) => cloudwatch.Metric;
}

/** How the copies of an inference component are updated, with its rollback alarms. */
export class ComponentUpdateGuard extends Construct {
  /** The property of the component. */
  public readonly deploymentConfig: CfnInferenceComponent.InferenceComponentDeploymentConfigProperty;

  constructor(scope: Construct, id: string, { options, role, roleIsShared, serverErrors }: ComponentUpdateGuardProps) {
    super(scope, id);
    const { maximumBatchSize, waitInterval, rollbackMaximumBatchSize, maximumExecutionTimeout } = options;
    const alarms = options.rollbackAlarms ?? [new cloudwatch.Alarm(this, 'RollbackAlarm', failedRequests(
      serverErrors({ statistic: cloudwatch.Stats.AVERAGE, period: Duration.minutes(1) }),
      'The copies return server errors during an update. SageMaker rolls the update back.',
    ))];
    if (alarms.length > 0) {
      new ExecutionPolicy(this, 'Policy', role, roleIsShared).addStatements(describeAlarms(alarms));
    }
    this.deploymentConfig = {
      rollingUpdatePolicy: {
        maximumBatchSize: capacity(maximumBatchSize),
        waitIntervalInSeconds: waitInterval.toSeconds(),
        maximumExecutionTimeoutInSeconds: maximumExecutionTimeout?.toSeconds(),
        rollbackMaximumBatchSize: rollbackMaximumBatchSize && capacity(rollbackMaximumBatchSize),
      },
      autoRollbackConfiguration: alarms.length > 0 ? { alarms: alarms.map(({ alarmRef }) => ({ alarmName: alarmRef.alarmName })) } : undefined,
    };
  }
}

function capacity({ _type, _value }: ComponentCapacitySize): CfnInferenceComponent.InferenceComponentCapacitySizeProperty {
  return { type: _type, value: _value };
}
