import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { describeAlarms, failedRequests } from './alarm-access';
import { CapacitySize } from './capacity-size';
import { DeploymentSettings } from './deployment-settings';
import { ExecutionPolicy } from '../role/execution-policy';

export interface DeploymentGuardProps {
  readonly settings: DeploymentSettings;
  readonly role: iam.IRole;
  readonly roleIsShared: boolean;

  /** The dimensions of the metrics of the new instances; undefined if the library creates no alarm. */
  readonly ownAlarm?: { readonly EndpointName: string; readonly VariantName: string; readonly EndpointConfigName: string };
}

/** The deployment configuration of an endpoint, with its rollback alarms. */
export class DeploymentGuard extends Construct {
  /** The alarm that the library creates. */
  public readonly alarm?: cloudwatch.Alarm;

  /** The property of the endpoint. */
  public readonly deploymentConfig: CfnEndpoint.DeploymentConfigProperty;

  constructor(scope: Construct, id: string, { settings, role, roleIsShared, ownAlarm }: DeploymentGuardProps) {
    super(scope, id);
    this.alarm = ownAlarm && this.createAlarm(ownAlarm);
    const alarms = this.alarm ? [this.alarm] : settings.rollbackAlarms ?? [];
    if (alarms.length > 0) {
      // a separate policy: the model waits for the other policy, and the alarm is created after the model
      new ExecutionPolicy(this, 'Policy', role, roleIsShared).addStatements(describeAlarms(alarms));
    }
    this.deploymentConfig = {
      ...updatePolicy(settings),
      autoRollbackConfiguration: alarms.length > 0 ? { alarms: alarms.map(({ alarmRef }) => ({ alarmName: alarmRef.alarmName })) } : undefined,
    };
  }

  /**
   * Monitors only the new instances: the old ones may be failing, which the update is meant to fix.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
   */
  private createAlarm(dimensionsMap: NonNullable<DeploymentGuardProps['ownAlarm']>): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, 'RollbackAlarm', failedRequests(new cloudwatch.Metric({
      namespace: 'AWS/SageMaker',
      metricName: 'Invocation5XXErrors',
      dimensionsMap: { ...dimensionsMap },
      statistic: cloudwatch.Stats.AVERAGE,
      period: Duration.minutes(1),
    }), 'The new instances of an update return server errors. SageMaker rolls the update back.'));
  }
}

function updatePolicy(settings: DeploymentSettings): CfnEndpoint.DeploymentConfigProperty {
  const { kind, step, rollbackMaximumBatchSize } = settings;
  // the API requires it even if all traffic moves at once
  const waitIntervalInSeconds = settings.waitInterval?.toSeconds() ?? 0;
  const maximumExecutionTimeoutInSeconds = settings.maximumExecutionTimeout?.toSeconds();
  if (kind === 'ROLLING') {
    return {
      rollingUpdatePolicy: {
        maximumBatchSize: capacity(step!),
        waitIntervalInSeconds,
        maximumExecutionTimeoutInSeconds,
        rollbackMaximumBatchSize: rollbackMaximumBatchSize && capacity(rollbackMaximumBatchSize),
      },
    };
  }
  return {
    blueGreenUpdatePolicy: {
      trafficRoutingConfiguration: {
        type: kind,
        waitIntervalInSeconds,
        canarySize: kind === 'CANARY' ? capacity(step!) : undefined,
        linearStepSize: kind === 'LINEAR' ? capacity(step!) : undefined,
      },
      terminationWaitInSeconds: settings.terminationWait?.toSeconds(),
      maximumExecutionTimeoutInSeconds,
    },
  };
}

function capacity({ _type, _value }: CapacitySize): CfnEndpoint.CapacitySizeProperty {
  return { type: _type, value: _value };
}
