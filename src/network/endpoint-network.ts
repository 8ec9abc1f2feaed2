import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import { Construct, IConstruct } from 'constructs';
import { SelectedNetwork } from './selected-network';
import { namedBy } from '../common/references';
import { isOfType, Relation, StageIndex } from '../common/stage-index';

/** The network resources of an endpoint. */
export class EndpointNetwork {
  public readonly vpc: ec2.IVpc;
  public readonly connections: ec2.Connections;
  public readonly securityGroups: ec2.ISecurityGroup[];
  public readonly vpcConfig: CfnModel.VpcConfigProperty;

  constructor(scope: Construct, { vpc, subnetIds, securityGroups }: SelectedNetwork, allowAllOutbound = true) {
    this.vpc = vpc;
    this.securityGroups = securityGroups ?? [new ec2.SecurityGroup(scope, 'SecurityGroup', {
      vpc,
      allowAllOutbound,
      // a change of the description replaces the security group, so the description does not contain the path of the construct
      description: 'Network interfaces of an endpoint of Amazon SageMaker',
    })];
    this.connections = new ec2.Connections({ securityGroups: this.securityGroups });
    this.vpcConfig = { subnets: subnetIds, securityGroupIds: this.securityGroups.map(({ securityGroupId }) => securityGroupId) };
  }
}

/** The rule that aws-cdk-lib adds to a group without outbound rules, because Amazon EC2 would allow all outbound traffic otherwise. */
const NOTHING = '255.255.255.255/32';

const ENDPOINTS_OF_VPC: Relation = { types: ['AWS::EC2::VPCEndpoint'], naming: ({ vpcId }: ec2.CfnVPCEndpoint) => [vpcId] };
const EGRESS_OF_GROUP: Relation = { types: ['AWS::EC2::SecurityGroupEgress'], naming: ({ groupId }: ec2.CfnSecurityGroupEgress) => [groupId] };
const ASSOCIATIONS_OF_SUBNET: Relation = {
  types: ['AWS::EC2::SubnetRouteTableAssociation'], naming: ({ subnetId }: ec2.CfnSubnetRouteTableAssociation) => [subnetId],
};
const ROUTES_OF_TABLE: Relation = { types: ['AWS::EC2::Route'], naming: ({ routeTableId }: ec2.CfnRoute) => [routeTableId] };

/** Whether none of these groups, all created by the app, has a rule for outbound traffic: neither inline nor as a separate resource. */
export function letNothingOut(groups: readonly ec2.ISecurityGroup[]): boolean {
  return groups.every(group => {
    const resource = group.node.defaultChild;
    const rules: ec2.CfnSecurityGroup.EgressProperty[] | undefined = isOfType(resource, 'AWS::EC2::SecurityGroup')
      ? Stack.of(group).resolve((resource as ec2.CfnSecurityGroup).securityGroupEgress) : undefined;
    // Amazon EC2 allows all outbound traffic of a group without rules
    return !!rules?.length && rules.every(({ cidrIp }) => cidrIp === NOTHING)
      && StageIndex.of(group).related(EGRESS_OF_GROUP, group, group.securityGroupId).length === 0;
  });
}

/** Whether a VPC has, or may have, an endpoint for Amazon S3. The endpoints of a VPC that the app does not create are unknown. */
export function mayHaveS3Endpoint(vpc: ec2.IVpc): boolean {
  return !isOfType(vpc.node.defaultChild, 'AWS::EC2::VPC') || StageIndex.of(vpc).related(ENDPOINTS_OF_VPC, vpc, vpc.vpcId).some(endpoint =>
    mayBeS3(`${JSON.stringify(Stack.of(endpoint).resolve((endpoint as ec2.CfnVPCEndpoint).serviceName))}`));
}

/**
 * The resources that the container needs to reach other services, and that no property references: the endpoints of the VPC, the routes of the
 * subnets, and the outbound rules of the security groups. An instance starts its downloads immediately.
 */
export function routesOf(scope: IConstruct, { subnets, securityGroupIds }: CfnModel.VpcConfigProperty, vpc?: ec2.IVpc): CfnResource[] {
  const index = StageIndex.of(scope);
  const vpcIds = namedBy(scope, subnets).map(each => (each as Partial<ec2.CfnSubnet>).vpcId);
  const routeTables = index.related(ASSOCIATIONS_OF_SUBNET, scope, subnets).map(each => (each as ec2.CfnSubnetRouteTableAssociation).routeTableId);
  return [
    ...index.related(ENDPOINTS_OF_VPC, scope, [...new Set([vpc?.vpcId, ...vpcIds])]),
    ...index.related(ROUTES_OF_TABLE, scope, routeTables),
    ...index.related(EGRESS_OF_GROUP, scope, securityGroupIds),
  ];
}

/** A service name has dots and ends with the service. The service of a name without dots is unknown. */
function mayBeS3(serviceName: string): boolean {
  return /\.s3\b/.test(serviceName) || !serviceName.includes('.');
}
