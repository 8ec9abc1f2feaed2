import { DescribeInferenceComponentOutput } from '@aws-sdk/client-sagemaker';
import { CREDENTIALS, LocalAws } from './local-aws';
import { StackToCreate } from './stacks';

/** Prints what a stack would create. */
export function printTemplate({ name, template: { Resources: resources } }: StackToCreate): void {
  const entries = Object.entries<any>(resources);
  const of = (type: string) => entries.filter(([, { Type }]) => Type === type).map(([, { Properties }]) => Properties);
  const width = Math.max(...entries.map(([, { Type }]) => Type.length));

  console.log(`\nStack ${name} would create`);
  entries.forEach(([id, { Type }]) => console.log(`  ${Type.padEnd(width)}  ${id}`));
  of('AWS::SageMaker::EndpointConfig').flatMap(({ ProductionVariants }) => ProductionVariants).forEach(variant => {
    printTable({
      'Instances': `${variant.InitialInstanceCount} x ${variant.InstanceType}`,
      'Start-up': `at most ${variant.ContainerStartupHealthCheckTimeoutInSeconds} s`,
    });
  });
  of('AWS::SageMaker::Model').map(({ PrimaryContainer }) => PrimaryContainer).forEach(({ Image, Environment }) => {
    printTable({ Image: typeof Image === 'string' ? Image : JSON.stringify(Image), Environment: lines(Environment) });
  });
}

/** Prints what an endpoint is, as the service describes it. */
export async function printEndpoint(aws: LocalAws, { name, region }: StackToCreate, endpointName: string, seconds: number): Promise<void> {
  const client = aws.sageMaker(region);
  const described = async () => {
    const endpoint = await client.describeEndpoint({ EndpointName: endpointName });
    const { ProductionVariants: [variant] = [] } = await client.describeEndpointConfig({ EndpointConfigName: endpoint.EndpointConfigName });
    const model = variant.ModelName === undefined ? undefined : await client.describeModel({ ModelName: variant.ModelName });
    const { InferenceComponents: listed = [] } = await client.listInferenceComponents({ EndpointNameEquals: endpointName });
    const components = await Promise.all(listed.map(({ InferenceComponentName }) => client.describeInferenceComponent({ InferenceComponentName })));
    return { endpoint, variant, model, components };
  };
  const { endpoint, variant, model, components } = await aws.during(described(), `while it described the endpoint ${endpointName}`);
  console.log('');
  printTable({
    Stack: name,
    Endpoint: `${endpointName} (${endpoint.EndpointStatus})`,
    ...model && { Image: model.PrimaryContainer!.Image!, Role: model.ExecutionRoleArn!, Environment: lines(model.PrimaryContainer!.Environment!) },
    ...components.length > 0 && { Models: components.map(componentText) },
    Instances: `${variant.InitialInstanceCount} x ${variant.InstanceType}`,
    Time: `${seconds.toFixed(1)} s`,
  });
}

/** An inference component in one line: its share of an instance, or the base of an adapter. */
function componentText({ InferenceComponentName: name, Specification, RuntimeConfig }: DescribeInferenceComponentOutput): string {
  const { BaseInferenceComponentName: base, ComputeResourceRequirements: resources } = Specification ?? {};
  const accelerators = resources?.NumberOfAcceleratorDevicesRequired ?? 0;
  const each = `${accelerators} accelerator${accelerators === 1 ? '' : 's'}`;
  return base === undefined ? `${name}: ${RuntimeConfig?.DesiredCopyCount} x ${each}` : `${name}: an adapter of ${base}`;
}

/** Prints how to look at endpoints that are left up. */
export function howToLook(aws: LocalAws, { region }: StackToCreate, endpoints: string[]): void {
  console.log('\nThe stack is left up until Ctrl-C. To look at it from another shell:\n');
  console.log(`  export AWS_ENDPOINT_URL=${aws.endpoint} AWS_DEFAULT_REGION=${region}`);
  console.log(`  export AWS_ACCESS_KEY_ID=${CREDENTIALS.accessKeyId} AWS_SECRET_ACCESS_KEY=${CREDENTIALS.secretAccessKey}`);
  endpoints.forEach(endpoint => console.log(`  aws sagemaker describe-endpoint --endpoint-name ${endpoint}`));
}

function printTable(table: Record<string, string | string[]>): void {
  Object.entries(table).forEach(([title, value]) => {
    [value].flat().forEach((line, index) => console.log(`${(index ? '' : title).padEnd(11)}  ${line}`));
  });
}

function lines(environment: Record<string, unknown>): string[] {
  return Object.entries(environment).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
}
