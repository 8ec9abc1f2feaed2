import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Duration } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelServer, SmokeTestOptions } from '../../src';
import { IMAGES } from '../images';
import { newEndpoint, newStack, onlyResource, template, type } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const VLLM: Props = { container: IMAGES.VLLM, modelId: 'Qwen/Qwen3-8B' };
const TEST = 'Custom::SageMakerEndpointSmokeTest';

function templateOf(props: Props = VLLM, options?: SmokeTestOptions) {
  const stack = newStack();
  newEndpoint(stack, props).smokeTest(options);
  return template(stack);
}

function requestsOf(props?: Props, options?: SmokeTestOptions): any {
  return onlyResource(templateOf(props, options), TEST).resource.Properties.Requests;
}

test('the test has the endpoint and its configuration, so that it runs after each change of them', () => {
  const { resource } = onlyResource(templateOf(), TEST);
  expect(resource.Properties).toMatchObject({
    EndpointName: { 'Fn::GetAtt': [expect.stringMatching(/^Endpoint/), 'EndpointName'] },
    EndpointConfigName: { 'Fn::GetAtt': [expect.stringMatching(/^EndpointEndpointConfig/), 'EndpointConfigName'] },
    MaximumSeconds: 60,
    ServiceTimeout: '1200',
  });
});

test('the function may invoke this endpoint, and nothing else, before the test runs', () => {
  const found = templateOf();
  const { id: functionId, resource: { Properties: { Role, Code } } } = onlyResource(found, 'AWS::Lambda::Function');
  const role = found.toJSON().Resources[Role['Fn::GetAtt'][0]].Properties;
  expect([role.ManagedPolicyArns, role.Policies]).toEqual([undefined, undefined]);
  const policies = Object.entries<any>(found.findResources('AWS::IAM::Policy'))
    .filter(([, { Properties }]) => Properties.Roles.some((each: any) => each.Ref === Role['Fn::GetAtt'][0]));
  expect(policies).toHaveLength(1);
  const [[policyId, { Properties: { PolicyDocument } }]] = policies;
  expect(PolicyDocument.Statement).toEqual([{ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: { Ref: expect.stringMatching(/^Endpoint/) } }]);
  const { resource } = onlyResource(found, TEST);
  expect(resource.DependsOn).toContain(policyId);
  expect(resource.Properties.ServiceToken).toEqual({ 'Fn::GetAtt': [functionId, 'Arn'] });
  expect(Code.ZipFile.length).toBeLessThanOrEqual(4096);
});

test.each<[string, Props, object]>([
  ['vLLM, which also answers without a chat template', VLLM, { model: 'Qwen/Qwen3-8B', prompt: 'Why is the sky blue?', max_tokens: 256 }],
  ['TGI', { modelId: 'org/model' }, { inputs: 'Why is the sky blue?', parameters: { max_new_tokens: 256 } }],
  ['TEI', { container: IMAGES.TEI, task: HuggingFaceTask.FEATURE_EXTRACTION, environment: {} }, { inputs: ['Why is the sky blue?', 'Rayleigh scattering.'] }],
])('the default request of %s', (_, props, body) => {
  const [request] = requestsOf(props);
  expect([JSON.parse(request.Body), request.ContentType]).toEqual([body, 'application/json']);
});

test('an expectation can be added to the default request', () => {
  expect(requestsOf(VLLM, { requests: [{ contains: 'sky' }] })).toEqual([
    { Body: expect.stringContaining('prompt'), ContentType: 'application/json', Contains: 'sky' },
  ]);
});

test('your own body, a file and their attributes are sent', () => {
  const requests = requestsOf({ ...VLLM, server: ModelServer.vllm() }, {
    requests: [
      { body: { query: 'a', documents: ['b'] }, customAttributes: 'route=/v1/rerank' },
      { file: 'package.json' },
      { file: 'LICENSE', contentType: 'text/plain' },
    ],
  });
  expect(requests[0]).toEqual({ Body: '{"query":"a","documents":["b"]}', ContentType: 'application/json', CustomAttributes: 'route=/v1/rerank' });
  expect(JSON.parse(Buffer.from(requests[1].File, 'base64').toString())).toHaveProperty('name', 'cdk-huggingface-sagemaker');
  expect(requests[2].ContentType).toBe('text/plain');
});

test('a file is sent to a model whose requests are files', () => {
  const props: Props = { container: IMAGES.TOOLKIT_CPU, instanceType: type('c6i.xlarge'), environment: {}, task: HuggingFaceTask.IMAGE_CLASSIFICATION };
  expect(requestsOf(props, { requests: [{ file: 'LICENSE', contentType: 'image/jpeg' }] })[0]).toMatchObject({ ContentType: 'image/jpeg' });
  expect(() => templateOf(props)).toThrow("'requests[0].body' must be set");
});

test('the default request of an image has its route, and your own body has none', () => {
  const omni: Props = { container: undefined, server: ModelServer.vllmOmni(), task: HuggingFaceTask.TEXT_TO_IMAGE, instanceType: type('g6e.2xlarge') };
  expect(requestsOf(omni)[0].CustomAttributes).toBe('route=/v1/images/generations');
  expect(requestsOf(omni, { requests: [{ body: {} }] })[0]).not.toHaveProperty('CustomAttributes');
});

