import { EndpointAlarms } from '../monitoring/endpoint-alarms';

/** What `autoScale`, `monitor` and `dashboard` need to know about each other, in whichever order they are called. */
export class EndpointOperations {
  /** The alarms, once `monitor` is called. */
  public alarms?: EndpointAlarms;

  /** What the user says to `monitor` about the endpoint having no instances. */
  public scalesToZero?: boolean;

  /** Whether scaling may remove all instances. */
  public canBeEmpty = false;

  /** Whether the endpoint has no instances at times, as far as it is known by now. */
  public get isEmptyAtTimes(): boolean {
    return this.scalesToZero ?? this.canBeEmpty;
  }

  /** Whether the user wants an alarm for no instances although scaling may remove all of them. */
  public get isWatchedWhileEmpty(): boolean {
    return this.scalesToZero === false && this.canBeEmpty && this.alarms !== undefined;
  }

  /** Notes that scaling may remove all instances: an alarm for no instances that `monitor` has created by default is removed. */
  public letBeEmpty(): void {
    this.canBeEmpty = true;
    const alarm = this.alarms?.noInstance;
    if (alarm && this.isEmptyAtTimes && alarm.node.scope?.node.tryRemoveChild(alarm.node.id)) {
      this.alarms!.all.splice(this.alarms!.all.indexOf(alarm), 1);
    }
  }
}
