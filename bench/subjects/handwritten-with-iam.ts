import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { AddEndpoint, appOf, ENVIRONMENT, INSTANCE_TYPE, MODEL_ID, REGION, REPOSITORY, TAG } from '../work';
import { REGISTRY } from './handwritten';

/** The same by hand as a construct, with aws-cdk-lib's own constructs where it has some: a role that grants work on. */
class Endpoint extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSageMakerFullAccess')],
      inlinePolicies: {
        Execution: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
              resources: [`arn:aws:ecr:${REGION}:${REGISTRY}:repository/${REPOSITORY}`],
            }),
            new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
          ],
        }),
      },
    });
    const tags = [{ key: 'modelId', value: MODEL_ID }];
    const model = new sagemaker.CfnModel(this, 'Model', {
      executionRoleArn: role.roleArn,
      primaryContainer: {
        image: `${REGISTRY}.dkr.ecr.${REGION}.amazonaws.com/${REPOSITORY}:${TAG}`,
        mode: 'SingleModel',
        environment: ENVIRONMENT,
      },
      tags,
    });
    const config = new sagemaker.CfnEndpointConfig(this, 'EndpointConfig', {
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
    new sagemaker.CfnEndpoint(this, 'Endpoint', { endpointConfigName: config.attrEndpointConfigName, tags });
  }
}

const add: AddEndpoint = (stack, id) => { new Endpoint(stack, id); };

export const build = (endpoints: number) => appOf(endpoints, add);