test('unresolved tokens are resolved by CloudFormation', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Question');
  newEndpoint(stack, VLLM).smokeTest({
    requests: [{ body: { prompt: parameter.valueAsString } }], maximumLatency: Duration.seconds(new CfnParameter(stack, 'Limit', { type: 'Number' }).valueAsNumber),
  });
  const { resource: { Properties } } = onlyResource(template(stack), TEST);
  expect(Properties.MaximumSeconds).toEqual({ Ref: 'Limit' });
  expect(JSON.stringify(Properties.Requests)).toContain('"Ref":"Question"');
});

test.each<[string, Props]>([
  ['TEI without a task', { container: IMAGES.TEI, environment: {} }],
  ['SGLang, whose model may have no chat template', { container: IMAGES.SGLANG, environment: {} }],
  ['an unknown image', { container: IMAGES.TOOLKIT_CPU, instanceType: type('c6i.xlarge'), environment: {} }],
])('%s needs a body', (_, props) => {
  expect(() => templateOf(props)).toThrow("'requests[0].body' must be set, because the library does not know a request that every model can answer");
  expect(() => templateOf(props, { requests: [{ body: {} }] })).not.toThrow();
});

test('a body in another type, and a list that is none, are reported together', () => {
  expect(() => templateOf(VLLM, { requests: [{ body: 'text' as any }], maximumLatency: Duration.seconds(0) })).toThrow(
    /'requests\[0\]\.body' must be a map, got "text"[^]*'maximumLatency' must be greater than 0 and at most 60 seconds, got 0 seconds/);
});

test('the function, in whole', () => {
  const { Code, Role, ...rest } = onlyResource(templateOf(), 'AWS::Lambda::Function').resource.Properties;
  expect(rest).toEqual({
    Description: 'Sends requests to the endpoint of Qwen/Qwen3-8B after it is created or updated', Handler: 'index.handler', Runtime: 'nodejs22.x', Timeout: 900,
  });
  const role = Object.entries<any>(templateOf().findResources('AWS::IAM::Role')).find(([id]) => id.includes('SmokeTest'))![1].Properties;
  expect(role.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({ Service: 'lambda.amazonaws.com' });
});

test('AWS Lambda accepts descriptions of up to 256 characters', () => {
  const modelId = `/opt/ml/model/${'a'.repeat(240)}`;
  const { Description } = onlyResource(templateOf({ ...VLLM, modelId }), 'AWS::Lambda::Function').resource.Properties;
  expect(Description).toBe(`Sends requests to the endpoint of ${modelId}`.slice(0, 256));
});

test('a time limit is in seconds', () => {
  expect(onlyResource(templateOf(VLLM, { maximumLatency: Duration.millis(5500) }), TEST).resource.Properties.MaximumSeconds).toBe(5.5);
});

test.each<[string, Props, SmokeTestOptions, RegExp]>([
  ['a file that does not exist', VLLM, { requests: [{ file: 'no.json' }] }, /'requests\[0\]\.file' must be the path of a file that can be read, got "no\.json" \(ENOENT\)/],
  ['a body and a file', VLLM, { requests: [{ body: {}, file: 'package.json' }] }, /'requests\[0\]\.body' must not be set together/],
  ['a file without a type', VLLM, { requests: [{}, { file: 'LICENSE' }] }, /'requests\[1\]\.contentType' must be set/],
  ['no request', VLLM, { requests: [] }, /'requests' must have/],
  ['a body that is too large', VLLM, { requests: [{ body: { text: 'a'.repeat(99_990) } }] }, /'requests' must have at most 100000 bytes in all, got 100001/],
  ['a queue', { ...VLLM, asyncInference: { outputBucket: Bucket.fromBucketName(newStack(), 'Bucket', 'answers') } }, {}, /'smokeTest' requires a real-time endpoint/],
  ['an unknown request of a task', { container: IMAGES.TOOLKIT_CPU, instanceType: type('c6i.xlarge'), environment: {}, task: HuggingFaceTask.DEPTH_ESTIMATION }, {},
    /'server' Hugging Face inference toolkit and 'task' depth-estimation/],
])('%s is an error', (_, props, options, message) => {
  expect(() => templateOf(props, options)).toThrow(message);
});

test('the largest body, a file and attributes of the default request are accepted', () => {
  const [body] = requestsOf(VLLM, { requests: [{ body: { text: 'a'.repeat(99_989) } }] });
  expect(Buffer.byteLength(body.Body)).toBe(100_000);
  expect(requestsOf(VLLM, { requests: [{ file: 'package.json' }] })).toEqual([{ File: expect.any(String), ContentType: 'application/json' }]);
  expect(requestsOf(VLLM, { requests: [{ customAttributes: 'a=b', contentType: 'text/plain' }] })).toEqual([
    { Body: expect.any(String), ContentType: 'text/plain', CustomAttributes: 'a=b' },
  ]);
});

test('a file has no route', () => {
  const omni: Props = { container: undefined, server: ModelServer.vllmOmni(), task: HuggingFaceTask.TEXT_TO_IMAGE, instanceType: type('g6e.2xlarge') };
  expect(requestsOf(omni, { requests: [{ file: 'package.json' }] })[0]).not.toHaveProperty('CustomAttributes');
});

test('it is added once', () => {
  const endpoint = newEndpoint(newStack(), VLLM);
  endpoint.smokeTest();
  expect(() => endpoint.smokeTest()).toThrow("Stack/Endpoint: 'smokeTest' must not be called twice");
});

test('without a call, the template is the same', () => {
  const stack = newStack();
  newEndpoint(stack);
  template(stack).resourceCountIs('AWS::Lambda::Function', 0);
});

test('a disabled endpoint is not tested', () => {
  templateOf({ ...VLLM, enabled: false }).resourceCountIs(TEST, 0);
});
