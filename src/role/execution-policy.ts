import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnResource, Fn, Names, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { AttachedPolicy } from './attached-policy';

/** The maximum length of a policy name, minus a hyphen and the longest region name. */
const NAME_LENGTH = 128 - 1 - 20;

/**
/**
 * The permissions that the model needs, in addition to those that the role has from the start.
 *
 * This policy is separate from the default policy of the role so that the model can depend on it. The default policy may reference the endpoint,
 * which depends on the model, so a dependency on it would be circular. The policy is created with its first statement.
 */
export class ExecutionPolicy implements iam.IGrantable {
  /** Whether a resource is such a policy, of any endpoint. */
  public static isPolicy(resource: CfnResource): boolean {
    return resource.node.scope instanceof AttachedPolicy;
  }

  /** Adds the statements of grants to this policy. Resource policies reference the role. */
  public readonly grantPrincipal: iam.IPrincipal;

  private policy?: AttachedPolicy;

  constructor(
    private readonly scope: Construct, private readonly id: string, private readonly role: iam.IRole, private readonly roleIsShared: boolean,
  ) {
    this.grantPrincipal = principalOf(role, statement => this.add(statement));
  }

  /** The policy, if it has statements and is attached to the role. */
  public get resource(): iam.CfnPolicy | undefined {
    return this.policy?.attached ? this.policy.node.defaultChild as iam.CfnPolicy : undefined;
  }

  /** What aws-cdk-lib finds wrong with the statements. */
  public get problems(): string[] {
    return this.policy?.attached ? this.policy.document.validateForIdentityPolicy() : [];
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

/** Policy names must be unique within a role, which stacks in several regions may share. */
function policyName(scope: Construct): string {
  return Fn.join('-', [Names.uniqueResourceName(scope, { maxLength: NAME_LENGTH }), Stack.of(scope).region]);
}

/**
 * The role, except that its statements go into the policy. It must behave like the role in every other way, because the grants of aws-cdk-lib
 * check whether the app owns the role and which account it is in, and add tags to it.
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
