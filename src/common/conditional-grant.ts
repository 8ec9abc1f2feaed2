import * as iam from 'aws-cdk-lib/aws-iam';
import { Token, TokenComparison } from 'aws-cdk-lib/core';

/** What is allowed of a resource under a condition. */
export interface ConditionalGrant {
  readonly grantee: iam.IGrantable;
  readonly actions: string[];
  readonly conditions: Record<string, Record<string, unknown>>;
  /** The resources as a role names them. */
  readonly resourceArns: string[];
  /** The resources as the policy of the resource names them. */
  readonly resourceSelfArns: string[];
  /** The account of the resource. */
  readonly account: string;
  /** Whom the policy of the resource allows it; by default the grantee. */
  readonly resourcePolicyPrincipal?: iam.IPrincipal;
  /** Adds a statement to the policy of the resource. */
  readonly addToResourcePolicy: (statement: iam.PolicyStatement) => void;
}

/**
 * Grants to the role, and where that is not enough, by the policy of the resource.
 *
 * `Grant.addToPrincipalOrResource` does the same, but leaves the conditions out of the policy of the resource with the lowest supported
 * aws-cdk-lib.
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
