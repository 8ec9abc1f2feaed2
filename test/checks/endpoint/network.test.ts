import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Stack } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelData, ModelServer } from '../../../src';
import { image, newEndpoint, newStack, template } from '../../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const ZONES = ['eu-west-1a', 'eu-west-1b'];
const VPC_CONFIG = { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };

/** A VPC with so many subnets in each of two zones. */
function vpcOf(stack: Stack, subnets: number): ec2.IVpc {
  const privateSubnetIds = Array.from({ length: subnets * ZONES.length }, (_, index) => `subnet-${index}`);
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ZONES, privateSubnetIds });
}

function groups(stack: Stack, count: number): ec2.ISecurityGroup[] {
  return Array.from({ length: count }, (_, index) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`));
}

/** An image of a repository of one's own. */
const OWN_VLLM = image('own-vllm:1', '111122223333');

const data = (stack: Stack) => ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'model');

test.each<[(stack: Stack) => Props, string]>([
  [stack => ({ vpc: vpcOf(stack, 1), vpcConfig: VPC_CONFIG }), "'vpc' and 'vpcConfig' both name the network, got both; name one of them"],
  [() => ({ vpcSubnets: {} }), "'vpcSubnets' must not be set without 'vpc'; name the VPC, or leave them out"],
  [stack => ({ securityGroups: groups(stack, 1) }), "'securityGroups' must not be set without 'vpc'"],
  [() => ({ allowAllOutbound: true }), "'allowAllOutbound' must not be set without 'vpc'"],
  [() => ({ vpcSubnets: {}, allowAllOutbound: false, vpcConfig: VPC_CONFIG }), "'vpcSubnets', 'allowAllOutbound' must not be set without 'vpc'"],
  [stack => ({ vpc: vpcOf(stack, 1), securityGroups: groups(stack, 1), allowAllOutbound: true }),
    "'allowAllOutbound' must not be set with 'securityGroups', which have rules of their own, got true; set it where these groups are created"],
  [stack => ({ vpc: vpcOf(stack, 9) }), "'vpc' must have 1 to 16 subnets for the endpoint, got 18; select them with 'vpcSubnets'"],
  [stack => ({ vpc: vpcOf(stack, 1), vpcSubnets: { subnets: [] } }), "'vpc' must have 1 to 16 subnets for the endpoint, got 0"],
  [stack => ({ vpc: vpcOf(stack, 1), securityGroups: [] }), "'securityGroups' must have 1 to 5 members, got 0"],
  [stack => ({ vpc: vpcOf(stack, 1), securityGroups: groups(stack, 6) }), "'securityGroups' must have 1 to 5 members, got 6"],
  [() => ({ networkIsolation: true }), "'networkIsolation' cuts the container off from the Hugging Face Hub, from which 'modelId' is downloaded; "
    + "put the weights into Amazon S3 and name them with 'modelData'"],
  [() => ({ networkIsolation: true, modelId: '/opt/ml/model', ssmAccess: true }), "Stack/Endpoint: 'ssmAccess' opens no shell in a container with "
    + "'networkIsolation', which AWS Systems Manager does not reach; leave one of them out"],
  [() => ({ networkIsolation: true, environment: { HF_ENDPOINT: 'https://hub.example.com' } }), "'networkIsolation' cuts the container off"],
  [() => ({ networkIsolation: true, environment: { HF_MODEL_ID: 'org/other', HF_HUB_OFFLINE: '0' } }), "'networkIsolation' cuts the container off"],
])('fails with network %#', (props, message) => {
  const stack = newStack();
  expect(() => newEndpoint(stack, props(stack))).toThrow(message);
});

test.each<[(stack: Stack) => Props]>([
  [stack => ({ vpc: vpcOf(stack, 8) })],
  [stack => ({ vpc: vpcOf(stack, 1), vpcSubnets: { availabilityZones: ['eu-west-1a'] } })],
  [stack => ({ vpc: vpcOf(stack, 1), securityGroups: groups(stack, 1) })],
  [stack => ({ vpc: vpcOf(stack, 1), securityGroups: groups(stack, 5) })],
  [stack => ({ vpc: vpcOf(stack, 1), allowAllOutbound: false })],
  [stack => ({ vpc: vpcOf(stack, 1), networkIsolation: true, modelData: data(stack) })],
  [() => ({ networkIsolation: false, vpcConfig: VPC_CONFIG })],
  [() => ({ networkIsolation: true, modelId: '/opt/ml/model' })],
  [stack => ({ networkIsolation: true, modelId: new CfnParameter(stack, 'Model').valueAsString })],
  [() => ({ networkIsolation: true, environment: { HF_MODEL_ID: '/weights' } })],
  [stack => ({ networkIsolation: true, environment: { HF_MODEL_ID: new CfnParameter(stack, 'Model').valueAsString } })],
  [() => ({ networkIsolation: true, environment: { HF_HUB_OFFLINE: '1' } })],
  [() => ({ networkIsolation: true, container: OWN_VLLM, server: ModelServer.vllm(), environment: { SM_VLLM_MODEL: '/models/mine' } })],
  [() => ({ networkIsolation: true, modelId: '/opt/ml/model', ssmAccess: false })],
  [() => ({ networkIsolation: false, ssmAccess: true })],
  [stack => ({ vpc: vpcOf(stack, 1), ssmAccess: true })],
])('passes with network %#', (props) => {
  const stack = newStack();
  newEndpoint(stack, props(stack));
  expect(() => template(stack)).not.toThrow();
});

test('a VPC may have ids that are tokens', () => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: new CfnParameter(stack, 'VpcId').valueAsString,
    availabilityZones: ZONES,
    privateSubnetIds: ['One', 'Two'].map(id => new CfnParameter(stack, id).valueAsString),
  });
  const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', new CfnParameter(stack, 'GroupId').valueAsString)];
  newEndpoint(stack, { vpc, securityGroups });
  template(stack).hasResourceProperties('AWS::SageMaker::Model', {
    VpcConfig: { Subnets: [{ Ref: 'One' }, { Ref: 'Two' }], SecurityGroupIds: [{ Ref: 'GroupId' }] },
  });
});
