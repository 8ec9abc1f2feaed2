import { execFileSync } from 'child_process';
import { Answer } from './answers';
import { ServerFamily } from '../../src';
import { SERVER_METRIC_OPTIONS, serverMetricNames, serverMetricQuery } from '../../src/monitoring/server-metrics';

/** What is not known without an account, asked of a deployed endpoint with vLLM: docs/monitoring.md says what the library assumes. */
export function askQuestions(endpointName: string, region: string, answer: Answer): void {
  const label = `{"aws.sagemaker.endpoint.name"="${endpointName}"}`;
  const ask = (question: string, query: string) => answer(question, promQl(query, region));
  ask('Which series do the metrics of an endpoint have, and is this the label?', `count by (__name__) (${label})`);
  ask('Does a histogram have the name of its metric, without _bucket?', `vllm:time_to_first_token_seconds${label}`);
  ask('Or does it have one series for each bucket?', `vllm:time_to_first_token_seconds_bucket${label}`);
  ask('Or do the names have an underscore in place of the colon?', `vllm_time_to_first_token_seconds_bucket${label}`);
  ask('Does a counter end with _total?', `vllm:prompt_tokens_total${label}`);
  ask('Which label names an instance?', `count by ("@resource.host.id") (${label})`);
  const names = serverMetricNames(ServerFamily.VLLM, undefined)!;
  SERVER_METRIC_OPTIONS.forEach(option =>
    ask(`Does the query of ${option} return data?`, serverMetricQuery(option, names[option]!, endpointName)));
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
