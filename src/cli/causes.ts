import { KnownCause } from './known-cause';
import { KNOWN_CAUSES } from './troubleshooting.generated';

/** The causes whose pattern is in a text. */
export function causesOf(text: string): KnownCause[] {
  return KNOWN_CAUSES.filter(({ pattern }) => new RegExp(pattern, 'i').test(text));
}
