import * as iam from 'aws-cdk-lib/aws-iam';
import { Fn, Names, Stack } from 'aws-cdk-lib/core';
import { Construct, Dependable, IDependable } from 'constructs';

/** The longest name of a policy, less a hyphen and the longest name of a region. */
const NAME_LENGTH = 128 - 1 - 20;

/**
 * What the model needs of its role.
 *
 * It stands apart from the role's default policy, so that the model can wait for it: the default policy may name the endpoint,
 * which waits for the model in its turn.
 */
export class ExecutionPolicy implements iam.IGrantable, IDependable {
  /** Takes the statements of grants into this policy; a resource policy names the role. */
  public readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct, id: string, role: iam.IRole, roleIsShared: boolean) {
    const policy = new AttachedPolicy(scope, id, {
      policyName: roleIsShared ? policyName(scope) : undefined,
    });
    role.attachInlinePolicy(policy);
    this.grantPrincipal = policy.attached ? principalOf(policy, role) : role;
    Dependable.implement(this, { dependencyRoots: [policy] });
  }

  /** Adds statements. */
  public addStatements(...statements: iam.PolicyStatement[]): void {
    statements.forEach(statement => this.grantPrincipal.addToPrincipalPolicy(statement));
  }
}

/**
 * A policy that knows whether a role has taken it. A role that is customized, or kept from updates, takes none. It deals with
 * statements in its own way: by a report, by the policies of resources, or not at all.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam-readme.html#customizing-role-creation
 */
class AttachedPolicy extends iam.Policy {
  public attached = false;

  public attachToRole(role: iam.IRole): void {
    super.attachToRole(role);
    this.attached = true;
  }
}

/** A role that other stacks use too, in other regions as well, holds only one policy of each name. */
function policyName(scope: Construct): string {
  return Fn.join('-', [Names.uniqueResourceName(scope, { maxLength: NAME_LENGTH }), Stack.of(scope).region]);
}

/**
 * The role, but for its statements, which go into the policy. It must be the role for all else: grants of aws-cdk-lib ask whether a role is one
 * of the app, in which account it is, and tag it.
 */
function principalOf(policy: iam.Policy, role: iam.IRole): iam.IPrincipal {
  const addToPrincipalPolicy = (statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult => {
    policy.addStatements(statement);
    return { statementAdded: true, policyDependable: policy };
  };
  const principal: iam.IPrincipal = new Proxy(role, {
    get: (target, name) => {
      switch (name) {
        case 'grantPrincipal': return principal;
        case 'addToPrincipalPolicy': return addToPrincipalPolicy;
        default: return Reflect.get(target, name);
      }
    },
  });
  return principal;
}
