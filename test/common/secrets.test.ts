import { isSecretByMeaning, secretIn, withoutSecrets } from '../../src/common/secrets';

const BODY = 'aB3'.repeat(12);

test.each<[string, string]>([
  ['a Hugging Face Hub token', `hf_${BODY.slice(0, 30)}`],
  ['a Hugging Face Hub token', `hf_${BODY.slice(0, 34)}`],
  ['a Hugging Face Hub token', `tok_hf_${BODY}`],
  ['a Hugging Face Hub token', `https://user:hf_${BODY}@hub.example.com`],
  ['a Hugging Face Hub token', 'hf_oauth_eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh'],
  ['a Hugging Face Hub token', `api_org_${BODY.slice(0, 34)}`],
  ['a Hugging Face Hub token', Buffer.from(`hf_${BODY}`).toString('base64')],
  ['an AWS access key', `AKIA${'A1'.repeat(8)}`],
  ['an AWS access key', `key=ASIA${'A1'.repeat(8)};`],
  ['the signature of a URL', 'https://weights.s3.amazonaws.com/a?X-Amz-Signature=0123456789abcdef'],
])('%s is found in %s, and removed from messages', (kind, value) => {
  expect(secretIn(value)).toBe(kind);
  expect(secretIn(withoutSecrets(value))).toBeUndefined();
});

test.each([
  'hf_your_token_here', 'hf_xxx', '<your token>', `hf_${BODY.slice(0, 29)}`, `half_${BODY}`, `xhf_${BODY}`, `HF_${BODY}`, 'AKIA123', `XAKIA${'A1'.repeat(8)}`,
  `AKIA${'A1'.repeat(9)}`, 'hf_internal_testing_tiny_random_llama_for_causal_lm', 'sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'X-Amz-Signature=',
])('no secret is found in %s', value => {
  expect(secretIn(value)).toBeUndefined();
  expect(withoutSecrets(value)).toBe(value);
});

test.each([
  ['HF_TOKEN', 'mysecretpassword123'], ['SM_VLLM_HF_TOKEN', 'mysecretpassword123'], ['hf-token', 'mysecretpassword123'], ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG'],
  ['AWS_SESSION_TOKEN', 'IQoJb3JpZ2luX2Vj'], ['WANDB_API_KEY', '0123456789abcdef'], ['API_KEY', '0123456789abcdef'], ['DB_PASSWORD', 'correct-horse'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'Authorization=Bearer abcdefghijklmnop'], ['HTTPS_PROXY', 'http://user:correct-horse@proxy:8080'],
])('%s=%s is a secret by its meaning', (name, value) => {
  expect(isSecretByMeaning(name, value)).toBe(true);
});

test.each([
  ['HF_TOKEN', 'short'], ['HF_TOKEN', '<YOUR_TOKEN>'], ['HF_TOKEN', 'your_token_here'], ['HF_TOKEN', 'hf_xxxxxxxx'], ['HF_TOKEN', ' '], ['DB_PASSWORD', 'disabled'],
  ['HF_TOKEN', '{{resolve:secretsmanager:hub:SecretString:token::}}'], ['HF_TOKEN_PATH', '/opt/ml/token-of-the-hub'], ['DB_PASSWORD', '/run/secrets/db-password'],
  ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db'], ['EOS_TOKEN', '<|endoftext|>'], ['STOP_TOKENS', 'alpha,beta,gamma'],
  ['HF_ENDPOINT', 'https://hub.example.com:8080/path@1'], ['SM_VLLM_MAX_TOKENS', '1234567890'], ['TOKENIZER', 'organization/tokenizer'],
])('%s=%s is not a secret', (name, value) => {
  expect(isSecretByMeaning(name, value)).toBe(false);
});
