import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { App, CfnParameter, PhysicalName, Stack, StackProps } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { HuggingFaceSageMakerEndpoint, ISageMakerEndpoint } from '../../src';
import { IRELAND, newEndpoint, newStack, template } from '../util';

const ARN = 'arn:aws:sagemaker:us-east-1:444455556666:endpoint/llama-chat';

function caller(stack: Stack): iam.Role {
  return new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
}

const LITERAL = { account: '444455556666', region: 'us-east-1' };

test('grantInvoke and grants.invoke are the same', () => {
  const grants: ((endpoint: ISageMakerEndpoint, grantee: iam.IGrantable) => iam.Grant)[] = [
    (endpoint, grantee) => endpoint.grants.invoke(grantee), (endpoint, grantee) => endpoint.grantInvoke(grantee),
  ];
  const statements = grants.map(grant => {
    const stack = newStack();
    grant(HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Imported', ARN), caller(stack)).assertSuccess();
    return Object.values(template(stack).findResources('AWS::IAM::Policy'))[0].Properties.PolicyDocument.Statement;
  });
  const expected = [{ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: ARN }];
  expect(statements).toEqual([expected, expected]);
});

describe('an imported endpoint', () => {
  test('by its name: IAM sees the name in lower case, requests as it is', () => {
    const stack = newStack(LITERAL);
    const endpoint = HuggingFaceSageMakerEndpoint.fromEndpointName(stack, 'Imported', 'Llama-Chat');
    expect(stack.resolve(endpoint.endpointArn)).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:us-east-1:444455556666:endpoint/llama-chat']] });
    expect(endpoint.endpointName).toBe('Llama-Chat');
    expect(endpoint.env).toEqual(LITERAL);
  });

  test('by a name that only the deployment knows', () => {
    const stack = newStack(LITERAL);
    const name = new CfnParameter(stack, 'Name').valueAsString;
    const endpoint = HuggingFaceSageMakerEndpoint.fromEndpointName(stack, 'Imported', name);
    expect(stack.resolve(endpoint.endpointName)).toEqual({ Ref: 'Name' });
    expect(stack.resolve(endpoint.endpointArn)['Fn::Join'][1]).toContainEqual({ Ref: 'Name' });
  });

  test('by its ARN, of another account and region', () => {
    const endpoint = HuggingFaceSageMakerEndpoint.fromEndpointArn(newStack(), 'Imported', ARN);
    expect(endpoint.endpointArn).toBe(ARN);
    expect(endpoint.endpointRef).toEqual({ endpointArn: ARN });
    expect(endpoint.endpointName).toBe('llama-chat');
    expect(endpoint.env).toEqual(LITERAL);
  });

  test('by an ARN that only the deployment knows', () => {
    const stack = newStack();
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    const endpoint = HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Imported', arn);
    expect(stack.resolve(endpoint.endpointName)).toEqual({ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'Arn' }] }] }] }] });
  });

  test('by its attributes, with the name as it was given', () => {
    const endpoint = HuggingFaceSageMakerEndpoint.fromEndpointAttributes(newStack(), 'Imported', { endpointArn: ARN, endpointName: 'Llama-Chat' });
    expect([endpoint.endpointArn, endpoint.endpointName, endpoint.variantName]).toEqual([ARN, 'Llama-Chat', 'AllTraffic']);
    const other = HuggingFaceSageMakerEndpoint.fromEndpointAttributes(newStack(), 'Imported', { endpointArn: ARN, variantName: 'Blue' });
    expect(other.variantName).toBe('Blue');
  });
});

test('a name with capitals is in lower case in the ARN that another stack names', () => {
  const app = new App();
  const owner = new Stack(app, 'Owner', { env: IRELAND });
  const endpoint = newEndpoint(owner, { endpointName: 'Llama-Chat' });
  const user = new Stack(app, 'User', { env: { ...IRELAND, region: 'eu-central-1' } });
  endpoint.grantInvoke(caller(user));
  template(user).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111122223333:endpoint/llama-chat']] } }] },
  });
});

