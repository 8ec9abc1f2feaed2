import * as iam from 'aws-cdk-lib/aws-iam';
import { Token, TokenComparison } from 'aws-cdk-lib/core';

/** A grant with conditions. */
export interface ConditionalGrant {
  readonly grantee: iam.IGrantable;
  readonly actions: string[];
  readonly conditions: Record<string, Record<string, unknown>>;
  /** The resources in the policy of the role. */
  readonly resourceArns: string[];
  /** The resources in the resource policy. */
  readonly resourceSelfArns: string[];
  /** The account of the resource. */
  readonly account: string;
  /** The principal in the resource policy; by default the grantee. */
  readonly resourcePolicyPrincipal?: iam.IPrincipal;
  /** Adds a statement to the resource policy. */
  readonly addToResourcePolicy: (statement: iam.PolicyStatement) => void;
}

/**
 * Adds a statement to the role, and also to the resource policy if necessary.
 *
 * `Grant.addToPrincipalOrResource` does the same, but the lowest supported aws-cdk-lib omits the conditions from the resource policy.
 */
export function grantConditionally(grant: ConditionalGrant): void {
  const { grantee, actions, conditions, resourceArns, resourceSelfArns, account, resourcePolicyPrincipal } = grant;
  const { success } = iam.Grant.addToPrincipal({ grantee, actions, conditions, resourceArns });
  const { grantPrincipal } = grantee;
  if (!success || ofDifferentAccounts(account, grantPrincipal.principalAccount)) {
    const principals = [resourcePolicyPrincipal ?? grantPrincipal];
    grant.addToResourcePolicy(new iam.PolicyStatement({ principals, actions, conditions, resources: resourceSelfArns }));
  }
}

function ofDifferentAccounts(one: string, other: string | undefined): boolean {
  const comparison = other === undefined ? TokenComparison.SAME : Token.compareStrings(one, other);
  return comparison === TokenComparison.DIFFERENT || comparison === TokenComparison.ONE_UNRESOLVED;
}
