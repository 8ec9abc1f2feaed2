import { waitUntilStackCreateComplete, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import { waitUntilEndpointInService } from '@aws-sdk/client-sagemaker';
import { LocalAws } from './local-aws';

/** A stack to create: its name, where, and its template as it was synthesized. */
export interface StackToCreate {
  readonly name: string;
  readonly region: string;
  readonly template: any;
}

const WAIT = { maxWaitTime: 60, minDelay: 1, maxDelay: 2 };

/** Creates a stack, and waits until its endpoints are in service; returns their names. */
export async function createStack(aws: LocalAws, { name, region, template }: StackToCreate): Promise<string[]> {
  const client = aws.cloudFormation(region);
  const what = `while it created the stack ${name}`;
  await aws.during(bootstrap(aws, region, template), what);
  await aws.during(client.createStack({ StackName: name, TemplateBody: JSON.stringify(template), Capabilities: ['CAPABILITY_NAMED_IAM'] }), what);
  await aws.during(waitUntilStackCreateComplete({ client, ...WAIT }, { StackName: name }), what);

  const { StackResources: resources = [] } = await aws.during(client.describeStackResources({ StackName: name }), what);
  const endpoints = resources.filter(({ ResourceType }) => ResourceType === 'AWS::SageMaker::Endpoint')
    .map(({ PhysicalResourceId: arn }) => arn!.split('/').pop()!);
  for (const endpoint of endpoints) {
    await aws.during(waitUntilEndpointInService({ client: aws.sageMaker(region), ...WAIT }, { EndpointName: endpoint }), what);
  }
  return endpoints;
}

/** Deletes a stack, and waits until it is gone. */
export async function deleteStack(aws: LocalAws, { name, region }: Pick<StackToCreate, 'name' | 'region'>): Promise<void> {
  const client = aws.cloudFormation(region);
  const what = `while it deleted the stack ${name}`;
  await aws.during(client.describeStacks({ StackName: name }), what); // the deletion of a stack that does not exist is no error
  await aws.during(client.deleteStack({ StackName: name }), what);
  // by name: to describe a deleted stack, which goes by id, moto creates again whatever the stack's outputs name
  await aws.during(waitUntilStackDeleteComplete({ client, ...WAIT }, { StackName: name }), what);
}

/** The one thing of a bootstrapped account that a template asks for: the parameter with the version of the bootstrap stack. */
async function bootstrap(aws: LocalAws, region: string, template: any): Promise<void> {
  for (const { Type: type, Default: name } of Object.values<any>(template.Parameters ?? {})) {
    if (type === 'AWS::SSM::Parameter::Value<String>' && name.startsWith('/cdk-bootstrap/')) {
      await aws.ssm(region).putParameter({ Name: name, Value: '30', Type: 'String', Overwrite: true });
    }
  }
}
