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

/** The policies of the stage that are attached to a role. A role of another account, with the same name, is another one. */
export function policiesOf(scope: IConstruct, role: iam.IRole): CfnResource[] {
  const { account } = Stack.of(scope);
  return StageIndex.of(scope).related(POLICIES_OF_ROLE, scope, role.roleName).filter(policy => Stack.of(policy).account === account);
}

/** A policy that counts towards the size of a role, with the characters of it that are known. */
export interface PolicySize {
  readonly path: string;
  readonly size: number;
}

/**
 * The policies that are stored in a role, and count towards its quota together.
 *
 * What may not be created, or may overwrite another policy, is left out.
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

/** Roles are shared: each is measured once. */
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

/** What the role itself has: it is small, unless there is more. */
function ownOf(scope: IConstruct, { roleName }: iam.IRole): PolicySize[] {
  const [resource] = namedBy(scope, roleName).filter(each => isOfType(each, iam.CfnRole.CFN_RESOURCE_TYPE_NAME)) as iam.CfnRole[];
  const policies: iam.CfnRole.PolicyProperty[] = resource?.stack.resolve(resource.policies) ?? [];
  const size = policies.reduce((sum, { policyDocument }) => sum + literalSize(resource.stack, policyDocument), 0);
  return size > 0 ? [{ path: resource.node.path, size }] : [];
}

/** The number of characters that are known, without white space, which IAM does not count. */
function literalSize(stack: Stack, document: unknown): number {
  const text = JSON.stringify(stack.resolve(document), (_, value) => isIntrinsic(value) ? literalOf(value) : value) ?? '';
  return text.replace(/\s/g, '').length;
}

function isIntrinsic(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && /^(Ref|Fn::.*)$/.test(Object.keys(value).join());
}

/** The known part of an intrinsic function; of those whose value can be anything, nothing. */
function literalOf(value: Record<string, unknown>): string {
  const [delimiter, parts] = Array.isArray(value['Fn::Join']) ? value['Fn::Join'] : ['', []];
  return Array.isArray(parts) ? parts.map(part => isIntrinsic(part) ? literalOf(part) : part).join(delimiter) : '';
}
