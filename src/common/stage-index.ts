import { CfnResource, Stage } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { namedBy } from './references';

/** The properties with which resources of some types reference another resource. */
export interface Relation {
  readonly types: readonly string[];

  /** The values of these properties: IDs, lists of IDs, or unresolved tokens. */
  readonly naming: (resource: any) => unknown[];
}

/**
 * The resources of a stage, for questions that can only be answered when the app is complete.
 *
 * The construct tree is searched once for all endpoints of the stage: one search per endpoint takes quadratic time. Create the index during
 * synthesis only, because it does not contain constructs that are added later.
 */
export class StageIndex {
  /** The index of the stage of a construct. */
  public static of(construct: IConstruct): StageIndex {
    const stage = stageOf(construct);
    const index = indexes.get(stage) ?? new StageIndex(stage);
    indexes.set(stage, index);
    return index;
  }

  /** Removes the index of the stage of a construct. */
  public static forget(construct: IConstruct): void {
    indexes.delete(stageOf(construct));
  }

  private readonly byType = new Map<string, CfnResource[]>();
  private readonly byName = new Map<Relation, Map<IConstruct | string, CfnResource[]>>();

  private constructor(stage: IConstruct) {
    this.add(stage);
  }

  /** The resources of a type. */
  public resources(type: string): readonly CfnResource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resources that reference one of these values, in the order of the tree. */
  public related(relation: Relation, scope: IConstruct, value: unknown): readonly CfnResource[] {
    const names = this.names(relation);
    return names.size === 0 ? [] : [...new Set(namedBy(scope, value).flatMap(name => names.get(name) ?? []))];
  }

  private names(relation: Relation): Map<IConstruct | string, CfnResource[]> {
    let names = this.byName.get(relation);
    if (!names) {
      names = new Map();
      for (const resource of relation.types.flatMap(type => this.resources(type))) {
        for (const name of namedBy(resource, relation.naming(resource))) {
          append(names, name, resource);
        }
      }
      this.byName.set(relation, names);
    }
    return names;
  }

  private add(construct: IConstruct): void {
    if (CfnResource.isCfnResource(construct)) {
      append(this.byType, construct.cfnResourceType, construct);
    }
    for (const child of construct.node.children) {
      if (!Stage.isStage(child)) {
        this.add(child);
      }
    }
  }
}

const indexes = new WeakMap<IConstruct, StageIndex>();

/** The nearest stage, or the root of a tree without one. */
function stageOf(construct: IConstruct): IConstruct {
  return Stage.of(construct) ?? construct.node.root;
}

/** Whether a construct is a resource of a type. */
export function isOfType(construct: IConstruct | string | undefined, type: string): boolean {
  return typeof construct === 'object' && CfnResource.isCfnResource(construct) && construct.cfnResourceType === type;
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) {
    list.push(value);
  } else {
    lists.set(key, [value]);
  }
}
