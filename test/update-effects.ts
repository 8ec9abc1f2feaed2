import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';

const EFFECTS: Record<ResourceImpact, string | undefined> = {
  [ResourceImpact.WILL_CREATE]: 'created',
  [ResourceImpact.WILL_DESTROY]: 'deleted',
  [ResourceImpact.WILL_UPDATE]: 'updated',
  [ResourceImpact.WILL_REPLACE]: 'replaced',
  [ResourceImpact.MAY_REPLACE]: 'perhaps replaced',
  [ResourceImpact.WILL_ORPHAN]: 'orphaned',
  [ResourceImpact.WILL_IMPORT]: 'imported',
  [ResourceImpact.NO_CHANGE]: undefined,
};

/** Every logical id that a value refers to. */
function references(value: any): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return [value.Ref, value['Fn::GetAtt']?.[0], ...Object.values(value).flatMap(references)].filter(id => id !== undefined);
}

/**
 * A template without the order of creation, whose change updates no resource.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
 */
export function unordered(of: any): any {
  return { Resources: Object.fromEntries(Object.entries<any>(of.Resources).map(([id, { DependsOn: _, ...resource }]) => [id, resource])) };
}

/** What an update does to each resource, by the last word of its type; what is deleted and created again is replaced. */
export function effectsOf(before: any, after: any): Record<string, string> {
  const { changes: differences } = fullDiff(unordered(before), unordered(after)).resources;
  const replaced = Object.keys(differences).filter(id => differences[id].changeImpact === ResourceImpact.WILL_REPLACE);
  const effects: Record<string, string> = {};
  new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)]).forEach(id => {
    const resource = after.Resources[id] ?? before.Resources[id];
    // the diff follows a reference to what is replaced only where it replaces the next one too
    const refersToReplaced = references(resource.Properties).some(reference => replaced.includes(reference));
    const effect = EFFECTS[differences[id]?.changeImpact ?? ResourceImpact.NO_CHANGE] ?? (refersToReplaced ? 'updated' : undefined);
    if (effect) {
      const name = resource.Type.split('::').pop()!;
      effects[name] = name in effects && effects[name] !== effect ? [effects[name], effect].sort().join() : effect;
    }
  });
  return Object.fromEntries(Object.entries(effects).map(([name, effect]) => [name, effect === 'created,deleted' ? 'replaced' : effect]));
}
