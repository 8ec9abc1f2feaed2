import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { ExecutionPermissions, HuggingFaceSageMakerEndpoint, ModelData, SageMakerInstanceType } from '../../lib';
import { appOf, ENVIRONMENT_OF_STACKS, INSTANCE_TYPE, MODEL_ID } from '../work';

/** Endpoints in the isolated subnets of one VPC, each with a security group that only allows traffic to the endpoint for Amazon S3. */
export const build = (endpoints: number) => {
  let vpc: ec2.Vpc;
  let bucket: s3.Bucket;
  let s3Traffic: ec2.IPeer;
  const app = appOf(endpoints, (stack, id) => {
    const endpoint = new HuggingFaceSageMakerEndpoint(stack, id, {
      modelId: MODEL_ID,
      instanceType: SageMakerInstanceType.of(INSTANCE_TYPE),
      executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE,
      modelData: ModelData.s3Prefix(bucket, id),
      vpc,
      allowAllOutbound: false,
    });
    endpoint.connections.allowTo(s3Traffic, ec2.Port.HTTPS);
  }, {
    // seven resources each
    inStack: 60,
    prepare: parent => {
      const stack = new Stack(parent, 'Shared', { env: ENVIRONMENT_OF_STACKS });
      vpc = new ec2.Vpc(stack, 'Vpc', {
        natGateways: 0,
        subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
        gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
      });
      s3Traffic = ec2.Peer.prefixList('pl-6da54004');
      bucket = new s3.Bucket(stack, 'Bucket');
    },
  });
  return app;
};
