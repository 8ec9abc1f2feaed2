import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { create, describe as described, destroy, HERE, synthesizeStack } from './util';
import { LocalAws } from '../../local-aws/local-aws';
import { HubSnapshot, HubSnapshotProps, ModelServer } from '../../src';
import { newEndpoint, type } from '../util';

const { region } = HERE;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

let aws: LocalAws;
beforeAll(async () => {
  aws = await LocalAws.start();
  await aws.storeSecret(region, 'hub', 'hf_example');
});
afterAll(() => aws?.stop());

/** A stack with an endpoint that serves a snapshot. */
function stackWith(bucketName: string, props: Partial<HubSnapshotProps>) {
  return synthesizeStack(stack => {
    const bucket = new s3.Bucket(stack, 'Own', { bucketName });
    const hubAccessTokenSecret = secretsmanager.Secret.fromSecretNameV2(stack, 'Hub', 'hub');
    const snapshot = new HubSnapshot(stack, 'Weights', { modelId: 'org/model', modelRevision: COMMIT, bucket, hubAccessTokenSecret, ...props });
    newEndpoint(stack, {
      modelId: snapshot.modelId, modelData: snapshot.modelData, networkIsolation: true, container: undefined, server: ModelServer.vllm(), instanceType: type('g6e.2xlarge'),
    });
  });
}

/** The keys in the bucket. */
async function keys(): Promise<string[]> {
  const answer = await fetch(`${aws.endpoint}/weights?list-type=2`, {
    headers: { Authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=none` },
  });
  return [...(await answer.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
}

test('a snapshot is copied by a build before the model is created, and deleted with the stack if the user wants it', async () => {
  const stack = stackWith('weights', { removalPolicy: RemovalPolicy.DESTROY });
  const { Stack: [name] } = await create(aws, [stack]);
  const { model } = await described(aws, region, name);
  const uri = model.PrimaryContainer!.ModelDataSource!.S3DataSource!.S3Uri!;
  const prefix = uri.replace('s3://weights/', '');
  expect(await keys()).toEqual([`${prefix.slice(0, -1)}.manifest.json`, `${prefix}config.json`, `${prefix}model.safetensors`, `${prefix}tokenizer.json`]);

  await destroy(aws, [stack]);
  expect(await keys()).toEqual([]);
});

test('a copy that fails is the failure of the stack, with its reason in one sentence', async () => {
  await expect(create(aws, [stackWith('others', { include: ['*.gguf'] })])).rejects.toThrow(/'include' has the pattern '\*\.gguf', which matches no file of the model org\/model at the commit .*The log is at/);
});
