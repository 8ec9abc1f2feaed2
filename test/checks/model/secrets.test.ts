import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Aws, CfnParameter, SecretValue } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelData, ModelServer } from '../../../src';
import { secretFindings } from '../../../src/checks/model/secrets';
import { IMAGES } from '../../images';
import { endpointTemplate, found, modelPlanOf, newEndpoint, newStack, template } from '../../util';

const { AWS_VLLM } = IMAGES;

const TOKEN = `hf_${'aB3'.repeat(11)}x`;
const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'model');

const findingsIn = (props: Partial<HuggingFaceSageMakerEndpointProps>) => found(secretFindings(modelPlanOf(props)));

test.each<[string, string, Partial<HuggingFaceSageMakerEndpointProps>]>([
  ['a variable', 'environment.HF_TOKEN', { environment: { HF_TOKEN: TOKEN } }],
  ['a part of a variable', 'environment.ANY', { environment: { ANY: `Bearer ${TOKEN}` } }],
  ['an extra argument', 'server.extraArguments', { container: AWS_VLLM, server: ModelServer.vllm({ extraArguments: { 'hf-token': TOKEN } }) }],
  ['an option', 'server.servedModelName', { container: AWS_VLLM, server: ModelServer.vllm({ servedModelName: TOKEN }) }],
])('finds a Hub token in %s, and does not repeat it', (_what, prop, props) => {
  expect(findingsIn(props)).toEqual([{ id: 'token-in-environment', prop, values: {} }]);
  expect(JSON.stringify(secretFindings(modelPlanOf(props)))).not.toContain(TOKEN);
});

test.each(['hf_your_token_here', 'hf_xxx', '<your token>'])('%s is not a token', value => {
  expect(findingsIn({ environment: { HF_TOKEN: value } })).toEqual([]);
});

test('finds the literal part of a value with unresolved tokens', () => {
  expect(findingsIn({ environment: { ANY: `https://user:${TOKEN}@hub.${Aws.REGION}.example.com` } }))
    .toEqual([{ id: 'token-in-environment', prop: 'environment.ANY', values: {} }]);
});

test('finds other secrets in the environment', () => {
  expect(findingsIn({ environment: { ANY: `AKIA${'A'.repeat(16)}`, DB_PASSWORD: 'correct-horse', [TOKEN]: '1' } })).toEqual([
    { id: 'secret-in-plain-text', prop: 'environment.ANY', values: { kind: 'an AWS access key' } },
    { id: 'secret-by-meaning', prop: 'environment.DB_PASSWORD', values: {} },
    { id: 'secret-in-plain-text', prop: 'environment', values: { kind: 'a Hugging Face Hub token' } },
  ]);
});

test('finds none in what is not a string, which another check finds', () => {
  expect(findingsIn({ environment: { DB_PASSWORD: 5 as unknown as string, ANY: undefined as unknown as string } })).toEqual([]);
});

test('finds a token in plain text once, and does not repeat it', () => {
  const props = { hubAccessToken: SecretValue.unsafePlainText(TOKEN) };
  expect(findingsIn(props)).toEqual([{ id: 'hub-access-token-in-plain-text', prop: 'hubAccessToken', values: {} }]);
  expect(() => newEndpoint(newStack(), props)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(TOKEN) }));
});

test('finds a secure string parameter of Systems Manager', () => {
  expect(findingsIn({ hubAccessToken: SecretValue.ssmSecure('/hub/token') })).toEqual([
    { id: 'hub-access-token-ssm-secure', prop: 'hubAccessToken', values: {} },
  ]);
});

test('finds a token that is not passed to the container', () => {
  const hubAccessToken = SecretValue.secretsManager('hub');
  expect(findingsIn({ modelData, hubAccessToken })).toEqual([{ id: 'hub-access-token-without-hub', prop: 'hubAccessToken', values: {} }]);
  expect(findingsIn({ modelData, hubAccessToken, container: AWS_VLLM, environment: { SM_VLLM_LORA_MODULES: 'a=org/a' } })).toEqual([]);
  const draft = { SM_VLLM_SPECULATIVE_CONFIG: '{"method":"eagle","model":"org/draft"}' };
  expect(findingsIn({ modelData, hubAccessToken, container: AWS_VLLM, environment: draft })).toEqual([]);
  expect(findingsIn({ hubAccessToken })).toEqual([]);
});

test('a secret of Secrets Manager is only referenced in the template', () => {
  endpointTemplate({ hubAccessToken: SecretValue.secretsManager('hub', { jsonField: 'token' }) }).hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: { Environment: { HUGGING_FACE_HUB_TOKEN: '{{resolve:secretsmanager:hub:SecretString:token::}}' } },
  });
});

test('a secret of the stack, and a parameter that is not shown, are references too', () => {
  const stack = newStack();
  newEndpoint(stack, { hubAccessToken: new secretsmanager.Secret(stack, 'Secret').secretValue }, 'One');
  newEndpoint(stack, { hubAccessToken: SecretValue.cfnParameter(new CfnParameter(stack, 'Token', { noEcho: true })) }, 'Two');
  const tokens = Object.values<any>(template(stack).findResources('AWS::SageMaker::Model'))
    .map(({ Properties }) => JSON.stringify(Properties.PrimaryContainer.Environment.HUGGING_FACE_HUB_TOKEN));
  expect(tokens).toEqual([expect.stringContaining('{{resolve:secretsmanager:'), '{"Ref":"Token"}']);
});
