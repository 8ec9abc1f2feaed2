import { changes, kinds } from '../../data/update-effects.json';

const EFFECTS = ['created', 'replaced', 'updated', 'deleted', 'orphaned'];

/** The table of what an update does, which test/updates.test.ts holds against AWS's own facts. */
export function updateEffects(): string[] {
  return [
    '| When you change | this happens | it takes | interruption |',
    '|---|---|---|---|',
    ...changes.map(({ what, kind, effects }) => {
      const { time, interruption } = kinds[kind as keyof typeof kinds];
      return `| ${what} | ${effectsText(effects)} | ${time} | ${interruption} |`;
    }),
  ];
}

function effectsText(effects: Partial<Record<string, string>>): string {
  const resources = (effect: string) => Object.keys(effects).filter(resource => effects[resource] === effect);
  return EFFECTS.filter(effect => resources(effect).length > 0).map(effect => `${effect}: ${resources(effect).join(', ')}`).join('; ');
}
