import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import { Construct, IConstruct } from 'constructs';
import { SelectedNetwork } from './selected-network';

/** The network resources of an endpoint. */
export class EndpointNetwork {
  public readonly connections: ec2.Connections;
  public readonly securityGroups: ec2.ISecurityGroup[];
  public readonly vpcConfig: CfnModel.VpcConfigProperty;

  constructor(scope: Construct, { vpc, subnetIds, securityGroups }: SelectedNetwork, allowAllOutbound = true) {
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

/** Whether none of these groups, all created by the app, has a rule for outbound traffic: neither inline nor as a separate resource. */
export function letNothingOut(groups: readonly ec2.ISecurityGroup[]): boolean {
  return groups.every(group => {
    const resource = group.node.defaultChild;
    if (!isOfType(resource, 'AWS::EC2::SecurityGroup')) {
      return false;
    }
    const rules: ec2.CfnSecurityGroup.EgressProperty[] = Stack.of(group).resolve((resource as ec2.CfnSecurityGroup).securityGroupEgress) ?? [];
    return rules.length > 0 && rules.every(({ cidrIp }) => cidrIp === NOTHING) && !group.node.root.node.findAll().some(construct =>
      isOfType(construct, 'AWS::EC2::SecurityGroupEgress') && (construct as ec2.CfnSecurityGroupEgress).groupId === group.securityGroupId);
  });
}

/** Whether a VPC has, or may have, an endpoint for Amazon S3. The endpoints of a VPC that the app does not create are unknown. */
export function mayHaveS3Endpoint(vpc: ec2.IVpc): boolean {
  const resource = vpc.node.defaultChild;
  if (!isOfType(resource, 'AWS::EC2::VPC')) {
    return true;
  }
  const { ref, attrVpcId } = resource as ec2.CfnVPC;
  return vpc.node.root.node.findAll().some(construct => {
    if (!isOfType(construct, 'AWS::EC2::VPCEndpoint')) {
      return false;
    }
    const { vpcId, serviceName } = construct as ec2.CfnVPCEndpoint;
    return [vpc.vpcId, ref, attrVpcId].includes(vpcId!) && mayBeS3(JSON.stringify(Stack.of(construct).resolve(serviceName)));
  });
}

function isOfType(construct: IConstruct | undefined, type: string): boolean {
  return construct !== undefined && CfnResource.isCfnResource(construct) && construct.cfnResourceType === type;
}

/** A service name has dots and ends with the service. The service of a name without dots is unknown. */
function mayBeS3(serviceName = ''): boolean {
  return /\.s3\b/.test(serviceName) || !serviceName.includes('.');
}
