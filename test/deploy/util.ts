import { App, AppProps, Stack } from 'aws-cdk-lib/core';
import { ACCOUNT, LocalAws } from '../../local-aws/local-aws';
import { createStack, deleteStack, StackToCreate } from '../../local-aws/stacks';
import { stacksOf } from '../../local-aws/synthesis';

export const HERE = { account: ACCOUNT, region: 'eu-west-1' };

/** The stacks of an app, in the order to create them. */
export function synthesize(define: (app: App) => void, props: AppProps = {}): StackToCreate[] {
  const app = new App({ analyticsReporting: false, ...props });
  define(app);
  return stacksOf(app.synth());
}

/** The stack of an app with only one. */
export function synthesizeStack(define: (stack: Stack) => void, env: object = HERE): StackToCreate {
  return synthesize(app => define(new Stack(app, 'Stack', { env })))[0];
}

/** Creates stacks, and returns the names of their endpoints by the name of the stack. */
export async function create(aws: LocalAws, stacks: StackToCreate[]): Promise<Record<string, string[]>> {
  const endpoints: Record<string, string[]> = {};
  for (const stack of stacks) {
    endpoints[stack.name] = await createStack(aws, stack);
  }
  return endpoints;
}

/** Deletes stacks, the last first. */
export async function destroy(aws: LocalAws, stacks: StackToCreate[]): Promise<void> {
  for (const stack of [...stacks].reverse()) {
    await deleteStack(aws, stack);
  }
}

/** An endpoint as the service describes it, with its configuration and its models. */
export async function describe(aws: LocalAws, region: string, endpointName: string) {
  const client = aws.sageMaker(region);
  const endpoint = await client.describeEndpoint({ EndpointName: endpointName });
  const config = await client.describeEndpointConfig({ EndpointConfigName: endpoint.EndpointConfigName });
  const model = await client.describeModel({ ModelName: config.ProductionVariants![0].ModelName });
  const tagsOf = async (arn?: string) => (await client.listTags({ ResourceArn: arn })).Tags;
  return { endpoint, config, model, tags: { endpoint: await tagsOf(endpoint.EndpointArn), model: await tagsOf(model.ModelArn) } };
}

/** The statements of the inline policies of a role, by the policy's name. */
export async function policiesOf(aws: LocalAws, roleName: string): Promise<Record<string, any[]>> {
  const iam = aws.iam();
  const { PolicyNames: names } = await iam.listRolePolicies({ RoleName: roleName });
  const documents = await Promise.all(names!.map(PolicyName => iam.getRolePolicy({ RoleName: roleName, PolicyName })));
  return Object.fromEntries(documents.map(({ PolicyName: name, PolicyDocument: document }) => {
    return [name, JSON.parse(decodeURIComponent(document!)).Statement];
  }));
}

/** What is listed where nothing is. */
export const NOTHING = { 'stacks': [], 'endpoints': [], 'endpoint configurations': [], 'models': [], 'roles': [], 'policies': [] };
