import { Aspects, CfnElement, CfnResource, IAspect, Lazy } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { leftOutFindings, unnamedFindings } from '../checks/endpoint/enabled';
import { report } from '../checks/report';

/**
 * The children of a disabled endpoint that the template does not have: the endpoint, and what only works, costs or says something with it.
 * The role, the model, the configuration, the log group, the topics and the rules of events stay.
 */
const LEFT_OUT: readonly string[] = ['Endpoint', 'Deployment', 'Scaling', 'Monitoring', 'Dashboard', 'Outputs', 'SmokeTest'];

/**
 * Leaves the endpoint, its alarms and its scaling out of the template. All methods can still be called, so the same code defines the endpoint of
 * every stage.
 */
export function leaveOut(endpoint: IConstruct): void {
  Aspects.of(endpoint).add(new LeaveOut(endpoint));
}

/** The name of an endpoint that is not in the template, if CloudFormation generates it: a reference to it is an error at synth. */
export function unknownName(endpoint: IConstruct): string {
  return Lazy.string({
    produce: () => {
      report(endpoint, unnamedFindings());
      return '';
    },
  });
}

/** A resource that is not synthesized: another resource that depends on it, does not. */
type Unsynthesized = { shouldSynthesize: () => boolean };

/** Whether a resource is not in the template. */
export function isLeftOut(resource: CfnResource): boolean {
  return !(resource as unknown as Unsynthesized).shouldSynthesize();
}

/** Keeps another resource from depending on a resource that is not in the template. Only aws-cdk-lib calls the method. */
export function neverSynthesize(resource: CfnResource): void {
  (resource as unknown as Unsynthesized).shouldSynthesize = () => false;
}

/** Aspects run at synth, after all methods have been called, and before the template is made. */
class LeaveOut implements IAspect {
  constructor(private readonly endpoint: IConstruct) {}

  public visit(node: IConstruct): void {
    if (node === this.endpoint) {
      LEFT_OUT.forEach(id => this.remove(id));
    }
  }

  private remove(id: string): void {
    const elements = this.endpoint.node.tryFindChild(id)?.node.findAll().filter(child => CfnElement.isCfnElement(child)) ?? [];
    if (this.endpoint.node.defaultChild === this.endpoint.node.tryFindChild(id)) {
      this.endpoint.node.defaultChild = undefined; // which the template validation of aws-cdk-lib resolves
    }
    this.endpoint.node.tryRemoveChild(id);
    elements.forEach(element => {
      if (CfnResource.isCfnResource(element)) {
        neverSynthesize(element);
      }
      element.overrideLogicalId(Lazy.string({
        produce: () => {
          report(this.endpoint, leftOutFindings(element.node.path));
          return '';
        },
      }));
    });
  }
}
