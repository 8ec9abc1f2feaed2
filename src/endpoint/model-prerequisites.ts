import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Aspects, CfnResource } from 'aws-cdk-lib/core';
import { Dependable, IConstruct, IDependable } from 'constructs';
import { UnawaitedPolicy } from '../checks/endpoint/permissions';
import { DependencyGraph, Waiting } from '../common/dependency-graph';
import { referencesIn } from '../common/references';
import { StageIndex } from '../common/stage-index';
import { routesOf } from '../network/endpoint-network';
import { ExecutionPolicy } from '../role/execution-policy';
import { policiesOf } from '../role/role-policies';

/** The model, and where its permissions and its network come from. */
export interface Prerequisites {
  readonly model: CfnModel;
  readonly role: iam.IRole;
  readonly policy: ExecutionPolicy;
  readonly vpcConfig?: CfnModel.VpcConfigProperty;
  readonly vpc?: ec2.IVpc;
}

/**
 * What a model waits for, besides what it refers to: SageMaker rejects a model whose role cannot pull its image, or read its weights, yet.
 *
 * Permissions may be granted after the endpoint is constructed. So this is a dependency that is asked during synthesis, when the app is
 * complete: docs/adr/0016-permissions-before-the-model.md.
 */
export class ModelPrerequisites implements IDependable {
  private isSynthesizing = false;

  constructor(endpoint: IConstruct, private readonly context: Prerequisites) {
    const roots = () => this.awaited();
    Dependable.implement(this, { get dependencyRoots() { return roots(); } });
    context.model.node.addDependency(this);
    // aspects are visited before dependencies are asked, and may add to the tree
    Aspects.of(endpoint).add({
      visit: construct => {
        if (construct === endpoint) {
          this.isSynthesizing = true;
          StageIndex.forget(endpoint);
        }
      },
    });
  }

  /** The policies of the role that the model cannot wait for, but for those that only allow to invoke the endpoint itself. */
  public unawaitedPolicies(endpoint: CfnEndpoint): UnawaitedPolicy[] {
    const graph = DependencyGraph.of(endpoint);
    const { skipped } = this.waiting(graph);
    return this.policies().filter(policy => skipped.includes(policy)).flatMap(policy => {
      const statements = statementsOf(policy).map(statement => ({ actions: actionsOf(policy, statement), targets: targetsOf(policy, statement) }));
      const blocking = statements.filter(({ targets }) => targets.some(target => graph.reaches(target, this.context.model)));
      const isHarmless = blocking.length > 0 && statements.every(({ targets }) => targets.length === 1 && targets[0] === endpoint);
      return isHarmless ? [] : [{ path: policy.node.path, actions: blocking.flatMap(({ actions }) => actions) }];
    });
  }

  private awaited(): IConstruct[] {
    // before, a statement may still be changed, and while the graph is walked, this is what it is walked for
    const graph = this.isSynthesizing ? DependencyGraph.of(this.context.model) : undefined;
    return graph && !graph.isWalked ? [...this.waiting(graph).awaited] : [];
  }

  private waiting(graph: DependencyGraph): Waiting {
    const { model, vpcConfig, vpc } = this.context;
    return graph.waitFor(model, () => [...this.policies(), ...vpcConfig ? routesOf(model, vpcConfig, vpc) : []]);
  }

  /** Those that other endpoints have for themselves are not for this one. */
  private policies(): CfnResource[] {
    const { model, role, policy } = this.context;
    return [...policy.resource ? [policy.resource] : [], ...policiesOf(model, role).filter(each => !ExecutionPolicy.isPolicy(each))];
  }
}

/** The statements of a policy, as far as they can be told apart. */
function statementsOf(policy: CfnResource): Record<string, unknown>[] {
  const { policyDocument } = policy as iam.CfnPolicy;
  const { Statement: statements } = policyDocument instanceof iam.PolicyDocument ? policyDocument.toJSON() : policyDocument;
  return [statements ?? []].flat();
}

function actionsOf(policy: CfnResource, { Action: action, NotAction: others }: Record<string, unknown>): string[] {
  return [policy.stack.resolve(action ?? others) ?? []].flat().filter(each => typeof each === 'string');
}

function targetsOf(policy: CfnResource, statement: Record<string, unknown>): CfnResource[] {
  return [...referencesIn(policy, statement).constructs].filter(target => CfnResource.isCfnResource(target));
}
