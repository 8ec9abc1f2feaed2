import { ENDPOINT_SUBJECTS } from './endpoint';
import { COMPONENT_SUBJECTS } from './endpoint/component-subjects';
import { METHOD_SUBJECTS } from './endpoint/methods';
import { MODEL_SUBJECTS } from './model';
import { PROP_CHECKS } from './props';
import { Subject } from './subject';

/** All subjects of the checks, for the documentation. An endpoint does not load the checks of methods that it does not use. */
export const SUBJECTS: readonly Subject[] = [
  { title: 'Types of props', checks: PROP_CHECKS }, ...MODEL_SUBJECTS, ...ENDPOINT_SUBJECTS, ...METHOD_SUBJECTS, ...COMPONENT_SUBJECTS,
];
