import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Lazy } from 'aws-cdk-lib/core';
import { removedAlarmFindings } from '../checks/endpoint/monitor';
import { report } from '../checks/report';
import { EndpointAlarms } from '../monitoring/endpoint-alarms';

/** What `autoScale`, `monitor` and `dashboard` need to know about each other, in any order of the calls. */
export class EndpointOperations {
  /** The alarms, once `monitor` is called. */
  public alarms?: EndpointAlarms;

  /** What the user sets for `monitor`. */
  private scalesToZero?: boolean;

  /** Whether scaling removes all instances, or may do so because its minimum is an unresolved token. */
  private mayBeEmpty = false;

  /** Whether scaling removes all instances. */
  private isEmptied = false;

  /** Whether the user wants an alarm for no instances although scaling removes all of them. */
  public get isWatchedWhileEmpty(): boolean {
    return this.scalesToZero === false && this.isEmptied;
  }

  /** Creates the alarms: by default with one for no instances, unless it is known by now that scaling may remove all of them. */
  public monitor(scalesToZero: boolean | undefined, createAlarms: (scalesToZero: boolean) => EndpointAlarms): EndpointAlarms {
    this.scalesToZero = scalesToZero;
    this.alarms = createAlarms(scalesToZero ?? this.mayBeEmpty);
    return this.alarms;
  }

  /** Notes a minimum of no instances, or one that is an unresolved token. An alarm for no instances that exists by default is removed. */
  public letBeEmpty(minCapacity: number | undefined): void {
    this.mayBeEmpty = true;
    this.isEmptied ||= minCapacity === 0;
    if (this.alarms && this.scalesToZero === undefined) {
      removeNoInstance(this.alarms);
    }
  }
}

/** Removes the alarm for no instances. A reference to it is an error at synth, before CloudFormation rejects the template. */
function removeNoInstance({ all, noInstance }: EndpointAlarms): void {
  if (noInstance?.node.scope!.node.tryRemoveChild(noInstance.node.id)) {
    all.splice(all.indexOf(noInstance), 1);
    (noInstance.node.defaultChild as CfnAlarm).overrideLogicalId(Lazy.string({ produce: () => void report(noInstance, removedAlarmFindings()) }));
  }
}
