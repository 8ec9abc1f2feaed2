import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnResource, Fn, Names, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** The longest name of a policy, less a hyphen and the longest name of a region. */
const NAME_LENGTH = 128 - 1 - 20;

/**
 * What the model needs of its role, besides what the role has from the start.
 *
 * It stands apart from the role's default policy, so that the model can wait for it: the default policy may name the endpoint,
 * which waits for the model in its turn. The policy is created with its first statement.
 */
export class ExecutionPolicy implements iam.IGrantable {
  /** Whether a resource is such a policy, of whichever endpoint. */
  public static isPolicy(resource: CfnResource): boolean {
    return resource.node.scope instanceof AttachedPolicy;
  }

  /** Takes the statements of grants into this policy; a resource policy names the role. */
  public readonly grantPrincipal: iam.IPrincipal;

  private policy?: AttachedPolicy;

  constructor(
    private readonly scope: Construct, private readonly id: string, private readonly role: iam.IRole, private readonly roleIsShared: boolean,
  ) {
    this.grantPrincipal = principalOf(role, statement => this.add(statement));
  }

  /** The policy, if it has a statement, and the role has taken it. */
  public get resource(): iam.CfnPolicy | undefined {
    return this.policy?.attached ? this.policy.node.defaultChild as iam.CfnPolicy : undefined;
  }

  /** Adds statements. */
  public addStatements(...statements: readonly iam.PolicyStatement[]): void {
    statements.forEach(statement => this.add(statement));
  }

  private add(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.policy ??= this.create();
    return this.policy.attached ? this.policy.grantPrincipal.addToPrincipalPolicy(statement) : this.role.addToPrincipalPolicy(statement);
  }

  private create(): AttachedPolicy {
    const policy = new AttachedPolicy(this.scope, this.id, { policyName: this.roleIsShared ? policyName(this.scope) : undefined });
    this.role.attachInlinePolicy(policy);
    return policy;
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
function principalOf(role: iam.IRole, addToPrincipalPolicy: iam.IPrincipal['addToPrincipalPolicy']): iam.IPrincipal {
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
