import { Aspects, CfnElement, CfnResource, IAspect, Lazy, Stack } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { leftOutFindings, unnamedFindings } from '../checks/endpoint/enabled';
import { report } from '../checks/report';

/**
 * The children of a disabled endpoint that the template does not have: the endpoint, and what only works, costs or says something with it.
 * The role, the model, the configuration, the log group, the topics and the rules of events stay.
 */
const LEFT_OUT: readonly string[] = ['Endpoint', 'Deployment', 'Scaling', 'Monitoring', 'Dashboard', 'Outputs', 'SmokeTest'];

/**
 * Leaves the endpoint, its alarms and its scaling out of the template, and more. All methods can still be called, so the same code defines the
 * endpoint of every stage.
 */
export function leaveOut(endpoint: IConstruct, others: () => readonly IConstruct[] = () => []): void {
  Aspects.of(endpoint).add(new LeaveOut(endpoint, others));
}

/** The logical IDs of elements that are left out, before they became errors. */
const originalIds = new WeakMap<CfnElement, string>();

/** The logical ID of an element that may be left out, to make names from it. It must not become a reference. */
export function knownId(element: CfnElement): string {
  return originalIds.get(element) ?? element.logicalId;
}

/** The name of an endpoint that is not in the template, if CloudFormation generates it: a reference to it is an error at synth. */
export function unknownName(endpoint: IConstruct): string {
  return Lazy.string({ produce: () => void report(endpoint, unnamedFindings()) });
}

/** A resource that is not synthesized: another resource that depends on it, does not. */
type Unsynthesized = { shouldSynthesize: () => boolean };

/** Whether a resource is not in the template. */
export function isLeftOut(resource: CfnResource): boolean {
  return !(resource as unknown as Unsynthesized).shouldSynthesize();
}

/** Keeps a resource from depending on an element that is not in the template. Only aws-cdk-lib calls the method. */
export function neverSynthesize(element: CfnElement): void {
  (element as unknown as Unsynthesized).shouldSynthesize = () => false;
}

/** Aspects run at synth, after all methods have been called, and before the template is made. */
class LeaveOut implements IAspect {
  constructor(private readonly endpoint: IConstruct, private readonly others: () => readonly IConstruct[]) {}

  public visit(node: IConstruct): void {
    if (node === this.endpoint) {
      [...LEFT_OUT.flatMap(id => node.node.tryFindChild(id) ?? []), ...this.others()].forEach(child => this.remove(child));
    }
  }

  private remove(child: IConstruct): void {
    const elements = child.node.findAll().filter(each => CfnElement.isCfnElement(each));
    const { node } = child.node.scope!;
    if (node.defaultChild === child) {
      node.defaultChild = undefined; // which the template validation of aws-cdk-lib resolves
    }
    node.tryRemoveChild(child.node.id);
    elements.forEach(element => {
      originalIds.set(element, Stack.of(element).resolve(element.logicalId));
      neverSynthesize(element);
      element.overrideLogicalId(Lazy.string({ produce: () => void report(this.endpoint, leftOutFindings(element.node.path)) }));
    });
  }
}
