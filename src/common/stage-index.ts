import { CfnElement, CfnParameter, CfnResource, Stage } from 'aws-cdk-lib/core';
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

  /** The parameters of the templates. */
  public readonly parameters: CfnParameter[] = [];

  private readonly byType = new Map<string, CfnResource[]>();
  private readonly byName = new Map<Relation, Map<IConstruct | string, CfnResource[]>>();

  private otherStages?: readonly StageIndex[];

  private constructor(private readonly stage: IConstruct) {
    this.add(stage);
  }

  /** The indexes of the other stages of the app. */
  public get others(): readonly StageIndex[] {
    return this.otherStages ??= stagesIn(this.stage.node.root).filter(stage => stage !== this.stage).map(stage => new StageIndex(stage));
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
    } else if (CfnElement.isCfnElement(construct) && 'noEcho' in construct) {
      this.parameters.push(construct as CfnParameter);
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

/** The root of a tree and all stages in it. */
function stagesIn(root: IConstruct): IConstruct[] {
  return root.node.findAll().filter(construct => construct === root || Stage.isStage(construct));
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
