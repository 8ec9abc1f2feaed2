import { DASHBOARD_CHECKS } from './dashboard';
import { DUPLICATE_NAME_CHECKS } from './duplicate-names';
import { DISABLED_CHECKS } from './enabled';
import { ENRICHMENT_CHECKS } from './enrichment';
import { EVENT_CHECKS } from './events';
import { GRANT_CHECKS } from './grants';
import { IMPORT_CHECKS } from './imports';
import { TOPIC_LOCATION_CHECKS } from './location';
import { METHOD_ARGUMENT_CHECKS } from './method-arguments';
import { MONITOR_CHECKS } from './monitor';
import { OUTPUT_CHECKS } from './outputs';
import { PERMISSION_CHECKS } from './permissions';
import { SCALING_CHECKS } from './scaling';
import { SCALING_POLICY_CHECKS } from './scaling-policies';
import { SCALING_SCHEDULE_CHECKS } from './scaling-schedules';
import { SERVER_METRIC_CHECKS } from './server-metrics';
import { SMOKE_TEST_CHECKS } from './smoke-test';
import { SNAPSHOT_CHECKS } from './snapshot';
import { TAG_CHECKS } from './tags';
import { TOPIC_ACCESS_CHECKS } from './topic-access';
import { Subject } from '../subject';

/** The subjects that are checked when a method of the endpoint is called, when a snapshot is created, or when the app is synthesized. */
export const METHOD_SUBJECTS: readonly Subject[] = [
  { title: 'Scaling', checks: SCALING_CHECKS },
  { title: 'Scaling policies', checks: SCALING_POLICY_CHECKS },
  { title: 'Scaling schedules', checks: SCALING_SCHEDULE_CHECKS },
  { title: 'Alarms', checks: [...MONITOR_CHECKS, ...TOPIC_LOCATION_CHECKS] },
  { title: 'Metrics of the server', checks: SERVER_METRIC_CHECKS },
  { title: 'Enrichment', checks: ENRICHMENT_CHECKS },
  { title: 'Dashboard', checks: DASHBOARD_CHECKS },
  { title: 'Grants', checks: GRANT_CHECKS },
  { title: 'Permissions', checks: PERMISSION_CHECKS },
  { title: 'Events', checks: EVENT_CHECKS },
  { title: 'Smoke tests', checks: SMOKE_TEST_CHECKS },
  { title: 'Outputs', checks: OUTPUT_CHECKS },
  { title: 'References to a disabled endpoint', checks: DISABLED_CHECKS },
  { title: 'Arguments of methods', checks: METHOD_ARGUMENT_CHECKS },
  { title: 'Imported endpoints', checks: IMPORT_CHECKS },
  { title: 'Topics', checks: TOPIC_ACCESS_CHECKS },
  { title: 'Tags', checks: TAG_CHECKS },
  { title: 'Duplicate names', checks: DUPLICATE_NAME_CHECKS },
  { title: 'Snapshots', checks: SNAPSHOT_CHECKS },
];
