import * as sagemaker from '@aws-cdk/aws-sagemaker-alpha';
import { AddEndpoint, appOf, ENVIRONMENT, INSTANCE_TYPE, REPOSITORY, TAG } from '../work';

/** It has no property for the time to start and the AMI, which its templates lack. */
const add: AddEndpoint = (stack, id) => {
  const model = new sagemaker.Model(stack, `${id}Model`, {
    containers: [{ image: sagemaker.ContainerImage.fromDlc(REPOSITORY, TAG), environment: ENVIRONMENT }],
  });
  const endpointConfig = new sagemaker.EndpointConfig(stack, `${id}EndpointConfig`, {
    instanceProductionVariants: [{
      model,
      variantName: 'AllTraffic',
      instanceType: sagemaker.InstanceType.of(INSTANCE_TYPE),
      initialInstanceCount: 1,
    }],
  });
  new sagemaker.Endpoint(stack, `${id}Endpoint`, { endpointConfig });
};

export const build = (endpoints: number) => appOf(endpoints, add);
