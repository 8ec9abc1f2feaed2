import { PIPELINE_NAMES } from './pipelines';
import { HuggingFaceTask } from '../model/hugging-face-task';

/** The task that a name means, but writes in another way, such as `Text-to-Image`. Undefined if it is right, or means no known task. */
export function taskMeant(name: string): string | undefined {
  const task = tasks().find(candidate => lettersOf(candidate) === lettersOf(name));
  return task === name ? undefined : task;
}

function tasks(): string[] {
  return [...Object.values(HuggingFaceTask).map(String), ...PIPELINE_NAMES];
}

/** The letters and digits of a name, which may be another value without types. Some write `2` for `to`. */
function lettersOf(name: string): string {
  return String(name).toLowerCase().replace(/[^a-z0-9]/g, '').replace(/(?<=[a-z])2(?=[a-z])/g, 'to');
}
