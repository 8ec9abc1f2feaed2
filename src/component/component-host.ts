import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { SageMakerEndpointBase } from '../endpoint/sagemaker-endpoint';
import { ComponentEndpointPlan } from '../plan/component-plan';
import { ExecutionPolicy } from '../role/execution-policy';

/** What a component needs of its endpoint. */
export interface ComponentHost {
  readonly endpoint: SageMakerEndpointBase;
  readonly cfnEndpoint: sagemaker.CfnEndpoint;
  readonly plan: ComponentEndpointPlan;
  readonly role: iam.IRole;
  readonly policy: ExecutionPolicy;
  readonly vpc?: ec2.IVpc;
  readonly vpcConfig?: sagemaker.CfnModel.VpcConfigProperty;
}
