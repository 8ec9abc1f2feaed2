import { waitUntilStackCreateComplete, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import { waitUntilEndpointInService } from '@aws-sdk/client-sagemaker';
import { LocalAws } from './local-aws';

/** An archive that a stack uses. */
export interface Asset {
  readonly content: Buffer;
  readonly bucket: string;
  readonly key: string;
}

/** A stack to create: its name, where, and its template as it was synthesized. */
export interface StackToCreate {
  readonly name: string;
  readonly region: string;
  readonly template: any;
  readonly assets?: readonly Asset[];
}

const WAIT = { maxWaitTime: 60, minDelay: 1, maxDelay: 2 };

/** Creates a stack, and waits until its endpoints are in service; returns their names. */
export async function createStack(aws: LocalAws, { name, region, template, assets = [] }: StackToCreate): Promise<string[]> {
  const client = aws.cloudFormation(region);
  const what = `while it created the stack ${name}`;
  await aws.during(bootstrap(aws, region, template), what);
  await aws.during(upload(aws, assets), what);
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

/** Uploads archives with two calls of Amazon S3, for which the project has no client. */
async function upload(aws: LocalAws, assets: readonly Asset[]): Promise<void> {
  // in this region, a bucket is created without a location; the local AWS then finds it in all regions
  const headers = { Authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none' };
  for (const { bucket, key, content } of assets) {
    for (const [path, body] of [[bucket, ''], [`${bucket}/${key}`, new Uint8Array(content)]] as const) {
      const answer = await fetch(`${aws.endpoint}/${path}`, { method: 'PUT', headers, body });
      // a bucket that exists already is not an error
      if (!answer.ok && answer.status !== 409) {
        throw new Error(`the local AWS does not store ${path}: ${answer.status} ${await answer.text()}`);
      }
    }
  }
}