test('a name that is generated for another stack is the same in both', () => {
  const app = new App();
  const owner = new Stack(app, 'Owner', { env: IRELAND });
  const endpoint = newEndpoint(owner, { endpointName: PhysicalName.GENERATE_IF_NEEDED });
  const user = new Stack(app, 'User', { env: { ...IRELAND, region: 'eu-central-1' } });
  endpoint.grantInvoke(caller(user));
  const [{ Properties: { EndpointName: name } }] = Object.values(template(owner).findResources('AWS::SageMaker::Endpoint'));
  expect(name).toMatch(/^[a-z0-9-]{1,63}$/);
  template(user).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:sagemaker:eu-west-1:111122223333:endpoint/${name}`]] } }] },
  });
});

describe("the address for clients of OpenAI's API", () => {
  test.each<[string, string]>([
    ['eu-west-1', 'https://runtime.sagemaker.eu-west-1.amazonaws.com/endpoints/chat/openai/v1'],
    ['cn-north-1', 'https://runtime.sagemaker.cn-north-1.amazonaws.com.cn/endpoints/chat/openai/v1'],
  ])('in %s', (region, url) => {
    const endpoint = HuggingFaceSageMakerEndpoint.fromEndpointName(newStack({ region }), 'Imported', 'chat');
    expect(endpoint.openAiBaseUrl).toBe(url);
  });

  test('is in the region of the endpoint, not of the stack', () => {
    expect(HuggingFaceSageMakerEndpoint.fromEndpointArn(newStack(), 'Imported', ARN).openAiBaseUrl)
      .toBe('https://runtime.sagemaker.us-east-1.amazonaws.com/endpoints/llama-chat/openai/v1');
  });

  test('in an environment-agnostic stack, of an endpoint that is created', () => {
    const stack = newStack({});
    const endpoint = newEndpoint(stack);
    expect(stack.resolve(endpoint.openAiBaseUrl)).toEqual({
      'Fn::Join': ['', [
        'https://runtime.sagemaker.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/endpoints/',
        { 'Fn::GetAtt': [stack.getLogicalId(endpoint.cfnEndpoint), 'EndpointName'] }, '/openai/v1',
      ]],
    });
  });
});

describe('events', () => {
  function rule(add: (endpoint: ISageMakerEndpoint, options: events.OnEventOptions) => events.Rule, options: events.OnEventOptions = {}): any {
    const stack = newStack();
    add(HuggingFaceSageMakerEndpoint.fromEndpointName(stack, 'Imported', 'Llama-Chat'), options);
    const [found] = Object.values(template(stack).findResources('AWS::Events::Rule'));
    return found.Properties;
  }
  const target: events.IRuleTarget = { bind: () => ({ id: '', arn: 'arn:aws:sns:eu-west-1:111122223333:topic' }) };

  test.each<[string, (endpoint: ISageMakerEndpoint, options: events.OnEventOptions) => events.Rule, string, object]>([
    ['onStateChange', (endpoint, options) => endpoint.onStateChange('Rule', options), 'SageMaker Endpoint State Change', {}],
    ['onInService', (endpoint, options) => endpoint.onInService('Rule', options), 'SageMaker Endpoint State Change', { EndpointStatus: ['IN_SERVICE'] }],
    ['onFailure', (endpoint, options) => endpoint.onFailure('Rule', options), 'SageMaker Endpoint State Change',
      { EndpointStatus: ['FAILED', 'ROLLING_BACK', 'UPDATE_ROLLBACK_FAILED'] }],
    ['onDeploymentStateChange', (endpoint, options) => endpoint.onDeploymentStateChange('Rule', options), 'SageMaker Endpoint Deployment State Change', {}],
  ])('%s matches events of this endpoint only', (_name, add, detailType, detail) => {
    expect(rule(add, { target, description: 'to whom it concerns' })).toEqual({
      Description: 'to whom it concerns',
      EventPattern: { 'source': ['aws.sagemaker'], 'detail-type': [detailType], 'detail': { EndpointName: ['Llama-Chat'], ...detail } },
      State: 'ENABLED',
      Targets: [{ Arn: 'arn:aws:sns:eu-west-1:111122223333:topic', Id: 'Target0' }],
    });
  });

  test.each<[string, (endpoint: ISageMakerEndpoint, options: events.OnEventOptions) => events.Rule]>([
    ['onFailure', (endpoint, options) => endpoint.onFailure('Rule', options)],
    ['onInService', (endpoint, options) => endpoint.onInService('Rule', options)],
  ])('%s matches only the statuses that are set', (_name, add) => {
    expect(rule(add, { target, eventPattern: { detail: { EndpointStatus: ['FAILED'] } } }).EventPattern.detail)
      .toEqual({ EndpointName: ['Llama-Chat'], EndpointStatus: ['FAILED'] });
    expect(rule(add, { target, eventPattern: { account: ['444455556666'] } }).EventPattern).toMatchObject({
      account: ['444455556666'], detail: { EndpointName: ['Llama-Chat'], EndpointStatus: expect.any(Array) },
    });
  });

  test('a target that fails is an error of the library', () => {
    const broken = { bind: () => { throw new Error('no bus'); } };
    expect(() => newEndpoint(newStack()).onFailure('Rule', { target: broken })).toThrow(/^Stack\/Endpoint: 'target' .*no bus/);
  });

  test.each<[string, StackProps['env'], StackProps['env'] | undefined, boolean]>([
    ['another stack', IRELAND, IRELAND, true],
    ['another stack, if neither knows its place', {}, {}, true],
    ['the same stack', IRELAND, undefined, false],
    ['another region', IRELAND, { ...IRELAND, region: 'us-east-1' }, false],
    ['another account', IRELAND, { ...IRELAND, account: '444455556666' }, false],
    ['a stack that does not know its place', IRELAND, {}, false],
  ])('a rule with a scope in %s needs a new ID where aws-cdk-lib creates it', (_name, env, other, isThere) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env });
    const endpoint = newEndpoint(stack);
    const crossStackScope = new Construct(other ? new Stack(app, 'Other', { env: other }) : stack, 'Scope');
    new Construct(crossStackScope, 'Used');
    const used = (scope: Construct, id: string) => `Stack/Endpoint: 'id' must be different for each construct in ${scope.node.path}, got "${id}"`;
    const [mine, free] = isThere ? ['Used', 'Model'] : ['Model', 'Used'];
    expect(() => endpoint.onFailure(mine, { crossStackScope })).toThrow(used(isThere ? crossStackScope : endpoint, mine));
    expect(endpoint.onFailure(free, { crossStackScope }).node.scope).toBe(isThere ? crossStackScope : endpoint);
  });

  describe('of an endpoint elsewhere', () => {
    const warnings = (arn: (stack: Stack) => string, env?: StackProps['env']) => {
      const stack = newStack(env);
      HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Imported', arn(stack)).onFailure('Rule');
      return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => [id, entry.data]);
    };
    const literal = (region: string, account: string) => () => `arn:aws:sagemaker:${region}:${account}:endpoint/chat`;
    const warningOf = (what: string, there: string, here: string) => [
      '/Stack/Imported/Rule',
      expect.stringMatching(new RegExp(`^'onFailure' .*${what}.*${there}.*${here}.*\\[ack: huggingface-sagemaker:events-from-elsewhere\\]$`)),
    ];

    test.each(['onStateChange', 'onInService', 'onFailure', 'onDeploymentStateChange'] as const)('are reported for %s', method => {
      const stack = newStack();
      HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Imported', literal('us-east-1', '111122223333')())[method]('Rule');
      Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(`^'${method}' must create its rule`));
    });

    test('do not reach the rule', () => {
      expect(warnings(literal('us-east-1', '111122223333'))).toEqual([warningOf('region', 'us-east-1', 'eu-west-1')]);
      expect(warnings(literal('eu-west-1', '444455556666'))).toEqual([warningOf('account', '444455556666', '111122223333')]);
    });

    test.each<[string, (stack: Stack) => string, StackProps['env']?]>([
      ['in the region and account of the stack', literal('eu-west-1', '111122223333')],
      ['where the stack does not know its place', literal('us-east-1', '444455556666'), {}],
      ['of an ARN that is a token', stack => new CfnParameter(stack, 'Arn').valueAsString],
    ])('are not those %s', (_what, arn, ...[env]) => {
      expect(warnings(arn, env)).toEqual([]);
    });
  });

  test('are narrowed down further', () => {
    const options = { target, eventPattern: { detail: { EndpointStatus: ['UPDATING'] } } };
    expect(rule((endpoint, given) => endpoint.onStateChange('Rule', given), options).EventPattern.detail)
      .toEqual({ EndpointName: ['Llama-Chat'], EndpointStatus: ['UPDATING'] });
  });
});

test("API Gateway's integration takes the endpoint", () => {
  const stack = newStack();
  const endpoint: sagemaker.IEndpoint = newEndpoint(stack);
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addMethod('POST', new apigateway.SagemakerIntegration(endpoint));
  template(stack).hasResourceProperties('AWS::ApiGateway::Method', {
    Integration: { Uri: { 'Fn::Join': ['', Match.arrayWith(['/invocations'])] } },
  });
  template(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: 'sagemaker:InvokeEndpoint', Effect: 'Allow', Resource: { Ref: stack.getLogicalId((endpoint as HuggingFaceSageMakerEndpoint).cfnEndpoint) } }] },
  });
});
