import { DASHBOARD_CHECKS } from './dashboard';
import { EVENT_CHECKS } from './events';
import { GRANT_CHECKS } from './grants';
import { MONITOR_CHECKS } from './monitor';
import { PERMISSION_CHECKS } from './permissions';
import { SCALING_CHECKS } from './scaling';
import { SCALING_POLICY_CHECKS } from './scaling-policies';
import { SCALING_SCHEDULE_CHECKS } from './scaling-schedules';
import { SNAPSHOT_CHECKS } from './snapshot';
import { Subject } from '../subject';

/** The subjects that are checked when a method of the endpoint is called, when a snapshot is created, or when the app is synthesized. */
export const METHOD_SUBJECTS: readonly Subject[] = [
  { title: 'Scaling', checks: SCALING_CHECKS },
  { title: 'Scaling policies', checks: SCALING_POLICY_CHECKS },
  { title: 'Scaling schedules', checks: SCALING_SCHEDULE_CHECKS },
  { title: 'Alarms', checks: MONITOR_CHECKS },
  { title: 'Dashboard', checks: DASHBOARD_CHECKS },
  { title: 'Grants', checks: GRANT_CHECKS },
  { title: 'Permissions', checks: PERMISSION_CHECKS },
  { title: 'Events', checks: EVENT_CHECKS },
  { title: 'Snapshots', checks: SNAPSHOT_CHECKS },
];
