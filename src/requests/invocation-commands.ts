import { RequestFormat } from './request-format';

/** What a command for a shell is made of. The values may be unresolved tokens. */
export interface Invocation {
  readonly endpointName: string;
  readonly region?: string;

  /** Undefined if the format of requests is not known: the body is then in a file. */
  readonly format?: RequestFormat;
  readonly servedModelName: string;

  /** Whether the endpoint is asynchronous. */
  readonly asynchronous?: boolean;
}

/** Files with a body of a type that is not JSON. */
const FILES: Readonly<Record<string, string>> = { 'image/jpeg': 'image.jpg', 'audio/wav': 'audio.wav' };

/**
 * A command of the AWS CLI, version 2, that sends a request and prints the answer: to an asynchronous endpoint, where the answer will be.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/sagemaker-runtime/invoke-endpoint.html
 * @see https://docs.aws.amazon.com/cli/latest/reference/sagemaker-runtime/invoke-endpoint-async.html
 */
export function invokeCommand({ endpointName, region, format, servedModelName, asynchronous = false }: Invocation): string {
  const body = format?.body;
  const contentType = format?.contentType ?? 'application/json';
  return [
    `aws sagemaker-runtime invoke-endpoint${asynchronous ? '-async' : ''}`,
    `--endpoint-name ${endpointName}`,
    ...region === undefined ? [] : [`--region ${region}`],
    `--content-type ${contentType}`,
    ...format?.route === undefined ? [] : [`--custom-attributes ${quoted(`route=${format.route}`)}`],
    ...body === undefined ? [`--body fileb://${FILES[contentType] ?? 'body.json'}`]
      : ['--cli-binary-format raw-in-base64-out', `--body ${quoted(JSON.stringify(body(servedModelName)))}`],
    ...asynchronous ? [] : ['answer.json && cat answer.json'],
  ].join(' ');
}

/** A command of the AWS CLI that shows the logs of the container, and follows them. */
export function logsCommand(endpointName: string, region: string): string {
  return `aws logs tail /aws/sagemaker/Endpoints/${endpointName} --region ${region} --follow`;
}

/** A string in single quotes, for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}
