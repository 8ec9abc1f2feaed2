import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { namedBy } from '../common/references';
import { isOfType, Relation, StageIndex } from '../common/stage-index';

const MANAGED = 'AWS::IAM::ManagedPolicy';

const POLICIES_OF_ROLE: Relation = {
  types: ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', MANAGED],
  naming: ({ roles, roleName }: Partial<Pick<iam.CfnPolicy, 'roles'> & Pick<iam.CfnRolePolicy, 'roleName'>>) => [roles, roleName],
};

/** The policies of the stage that are attached to a role. A role in a different account can have the same name. */
export function policiesOf(scope: IConstruct, role: iam.IRole): CfnResource[] {
  const { account } = Stack.of(scope);
  return StageIndex.of(scope).related(POLICIES_OF_ROLE, scope, role.roleName).filter(policy => Stack.of(policy).account === account);
}

/** An inline policy of a role. */
export interface PolicySize {
  readonly path: string;

  /** The number of characters that are known. */
  readonly size: number;
}

/**
 * The inline policies of a role, whose total size has a quota.
 *
 * Policies with a condition, and policies that may overwrite each other, are left out, because they may not exist.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function inlinePolicySizes(scope: IConstruct, role: iam.IRole): readonly PolicySize[] {
  const index = StageIndex.of(scope);
  const known = sizes.get(index) ?? new Map<string, readonly PolicySize[]>();
  sizes.set(index, known);
  const found = known.get(role.roleArn) ?? measure(scope, role);
  known.set(role.roleArn, found);
  return found;
}

/** Endpoints can share a role, which is measured once. */
const sizes = new WeakMap<StageIndex, Map<string, readonly PolicySize[]>>();

function measure(scope: IConstruct, role: iam.IRole): PolicySize[] {
  const attached = policiesOf(scope, role).filter(policy => !isOfType(policy, MANAGED) && policy.cfnOptions.condition === undefined);
  const measured = attached.map(policy => {
    const { policyName, policyDocument } = policy as iam.CfnPolicy;
    return { name: JSON.stringify(policy.stack.resolve(policyName)), path: policy.node.path, size: literalSize(policy.stack, policyDocument) };
  });
  const stored = measured.filter(({ name, size }) => !measured.some(other => other.name === name && other.size < size));
  return stored.length === 0 ? [] : [...ownOf(scope, role), ...new Map(stored.map(each => [each.name, each])).values()];
}

/** The policies in the resource of the role. */
function ownOf(scope: IConstruct, { roleName }: iam.IRole): PolicySize[] {
  const [resource] = namedBy(scope, roleName).filter(each => isOfType(each, iam.CfnRole.CFN_RESOURCE_TYPE_NAME)) as iam.CfnRole[];
  const policies: iam.CfnRole.PolicyProperty[] = resource?.stack.resolve(resource.policies) ?? [];
  const size = policies.reduce((sum, { policyDocument }) => sum + literalSize(resource.stack, policyDocument), 0);
  return size > 0 ? [{ path: resource.node.path, size }] : [];
}

/** The number of characters that are known. IAM does not count white space. */
function literalSize(stack: Stack, document: unknown): number {
  const text = JSON.stringify(stack.resolve(document), (_, value) => isIntrinsic(value) ? literalOf(value) : value) ?? '';
  return text.replace(/\s/g, '').length;
}

function isIntrinsic(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && /^(Ref|Fn::.*)$/.test(Object.keys(value).join());
}

/** The part of an intrinsic function's value that is known. */
function literalOf(value: Record<string, unknown>): string {
  const [delimiter, parts] = Array.isArray(value['Fn::Join']) ? value['Fn::Join'] : ['', []];
  return Array.isArray(parts) ? parts.map(part => isIntrinsic(part) ? literalOf(part) : part).join(delimiter) : '';
}
