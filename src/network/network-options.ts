import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** The network of an endpoint. */
export interface NetworkOptions {
  /**
   * The VPC that the container is connected to. Must not be set together with `vpcConfig`, which accepts IDs.
   *
   * SageMaker creates network interfaces with private addresses in the VPC. Downloads from the Hugging Face Hub and from Amazon S3 use these
   * interfaces.
   *
   * @default - the container is not connected to your VPC, and has internet access
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of `vpc` for the network interfaces: 1 to 16. AWS recommends at least two, in different Availability Zones.
   *
   * The subnets must have internet access if the model is downloaded from the Hugging Face Hub.
   *
   * @default - the private subnets with internet access if there are any, otherwise the isolated subnets
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the network interfaces: 1 to 5.
   *
   * @default - a new security group without inbound rules, and with the outbound rules of `allowAllOutbound`
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the new security group allows all outbound traffic. Must not be set together with `securityGroups`, which have their own rules.
   *
   * If false, use `connections` to allow the traffic that the container needs: port 443 to the Hugging Face Hub or to Amazon S3.
   *
   * @default true
   */
  readonly allowAllOutbound?: boolean;

  /**
   * Whether the container has no network access at all, including your VPC and other AWS services. It then has no AWS credentials.
   *
   * SageMaker itself still downloads `modelData`. A model on the Hugging Face Hub cannot be served.
   *
   * @default false
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
   */
  readonly networkIsolation?: boolean;
}
