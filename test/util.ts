import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ContainerImage, DeepLearningContainerImage, HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps, SageMakerInstanceType,
} from '../src';
import { Finding } from '../src/checks/finding';
import { EndpointPlan, planEndpoint } from '../src/plan/endpoint-plan';
import { ModelPlan } from '../src/plan/model-plan';
import { PlanScope } from '../src/plan/plan-scope';

/** The endpoint of the README's first example. */
export const README_EXAMPLE: HuggingFaceSageMakerEndpointProps = {
  modelId: 'mistralai/Mistral-7B-Instruct-v0.1',
  instanceType: SageMakerInstanceType.ML_G5_2XLARGE,
  container: DeepLearningContainerImage.HUGGINGFACE_PYTORCH_TGI_INFERENCE_2_0_1_TGI1_1_0_GPU_PY39_CU118_UBUNTU20_04,
  environment: {
    SM_NUM_GPUS: '1',
    MAX_INPUT_LENGTH: '2048',
    MAX_TOTAL_TOKENS: '4096',
  },
};

/** The plan of an endpoint in Ireland: the README's first example, with these props instead. */
export function planOf(props: Partial<HuggingFaceSageMakerEndpointProps> = {}, scope: Partial<PlanScope> = {}): EndpointPlan {
  const stack = newStack();
  return planEndpoint({ ...README_EXAMPLE, environment: {}, ...props }, {
    ...IRELAND, partition: 'aws', resolve: value => stack.resolve(value), ...scope,
  });
}

/** The plan of the model of such an endpoint. */
export function modelPlanOf(props: Partial<HuggingFaceSageMakerEndpointProps> = {}, scope: Partial<PlanScope> = {}): ModelPlan {
  return planOf(props, scope).models[0];
}

/** An image of AWS's registries, as `repository:tag`. */
export function image(name: string, accountId?: string): ContainerImage {
  const [repository, ...tag] = name.split(':');
  return DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag.join(':'), accountId);
}

export const IRELAND = { account: '111122223333', region: 'eu-west-1' };

export function newStack(env: StackProps['env'] = IRELAND): Stack {
  return new Stack(new App(), 'Stack', { env });
}

export function newEndpoint(stack: Stack, props: Partial<HuggingFaceSageMakerEndpointProps> = {}, id = 'Endpoint'): HuggingFaceSageMakerEndpoint {
  // the example's variables are those of its server
  const environment = 'container' in props ? {} : README_EXAMPLE.environment;
  return new HuggingFaceSageMakerEndpoint(stack, id, { ...README_EXAMPLE, environment, ...props });
}

export function template(stack: Stack): Template {
  return Template.fromStack(stack);
}

/** The template of a stack with one endpoint: the README's first example, with these props instead. */
export function endpointTemplate(props: Partial<HuggingFaceSageMakerEndpointProps> = {}, env: StackProps['env'] = IRELAND): Template {
  const stack = newStack(env);
  newEndpoint(stack, props);
  return template(stack);
}

/** The only resource of a type, with its logical id. */
export function onlyResource(of: Template, type: string): { id: string; resource: any } {
  const resources = Object.entries(of.findResources(type));
  expect(resources).toHaveLength(1);
  return { id: resources[0][0], resource: resources[0][1] };
}

/** What CloudFormation makes of a value in a region: the intrinsic functions that a template of this library uses for images. */
export function evaluate(value: any, mappings: any, parameters: Record<string, string>): any {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if ('Ref' in value) {
    expect(parameters).toHaveProperty([value.Ref]);
    return parameters[value.Ref];
  }
  if ('Fn::FindInMap' in value) {
    const path = value['Fn::FindInMap'].map((part: any) => evaluate(part, mappings, parameters));
    expect(mappings).toHaveProperty(path);
    return path.reduce((node: any, key: string) => node[key], mappings);
  }
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map((part: any) => evaluate(part, mappings, parameters)).join(separator);
  }
  throw new Error(`cannot evaluate ${JSON.stringify(value)}`);
}

/** What findings are made of, without their sentences: the id, the prop and the values. */
export function found(findings: readonly Finding[]): { readonly id: string; readonly prop: string; readonly values: any }[] {
  return findings.map(({ id, prop, values }) => ({ id: id.replace('huggingface-sagemaker:', ''), prop, values }));
}
