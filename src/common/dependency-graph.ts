import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib/core';
import { Dependable, IConstruct } from 'constructs';
import { referencesIn } from './references';
import { isOfType, StageIndex } from './stage-index';

/** The resources that a resource can depend on, and those that it cannot. */
export interface Waiting {
  readonly awaited: readonly CfnResource[];

  /** These depend on the resource, so a dependency on them would be circular. */
  readonly skipped: readonly CfnResource[];
}

/**
 * The dependencies between the resources of a stage: references, and dependencies of resources and constructs.
 *
 * Dependencies on other stacks are ignored, because stacks are deployed one after the other. A nested stack is one resource of its parent: a
 * dependency on one of its resources is a dependency on all of them.
 */
export class DependencyGraph {
  /** The graph of the stage of a construct. */
  public static of(construct: IConstruct): DependencyGraph {
    const index = StageIndex.of(construct);
    const graph = graphs.get(index) ?? new DependencyGraph();
    graphs.set(index, graph);
    return graph;
  }

  /** Whether a search is in progress. Dependencies that are computed from the graph must be empty during a search. */
  public isWalked = false;

  private readonly waits = new Map<CfnResource, Waiting>();
  private readonly edges = new Map<CfnElement, readonly CfnElement[]>();
  private readonly ofConstructs = new Map<IConstruct, readonly CfnElement[]>();
  private readonly logicalIds = new Map<Stack, ReadonlyMap<string, CfnElement>>();

  /**
   * Selects the resources that a resource can depend on without a circular dependency, and adds these dependencies to the graph.
   *
   * Resources of other stacks are left out: a stack that is referenced is deployed first, and any other stack may depend on this one.
   */
  public waitFor(resource: CfnResource, others: () => readonly CfnResource[]): Waiting {
    let waiting = this.waits.get(resource);
    if (!waiting) {
      const all = others().filter(other => commonStack(resource, other) !== undefined);
      const skipped = all.filter(other => this.reaches(other, resource));
      waiting = { awaited: all.filter(other => !skipped.includes(other)), skipped };
      this.waits.set(resource, waiting);
    }
    return waiting;
  }

  /** Whether a resource depends on another one of the same stack, directly or indirectly. */
  public reaches(from: CfnElement, to: CfnElement): boolean {
    this.isWalked = true;
    try {
      return this.walk(from, to);
    } finally {
      this.isWalked = false;
    }
  }

  private walk(from: CfnElement, to: CfnElement): boolean {
    const level = commonStack(from, to);
    const target = level && unitOf(to, level);
    const found = new Set<IConstruct>();
    const pending = [level && unitOf(from, level)];
    while (level && pending.length > 0) {
      const unit = pending.pop();
      if (unit === target) {
        return true;
      }
      if (unit && !found.has(unit)) {
        found.add(unit);
        pending.push(...elementsOf(unit).flatMap(element => [...this.edgesOf(element)]).map(element => unitOf(element, level)));
      }
    }
    return false;
  }

  private edgesOf(element: CfnElement): CfnElement[] {
    let edges = this.edges.get(element);
    if (!edges) {
      edges = [...this.referencesOf(element), ...element.node.scopes.flatMap(scope => this.dependenciesOf(scope))];
      this.edges.set(element, edges);
    }
    return [...edges, ...CfnResource.isCfnResource(element) ? this.waits.get(element)?.awaited ?? [] : []];
  }

  private referencesOf(element: CfnElement): CfnElement[] {
    const { constructs, logicalIds } = referencesIn(element, element._toCloudFormation());
    return [
      ...constructs,
      ...[...logicalIds].map(id => this.elementsById(element.stack).get(id)),
      ...CfnResource.isCfnResource(element) ? element.obtainDependencies() : [],
    ].filter(isElement);
  }

  private dependenciesOf(construct: IConstruct): readonly CfnElement[] {
    let elements = this.ofConstructs.get(construct);
    if (!elements) {
      const roots = construct.node.dependencies.flatMap(dependency => Dependable.of(dependency).dependencyRoots);
      elements = roots.flatMap(root => elementsOf(root));
      this.ofConstructs.set(construct, elements);
    }
    return elements;
  }

  private elementsById(stack: Stack): ReadonlyMap<string, CfnElement> {
    let elements = this.logicalIds.get(stack);
    if (!elements) {
      elements = new Map(elementsOf(stack).filter(element => element.stack === stack).map(element => [stack.resolve(element.logicalId), element]));
      this.logicalIds.set(stack, elements);
    }
    return elements;
  }
}

const graphs = new WeakMap<StageIndex, DependencyGraph>();

/** The innermost stack that contains both elements, directly or in nested stacks; undefined if there is none. */
function commonStack(one: CfnElement, other: CfnElement): Stack | undefined {
  const stacks = stacksOf(other);
  return stacksOf(one).find(stack => stacks.includes(stack));
}

/** What represents an element in a stack: the nested stack that contains or is the element, or else the element; undefined for other stacks. */
function unitOf(element: CfnElement, level: Stack): IConstruct | undefined {
  const stacks = stacksOf(element);
  const depth = stacks.indexOf(level);
  return depth < 0 ? undefined : stacks[depth - 1] ?? nestedStackOf(element) ?? element;
}

/** The nested stack that a resource creates. Both have the same parent. */
function nestedStackOf(element: CfnElement): IConstruct | undefined {
  return isOfType(element, 'AWS::CloudFormation::Stack')
    ? element.node.scope?.node.children.find(each => Stack.isStack(each) && each.nestedStackResource === element) : undefined;
}

function isElement(construct: IConstruct | undefined): construct is CfnElement {
  return construct !== undefined && CfnElement.isCfnElement(construct);
}

/** The stack of an element, and the parents of this stack. */
function stacksOf({ stack }: CfnElement): Stack[] {
  const stacks = [];
  for (let each: Stack | undefined = stack; each; each = each.nestedStackParent) {
    stacks.push(each);
  }
  return stacks;
}

/** The elements of a construct. For a nested stack, this includes its resource in the parent stack. */
function elementsOf(construct: IConstruct): CfnElement[] {
  const elements = construct.node.findAll().filter(isElement);
  const own = Stack.isStack(construct) ? construct.nestedStackResource : undefined;
  return own ? [...elements, own] : elements;
}
