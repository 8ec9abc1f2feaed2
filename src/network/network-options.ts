import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Where the network interfaces of the container are, and what it reaches. */
export interface NetworkOptions {
  /**
   * The VPC that the container is connected to. It may not be set together with `vpcConfig`, which takes ids.
   *
   * SageMaker creates network interfaces in it, with private addresses only. What is downloaded, from the Hugging Face Hub or from
   * Amazon S3, goes through them.
   *
   * @default - the container is not connected to a VPC of yours, and reaches the internet
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of `vpc` that the network interfaces are in, 1 to 16. AWS asks for two at least, in different availability zones.
   *
   * A model of the Hugging Face Hub needs subnets with a way out to the internet.
   *
   * @default - the private subnets with a way out; where there are none, the isolated ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the network interfaces, 1 to 5.
   *
   * @default - a new one, which lets nothing in, and out what `allowAllOutbound` says
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the new security group lets all traffic out. It may not be set together with `securityGroups`, which have rules of their own.
   *
   * Without it, allow what the container needs by `connections`: port 443 to the Hugging Face Hub, or to Amazon S3.
   *
   * @default true
   */
  readonly allowAllOutbound?: boolean;

  /**
   * Whether the container is cut off from every network, your VPC and other AWS services among them. It has no credentials of AWS then.
   *
   * SageMaker itself still downloads `modelData`. A model of the Hugging Face Hub cannot be served.
   *
   * @default false
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
   */
  readonly networkIsolation?: boolean;
}
