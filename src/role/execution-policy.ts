import * as iam from 'aws-cdk-lib/aws-iam';
import { Fn, Names, Stack } from 'aws-cdk-lib/core';
import { Construct, Dependable, IDependable } from 'constructs';

/** The maximum length of a policy name, minus a hyphen and the longest region name. */
const NAME_LENGTH = 128 - 1 - 20;

/**
 * The permissions of the role that the model needs.
 *
 * This policy is separate from the default policy of the role so that the model can depend on it. The default policy may reference the endpoint,
 * which depends on the model, so a dependency on it would be circular.
 */
export class ExecutionPolicy implements iam.IGrantable, IDependable {
  /** Adds the statements of grants to this policy. Resource policies reference the role. */
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
 * A policy that knows whether it is attached to a role. A role that is customized or immutable accepts no policy, and handles statements in its
 * own way: with a report, with resource policies, or not at all.
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

/** Policy names must be unique within a role, which stacks in several regions may share. */
function policyName(scope: Construct): string {
  return Fn.join('-', [Names.uniqueResourceName(scope, { maxLength: NAME_LENGTH }), Stack.of(scope).region]);
}

/**
 * The role, except that its statements go into the policy. It must behave like the role in every other way, because the grants of aws-cdk-lib
 * check whether the app owns the role and which account it is in, and add tags to it.
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
