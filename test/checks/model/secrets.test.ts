import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { CfnParameter, SecretValue } from 'aws-cdk-lib/core';
import { endpointTemplate, newEndpoint, newStack, template } from '../../util';

const TOKEN = `hf_${'aB3'.repeat(11)}x`;

test.each([['HF_TOKEN', TOKEN], ['ANY', `Bearer ${TOKEN}`]])('fails with a token of the Hub in %s, and does not tell it', (key, value) => {
  const create = () => newEndpoint(newStack(), { environment: { [key]: value } });
  expect(create).toThrow(`'environment.${key}' holds a token of the Hugging Face Hub, which everybody can read who reads the template; `
    + "keep it in AWS Secrets Manager, and name it with 'hubAccessToken: SecretValue.secretsManager(..)'");
  expect(create).toThrow(expect.objectContaining({ message: expect.not.stringContaining(TOKEN) }));
});

test.each(['hf_your_token_here', 'hf_xxx', '<your token>', `hf_${'a'.repeat(33)}`, `hf_${'a'.repeat(35)}`, `${TOKEN}b`])('%s is no token', (value) => {
  expect(() => newEndpoint(newStack(), { environment: { HF_TOKEN: value } })).not.toThrow();
});

test('a token in plain text is refused', () => {
  const create = () => newEndpoint(newStack(), { hubAccessToken: SecretValue.unsafePlainText(TOKEN) });
  expect(create).toThrow("'hubAccessToken' must be a reference to a secret, got plain text, which would stand in the template");
  expect(create).toThrow(expect.objectContaining({ message: expect.not.stringContaining(TOKEN) }));
});

test('a secure parameter of Systems Manager is refused', () => {
  expect(() => newEndpoint(newStack(), { hubAccessToken: SecretValue.ssmSecure('/hub/token') }))
    .toThrow("'hubAccessToken' must not be a secure parameter of Systems Manager, which CloudFormation does not resolve in a SageMaker model");
});

test('a secret of Secrets Manager is only referred to in the template', () => {
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
