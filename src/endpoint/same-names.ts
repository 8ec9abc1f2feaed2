import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { CfnResource, Stack, Token } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { isLeftOut } from './disabled-endpoint';
import { SameName } from '../checks/endpoint/duplicate-names';
import { isOfType, Relation, StageIndex } from '../common/stage-index';

/** A type of resource whose name must be unique in an account and region. */
interface NamedType extends Pick<SameName, 'prop' | 'what'> {
  readonly type: string;
  readonly relation: Relation;

  /** Whether the name must be unique in all regions. */
  readonly isGlobal: boolean;
}

/** Names in ARNs are in lower case, and two endpoints cannot have the same ARN. */
const lowerCase = (name: unknown) => typeof name === 'string' && !Token.isUnresolved(name) ? name.toLowerCase() : name;

const TYPES: readonly NamedType[] = [
  namedType('AWS::SageMaker::Endpoint', 'endpointName', 'endpoint', ({ endpointName }: CfnEndpoint) => lowerCase(endpointName)),
  namedType('AWS::Logs::LogGroup', 'endpointName', 'log group', ({ logGroupName }: CfnLogGroup) => logGroupName),
  namedType('AWS::Events::Rule', 'ruleName', 'rule', ({ name }: CfnRule) => name),
  namedType('AWS::CloudWatch::Dashboard', 'dashboardName', 'dashboard', ({ dashboardName }: CfnDashboard) => dashboardName, true),
];

function namedType(type: string, prop: string, what: SameName['what'], nameOf: (resource: any) => unknown, isGlobal = false): NamedType {
  return { type, prop, what, isGlobal, relation: { types: [type], naming: resource => [nameOf(resource)] } };
}

/** The other resources of the app that have the name of a resource of an endpoint. Names that are not known at synth may differ. */
export function sameNames(resources: readonly (IConstruct | undefined)[]): SameName[] {
  return TYPES.flatMap(named => resources.flatMap(resource => isOfType(resource, named.type) ? sameNamesOf(resource as CfnResource, named) : []));
}

function sameNamesOf(resource: CfnResource, { prop, what, relation, isGlobal }: NamedType): SameName[] {
  const [name] = relation.naming(resource).map(value => resource.stack.resolve(value));
  if (typeof name !== 'string' || resource.cfnOptions.condition || isLeftOut(resource)) {
    return [];
  }
  const index = StageIndex.of(resource);
  return [index, ...index.others].flatMap(each => each.related(relation, resource, name)
    .filter(other => other !== resource && !other.cfnOptions.condition && !isLeftOut(other) && inSamePlace(resource, other, isGlobal))
    .map(other => ({ prop, what, name, path: other.node.path, isInOtherStage: each !== index })));
}

/** Whether two resources are in the same account and region. Stacks whose account or region is not known may be elsewhere. */
function inSamePlace(one: CfnResource, other: CfnResource, isGlobal: boolean): boolean {
  const [left, right] = [outermost(one.stack), outermost(other.stack)];
  const isSame = (a: string, b: string) => !Token.isUnresolved(a) && a === b;
  return left === right || (isSame(left.account, right.account) && (isGlobal || isSame(left.region, right.region)));
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}
