import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Aspects, CfnResource } from 'aws-cdk-lib/core';
import { Dependable, IConstruct, IDependable } from 'constructs';
import { UnawaitedPolicy } from '../checks/endpoint/permissions';
import { DependencyGraph, Waiting } from '../common/dependency-graph';
import { referencesIn } from '../common/references';
import { StageIndex } from '../common/stage-index';
import { routesOf } from '../network/endpoint-network';
import { ExecutionPolicy } from '../role/execution-policy';
import { policiesOf } from '../role/role-policies';

/** A model, or the configuration of an endpoint whose models are added later, and where its permissions and its network come from. */
export interface Prerequisites {
  readonly model: CfnModel | CfnEndpointConfig;
  readonly role: iam.IRole;
  readonly policy: ExecutionPolicy;
  readonly vpcConfig?: CfnModel.VpcConfigProperty;
  readonly vpc?: ec2.IVpc;
}

/**
 * What a model depends on, in addition to its references: the permissions of its role, and its network. SageMaker rejects a model if its role
 * cannot pull the image or read the weights.
 *
 * Permissions can be granted after the endpoint is constructed. The dependency is therefore computed during synthesis:
 * docs/adr/0017-permissions-before-the-model.md.
 */
export class ModelPrerequisites implements IDependable {
  private isSynthesizing = false;

  constructor(endpoint: IConstruct, private readonly context: Prerequisites) {
    const roots = () => this.awaited();
    Dependable.implement(this, { get dependencyRoots() { return roots(); } });
    context.model.node.addDependency(this);
    // aspects run before dependencies are computed, and can add permissions
    Aspects.of(endpoint).add({
      visit: () => {
        this.isSynthesizing = true;
        StageIndex.forget(endpoint);
      },
    });
  }

  /** The policies of the role that the model cannot depend on, except those that only allow actions on the endpoint itself. */
  public unawaitedPolicies(endpoint: CfnEndpoint): UnawaitedPolicy[] {
    const graph = DependencyGraph.of(endpoint);
    const { skipped } = this.waiting(graph);
    return skipped.length === 0 ? [] : this.policies().filter(policy => skipped.includes(policy)).flatMap(policy => {
      const statements = statementsOf(policy).map(statement => ({ actions: actionsOf(policy, statement), targets: targetsOf(policy, statement) }));
      const blocking = statements.filter(({ targets }) => targets.some(target => graph.reaches(target, this.context.model)));
      const isHarmless = statements.every(({ targets }) => targets.length === 1 && targets[0] === endpoint);
      return isHarmless ? [] : [{ path: policy.node.path, actions: [...new Set(blocking.flatMap(({ actions }) => actions))] }];
    });
  }

  private awaited(): IConstruct[] {
    // to resolve a policy before synthesis would freeze its statements; during a search, the result is not known yet
    const graph = this.isSynthesizing ? DependencyGraph.of(this.context.model) : undefined;
    return graph && !graph.isWalked ? [...this.waiting(graph).awaited] : [];
  }

  private waiting(graph: DependencyGraph): Waiting {
    const { model, vpcConfig, vpc } = this.context;
    return graph.waitFor(model, () => [...this.policies(), ...vpcConfig ? routesOf(model, vpcConfig, vpc) : []]);
  }

  /** The policies of the role, without those that the library creates for other endpoints. */
  private policies(): CfnResource[] {
    const { model, role, policy } = this.context;
    return [...policy.resource ? [policy.resource] : [], ...policiesOf(model, role).filter(each => !ExecutionPolicy.isPolicy(each))];
  }
}

/** The statements of a policy, with unresolved tokens. */
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
