import { changes, kinds } from '../../data/update-effects.json';

const EFFECTS = ['created', 'created or updated', 'created,updated', 'replaced', 'updated', 'deleted', 'orphaned'];

/** The table of update effects, which test/updates.test.ts compares with the resource types of CloudFormation. */
export function updateEffects(): string[] {
  return [
    '| If you change | resources | duration | interruption |',
    '|---|---|---|---|',
    ...changes.map(({ what, kind, effects }) => {
      const { time, interruption } = kinds[kind as keyof typeof kinds];
      return `| ${what} | ${effectsText(effects)} | ${time} | ${interruption} |`;
    }),
  ];
}

/** What happens to resources, in the order of the effects. */
export function effectsText(effects: Partial<Record<string, string>>): string {
  const resources = (effect: string) => Object.keys(effects).filter(resource => effects[resource] === effect);
  return EFFECTS.filter(effect => resources(effect).length > 0)
    .map(effect => `${effect.replace(',', ' and ')}: ${resources(effect).join(', ')}`).join('; ');
}
