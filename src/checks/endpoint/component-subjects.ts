import { ADAPTER_CHECKS } from './component-adapters';
import { COMPONENT_MONITOR_CHECKS } from './component-monitor';
import { COMPONENT_PLACEMENT_CHECKS } from './component-placement';
import { COMPONENT_UPDATE_CHECKS } from './component-update';
import { COMPONENT_CHECKS } from './components';
import { Subject } from '../subject';

/** The subjects of endpoints with inference components, in addition to those of all endpoints. */
export const COMPONENT_SUBJECTS: readonly Subject[] = [
  { title: 'Inference components', checks: COMPONENT_CHECKS },
  { title: 'Placement of inference components', checks: COMPONENT_PLACEMENT_CHECKS },
  { title: 'Rolling updates of inference components', checks: COMPONENT_UPDATE_CHECKS },
  { title: 'Alarms of inference components', checks: COMPONENT_MONITOR_CHECKS },
  { title: 'Adapters of inference components', checks: ADAPTER_CHECKS },
];
