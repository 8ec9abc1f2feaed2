import { Invocation, invokeCommand, logsCommand } from '../../src/requests/invocation-commands';
import { RequestFormat } from '../../src/requests/request-format';

const ENDPOINT = { endpointName: 'chat', servedModelName: 'org/model' };
const START = 'aws sagemaker-runtime invoke-endpoint --endpoint-name chat';
const END = 'answer.json && cat answer.json';

/** A format of requests whose body is a file, with this content type, or what these properties define. */
function format(contentType: string, more: Partial<RequestFormat> = {}): RequestFormat {
  return { purpose: 'any', tasks: [], answer: 'any', source: 'any', contentType, ...more };
}

test.each<[string, Partial<Invocation>, string]>([
  ['an unknown format', {}, `${START} --content-type application/json --body fileb://body.json ${END}`],
  ['a region', { region: 'eu-west-1' }, `${START} --region eu-west-1 --content-type application/json --body fileb://body.json ${END}`],
  ['an image', { format: format('image/jpeg') }, `${START} --content-type image/jpeg --body fileb://image.jpg ${END}`],
  ['audio', { format: format('audio/wav') }, `${START} --content-type audio/wav --body fileb://audio.wav ${END}`],
  ['another type of file', { format: format('text/csv') }, `${START} --content-type text/csv --body fileb://body.json ${END}`],
  ['a body with the name of the model', { format: format('application/json', { body: model => ({ model }) }) },
    `${START} --content-type application/json --cli-binary-format raw-in-base64-out --body '{"model":"org/model"}' ${END}`],
  ['quotation marks', { servedModelName: "'a'", format: format('application/json', { body: model => ({ model }) }) },
    `${START} --content-type application/json --cli-binary-format raw-in-base64-out --body '{"model":"'\\''a'\\''"}' ${END}`],
  ['a route', { format: format('image/jpeg', { route: '/v1/images' }) },
    `${START} --content-type image/jpeg --custom-attributes 'route=/v1/images' --body fileb://image.jpg ${END}`],
  ['an asynchronous endpoint, whose answer is not in the response', { asynchronous: true },
    'aws sagemaker-runtime invoke-endpoint-async --endpoint-name chat --content-type application/json --body fileb://body.json'],
])('the command of a request with %s', (_, invocation, command) => {
  expect(invokeCommand({ ...ENDPOINT, ...invocation })).toBe(command);
});

test('the command of the logs names the log group of the endpoint', () => {
  expect(logsCommand('chat', 'eu-west-1')).toBe('aws logs tail /aws/sagemaker/Endpoints/chat --region eu-west-1 --follow');
});
