import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { ImagePull } from '../container/image-pull';
import { ModelData } from '../model/model-data';
import { EndpointPlan } from '../plan/endpoint-plan';
import { CheckedModelPlan } from '../plan/model-plan';
import { ExecutionPolicy } from '../role/execution-policy';

/** What a model runs with. */
export interface ModelContext {
  readonly endpoint: EndpointPlan;
  readonly role: iam.IRole;
  readonly policy: ExecutionPolicy;
  readonly vpcConfig?: CfnModel.VpcConfigProperty;

  /** The image, if its permissions are granted already. */
  readonly pull?: ImagePull;
}

/** Creates the model of a plan, and grants what it needs: to pull its image, and to read its weights. */
export function createModel(scope: Construct, plan: CheckedModelPlan, { endpoint, role, policy, vpcConfig, pull }: ModelContext): CfnModel {
  const { imageName } = pull ?? plan.image.bind(scope, policy);
  const { modelData } = plan;
  modelData?._grantRead(policy);
  const model = new CfnModel(scope, 'Model', {
    executionRoleArn: role.roleArn,
    primaryContainer: {
      image: imageName,
      mode: 'SingleModel',
      environment: plan.environment,
      modelDataUrl: modelData?._compressed ? modelData._s3Uri : undefined,
      modelDataSource: modelData && !modelData._compressed ? uncompressed(modelData) : undefined,
    },
    vpcConfig,
    enableNetworkIsolation: endpoint.networkOptions.networkIsolation,
    tags: [{ key: 'modelId', value: plan.modelId }],
  });
  model.node.addDependency(...modelData?._snapshot ? [modelData._snapshot.copy] : []);
  return model;
}

function uncompressed(modelData: ModelData): CfnModel.ModelDataSourceProperty {
  return { s3DataSource: { s3Uri: modelData._s3Uri, s3DataType: 'S3Prefix', compressionType: 'None' } };
}
