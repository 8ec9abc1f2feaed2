/** The resources that each resource of a template waits for, by logical ID. */
function edgesOf({ Resources }: any): Map<string, string[]> {
  const ids = Object.keys(Resources);
  return new Map(Object.entries<any>(Resources).map(([id, { DependsOn: explicit, ...resource }]) =>
    [id, [...[explicit ?? []].flat(), ...references(resource)].filter(each => ids.includes(each))]));
}

function references(value: any): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries<any>(value).flatMap(([key, child]) => {
    switch (key) {
      case 'Ref': return [child];
      case 'Fn::GetAtt': return [Array.isArray(child) ? child[0] : child.split('.')[0]];
      case 'Fn::Sub': return [...String(child).matchAll(/\$\{([^.}]+)/g)].map(([, id]) => id);
      default: return references(child);
    }
  });
}

/** Everything that a resource waits for, by way of others or not. Fails if the template has a circular dependency, which CloudFormation rejects. */
export function awaitedBy(template: any, id: string): Set<string> {
  expect(circular(template)).toEqual([]);
  return closure(edgesOf(template), id);
}

/** The resources that wait for themselves. */
export function circular(template: any): string[] {
  const edges = edgesOf(template);
  return [...edges.keys()].filter(each => closure(edges, each).has(each));
}

function closure(edges: Map<string, string[]>, from: string): Set<string> {
  const found = new Set<string>();
  const pending = [...edges.get(from)!];
  while (pending.length > 0) {
    const id = pending.pop()!;
    if (!found.has(id)) {
      found.add(id);
      pending.push(...edges.get(id)!);
    }
  }
  return found;
}
