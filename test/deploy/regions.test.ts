import { create, describe as described, destroy, NOTHING, synthesizeStack } from './util';
import { inventory } from '../../local-aws/inventory';
import { LocalAws } from '../../local-aws/local-aws';
import { newEndpoint } from '../util';

let aws: LocalAws;
beforeAll(async () => { aws = await LocalAws.start(); });
afterAll(() => aws.stop());

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html */
test.each([
  ['us-east-1', '763104351884'],
  ['eu-west-1', '763104351884'],
  ['ap-northeast-1', '763104351884'],
  ['af-south-1', '626614931356'],
  ['me-south-1', '217643126080'],
])('an environment-agnostic template takes its image in %s from the account %s', async (region, account) => {
  const stack = synthesizeStack(scope => newEndpoint(scope), {});
  expect(JSON.stringify(stack.template.Resources)).not.toContain(region);
  const here = [{ ...stack, region }];

  const { Stack: [name] } = await create(aws, here);
  const { model, endpoint } = await described(aws, region, name);
  expect(endpoint).toMatchObject({ EndpointStatus: 'InService', EndpointArn: expect.stringContaining(`:${region}:`) });
  expect(model.PrimaryContainer).toMatchObject({
    Image: `${account}.dkr.ecr.${region}.amazonaws.com/huggingface-pytorch-tgi-inference:2.0.1-tgi1.1.0-gpu-py39-cu118-ubuntu20.04`,
    Environment: { SAGEMAKER_REGION: region },
  });

  await destroy(aws, here);
  expect(await inventory(aws, region)).toEqual(NOTHING);
});
