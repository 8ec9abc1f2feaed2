import { createHash } from 'crypto';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Lazy, Names, Stack } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';

/** The length of the parts of a name, which has at most 63 characters: prefix, ID and hash, with hyphens in between. */
const PREFIX_LENGTH = 30;
const ID_LENGTH = 22;
const HASH_LENGTH = 8;

/**
 * What the names of all components of an endpoint begin with. Names are in lower case, as SageMaker writes them in ARNs, because IAM compares ARNs
 * case-sensitively.
 */
export function namePrefix(endpoint: IConstruct): string {
  return `${Names.uniqueResourceName(endpoint, { maxLength: PREFIX_LENGTH }).toLowerCase()}-`;
}

/**
 * The name of a component. It is known at synth, and changes with everything that requires a new component: CloudFormation updates a component in
 * place whatever changes, and the API rejects most changes.
 *
 * @param component the construct of the component
 * @param endpoint the endpoint
 * @param identity what requires a new component if it changes, with unresolved tokens
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateInferenceComponent.html
 */
export function componentName(component: IConstruct, endpoint: IConstruct, identity: () => readonly unknown[]): string {
  const id = component.node.id.toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, ID_LENGTH);
  const start = `${namePrefix(endpoint)}${id && `${id}-`}`;
  return Lazy.uncachedString({ produce: () => start + hashOf(component, identity()) });
}

/** Makes the logical ID of a component change together with its name. */
export function replaceWithName(resource: CfnInferenceComponent, identity: () => readonly unknown[]): void {
  const original = Stack.of(resource).resolve(resource.logicalId) as string;
  resource.overrideLogicalId(Lazy.uncachedString({ produce: () => original + hashOf(resource.node.scope!, identity()) }));
}

function hashOf(component: IConstruct, identity: readonly unknown[]): string {
  const text = JSON.stringify([component.node.addr, Stack.of(component).resolve(identity)]);
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}
