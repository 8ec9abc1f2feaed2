import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { AddEndpoint, appOf, ENVIRONMENT, INSTANCE_TYPE, MODEL_ID, REGION, REPOSITORY, TAG } from '../work';

/** The account of the registry in the region. */
export const REGISTRY = '763104351884';

/** The floor: the resources that the library makes, written by hand in L1, with everything known that the library finds out. */
export function addResources(scope: Construct, prefix: string): void {
  const role = new iam.CfnRole(scope, `${prefix}Role`, {
    assumeRolePolicyDocument: {
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' } }],
      Version: '2012-10-17',
    },
    managedPolicyArns: [`arn:${Aws.PARTITION}:iam::aws:policy/AmazonSageMakerFullAccess`],
    policies: [{
      policyDocument: {
        Statement: [
          {
            Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
            Effect: 'Allow',
            Resource: `arn:aws:ecr:${REGION}:${REGISTRY}:repository/${REPOSITORY}`,
          },
          { Action: 'ecr:GetAuthorizationToken', Effect: 'Allow', Resource: '*' },
        ],
        Version: '2012-10-17',
      },
      policyName: 'Execution',
    }],
  });
  const tags = [{ key: 'modelId', value: MODEL_ID }];
  const model = new sagemaker.CfnModel(scope, `${prefix}Model`, {
    executionRoleArn: role.attrArn,
    primaryContainer: {
      image: `${REGISTRY}.dkr.ecr.${REGION}.amazonaws.com/${REPOSITORY}:${TAG}`,
      mode: 'SingleModel',
      environment: ENVIRONMENT,
    },
    tags,
  });
  const config = new sagemaker.CfnEndpointConfig(scope, `${prefix}EndpointConfig`, {
    productionVariants: [{
      variantName: 'AllTraffic',
      modelName: model.attrModelName,
      instanceType: INSTANCE_TYPE,
      initialInstanceCount: 1,
      initialVariantWeight: 1,
      containerStartupHealthCheckTimeoutInSeconds: 1800,
      inferenceAmiVersion: 'al2023-ami-sagemaker-inference-gpu-4-1',
    }],
  });
  new sagemaker.CfnEndpoint(scope, `${prefix}Endpoint`, { endpointConfigName: config.attrEndpointConfigName, tags });
}

const add: AddEndpoint = addResources;

export const build = (endpoints: number) => appOf(endpoints, add);
