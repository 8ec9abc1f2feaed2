import { effectsText } from './update-effects';
import { changes } from '../../data/component-update-effects.json';

/** The table of update effects of inference components, which test/component/updates.test.ts compares with templates. */
export function componentUpdateEffects(): string[] {
  return [
    '| If you change | resources | what happens |',
    '|---|---|---|',
    ...changes.map(({ what, effects, when }) => `| ${what} | ${effectsText(effects)} | ${when} |`),
  ];
}
