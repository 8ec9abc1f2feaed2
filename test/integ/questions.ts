import { execFileSync } from 'child_process';

/**
 * What is not known without an account, asked of a deployed endpoint. The answers are printed and nothing fails: docs/monitoring.md says what the
 * library assumes.
 */
export function askQuestions(endpointName: string, region: string): void {
  const label = `{"aws.sagemaker.endpoint.name"="${endpointName}"}`;
  console.log('Which series do the metrics of an endpoint have, and is this the label?');
  console.log(promQl(`count by (__name__) (${label})`, region));
  console.log('Does a histogram have the name of its metric, without _bucket? (with vLLM or SGLang only)');
  console.log(promQl(`histogram_quantile(0.95, rate(vllm:time_to_first_token_seconds${label}[5m]))`, region));
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-detailed-observability-promql.html */
function promQl(query: string, region: string): string {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
  if (!id || !secret) {
    return 'not asked, because the credentials are not in the environment';
  }
  try {
    return execFileSync('curl', [
      '--silent', '--show-error', '--aws-sigv4', `aws:amz:${region}:monitoring`, '--user', `${id}:${secret}`,
      ...token ? ['--header', `x-amz-security-token: ${token}`] : [],
      '--data-urlencode', `query=${query}`, `https://monitoring.${region}.amazonaws.com/api/v1/query`,
    ], { encoding: 'utf8', timeout: 60_000 });
  } catch (error) {
    return `no answer: ${(error as Error).message}`;
  }
}
