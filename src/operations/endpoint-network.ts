import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import { Construct, IConstruct } from 'constructs';
import { SelectedNetwork } from './selected-network';

/** The network of an endpoint, as resources. */
export class EndpointNetwork {
  public readonly connections: ec2.Connections;
  public readonly vpcConfig: CfnModel.VpcConfigProperty;

  constructor(scope: Construct, { vpc, subnetIds, securityGroups }: SelectedNetwork, allowAllOutbound = true) {
    const groups = securityGroups ?? [new ec2.SecurityGroup(scope, 'SecurityGroup', {
      vpc,
      allowAllOutbound,
      // another description is another group, so it is not made of the path of the construct
      description: 'Network interfaces of an endpoint of Amazon SageMaker',
    })];
    this.connections = new ec2.Connections({ securityGroups: groups });
    this.vpcConfig = { subnets: subnetIds, securityGroupIds: groups.map(({ securityGroupId }) => securityGroupId) };
  }
}

/** Whether a VPC has an endpoint for Amazon S3, or may have one: only those of the app are known, and those of a VPC that it does not create are not. */
export function mayHaveS3Endpoint(vpc: ec2.IVpc): boolean {
  if (!isOfType(vpc.node.defaultChild, 'AWS::EC2::VPC')) {
    return true;
  }
  return vpc.node.root.node.findAll().some(construct => {
    if (!isOfType(construct, 'AWS::EC2::VPCEndpoint')) {
      return false;
    }
    const { vpcId, serviceName } = construct as ec2.CfnVPCEndpoint;
    return vpcId === vpc.vpcId && mayBeS3(JSON.stringify(Stack.of(construct).resolve(serviceName)));
  });
}

function isOfType(construct: IConstruct | undefined, type: string): boolean {
  return construct !== undefined && CfnResource.isCfnResource(construct) && construct.cfnResourceType === type;
}

/** The name of a service ends with what it is for, and has dots; without them, it is not known. */
function mayBeS3(serviceName = ''): boolean {
  return /\.s3\b/.test(serviceName) || !serviceName.includes('.');
}
