import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { App, CfnCondition, CfnParameter, Environment, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { HuggingFaceSageMakerEndpointProps } from '../../src';
import { IRELAND, newEndpoint } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const stackOf = (scope: Construct, id: string, env: Environment = IRELAND) => new Stack(scope, id, { env });
const one = (app: App) => newEndpoint(stackOf(app, 'One'), { endpointName: 'Chat' });
const ELSEWHERE = { ...IRELAND, account: '444455556666' };
const rule = (stack: Stack, id: string) => newEndpoint(stack, {}, id).onFailure('Failure', { ruleName: 'failures' });
const dashboard = (stack: Stack) => newEndpoint(stack).dashboard({ dashboardName: 'Chat' });
const chat = (scope: Stack, props: Props = {}, id = 'Other') => newEndpoint(scope, { endpointName: 'chat', ...props }, id);

test.each<[string, string, (app: App) => unknown]>([
  ['in a stack', 'endpointName', app => chat(one(app).stack)],
  ['in two stacks', 'endpointName', app => [one(app), chat(stackOf(app, 'Two'))]],
  ['in a nested stack', 'endpointName', app => chat(new NestedStack(one(app).stack, 'Nested'))],
  ['in a stack whose account and region are not known', 'endpointName', app => {
    const stack = stackOf(app, 'Agnostic', {});
    return [chat(stack, {}, 'One'), chat(stack, {}, 'Two')];
  }],
  ['of a log group that the app creates', 'endpointName', app => {
    const stack = stackOf(app, 'One');
    new logs.LogGroup(stack, 'Logs', { logGroupName: '/aws/sagemaker/Endpoints/chat' });
    chat(stack, { logRetention: logs.RetentionDays.ONE_DAY });
  }],
  ['of two dashboards in a region', 'dashboardName', app => {
    const stack = stackOf(app, 'One');
    newEndpoint(stack).dashboard({ dashboardName: 'Chat' });
    new cloudwatch.Dashboard(stack, 'Other', { dashboardName: 'Chat' });
  }],
  ['of two dashboards in different regions', 'dashboardName', app => {
    newEndpoint(stackOf(app, 'One')).dashboard({ dashboardName: 'Chat' });
    newEndpoint(stackOf(app, 'Two', { ...IRELAND, region: 'us-east-1' })).dashboard({ dashboardName: 'Chat' });
  }],
  ['of two rules', 'ruleName', app => {
    const stack = stackOf(app, 'One');
    rule(stack, 'One');
    rule(stack, 'Two');
  }],
])('the same name %s is an error', (_name, prop, build) => {
  const app = new App();
  build(app);
  expect(() => app.synth()).toThrow(new RegExp(`'${prop}' must differ from the names of other .* in the account`));
});

test.each<[string, (stack: Stack) => unknown]>([
  ["'endpointName' must differ from the names of other endpoints in the account and region, got chat, which is the name of Stack/Other/Endpoint, too", stack => {
    newEndpoint(stack, { endpointName: 'Chat' });
    chat(stack);
  }],
  ["'endpointName' must differ from the names of other log groups in the account and region, got /aws/sagemaker/Endpoints/chat, which is the name of "
    + 'Stack/Logs/Resource, too', stack => {
    new logs.LogGroup(stack, 'Logs', { logGroupName: '/aws/sagemaker/Endpoints/chat' });
    chat(stack, { logRetention: logs.RetentionDays.ONE_DAY });
  }],
  ["'ruleName' must differ from the names of other rules in the account and region, got failures, which is the name of Stack/Two/Failure/Resource, too", stack => {
    rule(stack, 'One');
    rule(stack, 'Two');
  }],
  ["'dashboardName' must differ from the names of other dashboards in the account, got Chat, which is the name of Stack/Other/Resource, too", stack => {
    dashboard(stack);
    new cloudwatch.Dashboard(stack, 'Other', { dashboardName: 'Chat' });
  }],
])('%s', (message, build) => {
  const stack = stackOf(new App(), 'Stack');
  build(stack);
  expect(() => Annotations.fromStack(stack)).toThrow(message);
});

test.each<[string, (app: App) => unknown]>([
  ['in two regions', app => [one(app), chat(stackOf(app, 'Two', { ...IRELAND, region: 'us-east-1' }))]],
  ['in two accounts', app => [one(app), chat(stackOf(app, 'Two', { ...IRELAND, account: '444455556666' }))]],
  ['in stacks whose account and region are not known', app => [chat(stackOf(app, 'One', {})), chat(stackOf(app, 'Two', {}))]],
  ['of two dashboards in different accounts', app => [dashboard(stackOf(app, 'One')), dashboard(stackOf(app, 'Two', ELSEWHERE))]],
  ['of two dashboards in unknown accounts', app => [dashboard(stackOf(app, 'One', {})), dashboard(stackOf(app, 'Two', {}))]],
  ['in an account, but regions that are not known', app => {
    const { account } = IRELAND;
    return [chat(stackOf(app, 'One', { account })), chat(stackOf(app, 'Two', { account }))];
  }],
  ['of an endpoint that is disabled', app => chat(one(app).stack, { enabled: false })],
  ['of rules in different regions', app => [rule(stackOf(app, 'One'), 'One'), rule(stackOf(app, 'Two', { ...IRELAND, region: 'us-east-1' }), 'Two')]],
  ['of one parameter', app => {
    const stack = stackOf(app, 'One');
    const endpointName = new CfnParameter(stack, 'Name').valueAsString;
    return [chat(stack, { endpointName }, 'A'), chat(stack, { endpointName }, 'B')];
  }],
  ['with an endpoint without a name', app => new CfnEndpoint(one(app).stack, 'Other', { endpointConfigName: 'config' })],
  ['of resources of different types', app => newEndpoint(stackOf(app, 'One'), { endpointName: 'Chat' }).dashboard({ dashboardName: 'Chat' })],
  ['of a parameter', app => {
    const stack = stackOf(app, 'One');
    const endpointName = new CfnParameter(stack, 'Name').valueAsString;
    return [chat(stack, { endpointName }, 'A'), chat(stack, { endpointName: `${endpointName}-2` }, 'B')];
  }],
  ['under a condition', app => {
    const stack = one(app).stack;
    chat(stack).cfnEndpoint.cfnOptions.condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals('a', 'b') });
  }],
])('the same name %s is allowed', (_name, build) => {
  const app = new App();
  build(app);
  expect(() => app.synth()).not.toThrow();
});

test('the same name in another stage is a warning, because only one of them may be deployed', () => {
  const app = new App();
  const { stack } = one(app);
  const other = stackOf(new Stage(app, 'Prod'), 'Stack');
  chat(other);
  const warning = Match.stringLikeRegexp("'endpointName' must differ .* got chat, which is the name of .*duplicate-name-in-stage");
  Annotations.fromStack(stack).hasWarning('*', warning);
  Annotations.fromStack(other).hasWarning('*', warning);
});
