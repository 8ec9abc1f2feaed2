import { AwsCli } from './aws-cli';
import { causesOf } from './causes';
import { Command } from './command';
import { describeEndpoint, EndpointDescription, endpointsOf } from './deployed-endpoint';

/** How many lines of the logs are read, and how many of them are shown. */
const [READ, SHOWN] = [200, 10];

/** Shows why the endpoint of a stack does not work, with the known causes of what it finds. */
export const why: Command = {
  usage: '<stack> [--region <region>]',
  summary: 'Show why the endpoint of a stack failed: the reason, the last lines of its logs, and the known causes. Requires the AWS CLI.',
  options: { region: { type: 'string' } },
  hasStack: true,
  run: ({ region }, stack) => {
    const aws = new AwsCli(region as string | undefined);
    const names = endpointsOf(aws, stack!);
    const endpoints = names.flatMap(name => describeEndpoint(aws, name) ?? []);
    const failures = failuresOf(aws, stack!);
    const reasons = [...endpoints.flatMap(({ FailureReason: reason }) => reason ?? []), ...failures.map(({ reason }) => reason)];
    // of a deployment that was rolled back, only the logs remain, in a group with the name in the reason
    const logged = endpoints.length > 0 ? endpoints.map(({ EndpointName }) => EndpointName) : namesIn(failures);
    const logs = [...new Set(logged)].flatMap(name => lastLines(aws, name));
    const causes = causesOf([...reasons, ...logs].join('\n'));
    return {
      rows: [{ stack, endpoints, failures, logs, causes }],
      columns: [],
      success: causes.length > 0 || reasons.length > 0,
      text: [...endpoints.map(statusText), ...section('Failures', failures.map(({ id, reason }) => `${id}: ${reason}`)),
        ...section('Last lines of the logs', logs.slice(-SHOWN)),
        ...section('Known causes', causes.map(({ cause, fix, source }) => `${cause}\n  fix: ${fix}\n  ${source}`)),
        ...reasons.length + logs.length === 0 ? ['no failure was found'] : []].join('\n'),
    };
  },
};

interface Failure {
  readonly id: string;
  readonly type: string;
  readonly physicalId: string;
  readonly reason: string;
}

/** The failures of the last deployments, the newest first. */
function failuresOf(aws: AwsCli, stack: string): Failure[] {
  const { StackEvents: events } = aws.call<{ readonly StackEvents: Record<string, string | undefined>[] }>(
    'cloudformation', 'describe-stack-events', '--stack-name', stack, '--max-items', '200');
  return events.filter(({ ResourceStatus: status, ResourceStatusReason: reason }) =>
    status?.endsWith('_FAILED') && reason !== undefined && !/creation cancelled|update cancelled/i.test(reason))
    .map(event => ({
      id: event.LogicalResourceId!, type: event.ResourceType!, physicalId: event.PhysicalResourceId ?? '', reason: event.ResourceStatusReason!,
    }));
}

function namesIn(failures: readonly Failure[]): string[] {
  return failures.filter(({ type }) => type === 'AWS::SageMaker::Endpoint')
    .flatMap(({ physicalId }) => physicalId.slice(physicalId.lastIndexOf('/') + 1) || []);
}

/** The last lines of the newest stream, of which each instance has one. */
function lastLines(aws: AwsCli, endpointName: string): string[] {
  const group = ['--log-group-name', `/aws/sagemaker/Endpoints/${endpointName}`];
  const streams = aws.tryCall<{ readonly logStreams: { readonly logStreamName: string }[] }>(
    'logs', 'describe-log-streams', ...group, '--order-by', 'LastEventTime', '--descending', '--max-items', '1')?.logStreams ?? [];
  return streams.flatMap(({ logStreamName }) => aws.tryCall<{ readonly events: { readonly message: string }[] }>(
    'logs', 'get-log-events', ...group, '--log-stream-name', logStreamName, '--limit', String(READ))?.events ?? [])
    .map(({ message }) => message.trimEnd());
}

function statusText({ EndpointName: name, EndpointStatus: status, FailureReason: reason }: EndpointDescription): string {
  return `${name}: ${status}${reason === undefined ? '' : `: ${reason}`}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}
