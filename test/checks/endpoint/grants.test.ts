import { App, Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { EndpointGrants, HuggingFaceSageMakerEndpoint } from '../../../src';
import { accountFindings, effectFindings, grantFindings } from '../../../src/checks/endpoint/grants';
import { found, IRELAND, newEndpoint, newStack } from '../../util';

const OTHER = '444455556666';

type Grantee = (stack: Stack) => iam.IGrantable;

/** The warnings of one kind, in the order of their grants. */
function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('grant-to-other-account')).map(({ entry }) => entry.data as string);
}

const expected = (method: string, ofGrantee = OTHER, ofEndpoint = IRELAND.account) =>
  expect.stringMatching(new RegExp(`^'grants.${method}' .*${ofEndpoint}.*${ofGrantee}.*\\[ack: huggingface-sagemaker:grant-to-other-account\\]$`));

/** A role in a stack of the same app, in another environment. */
const roleIn = (account?: string): Grantee => stack =>
  new iam.Role(new Stack(stack.node.root as App, 'Caller', { env: { account, region: IRELAND.region } }), 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
const roleOf = (account: string): Grantee => stack => iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${account}:role/caller`);
const arn = (account: string) => new iam.ArnPrincipal(`arn:aws:iam::${account}:role/caller`);

test('values say which accounts differ', () => {
  expect(found(accountFindings('grants.invoke', IRELAND.account, OTHER)))
    .toEqual([{ id: 'grant-to-other-account', prop: 'grants.invoke', values: { ofEndpoint: IRELAND.account, ofGrantee: OTHER } }]);
});

test('the account of the endpoint, or one that is not known, has no finding', () => {
  for (const [ofEndpoint, ofGrantee] of [[OTHER, OTHER], [OTHER, undefined], [OTHER, Aws.ACCOUNT_ID], [Aws.ACCOUNT_ID, OTHER]] as const) {
    expect(accountFindings('grants.invoke', ofEndpoint, ofGrantee)).toEqual([]);
  }
});

test('a grant without a statement is found, with the class of its principal', () => {
  const principal = new iam.ServicePrincipal('lambda.amazonaws.com');
  expect(found(effectFindings('grants.invoke', false, principal)))
    .toEqual([{ id: 'grant-without-effect', prop: 'grants.invoke', values: { principal: 'a principal of the class ServicePrincipal' } }]);
  expect(effectFindings('grants.invoke', true, principal)).toEqual([]);
});

describe('a grant to another account', () => {
  test.each<[string, Grantee]>([
    ['a role in a stack', roleIn(OTHER)],
    ['a role that exists already', roleOf(OTHER)],
    ['a user that exists already', stack => iam.User.fromUserArn(stack, 'User', `arn:aws:iam::${OTHER}:user/caller`)],
    ['an account', () => new iam.AccountPrincipal(OTHER)],
    ['an account, under conditions', () => new iam.AccountPrincipal(OTHER).withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
    ['an ARN', () => arn(OTHER)],
  ])('is warned of: %s', (_name, grantee) => {
    const stack = newStack();
    newEndpoint(stack, { endpointName: 'llm' }).grantInvoke(grantee(stack));
    expect(warnings(stack)).toEqual([expected('invoke')]);
  });

  test.each<[string, Grantee]>([
    ['a role of the stack', stack => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') })],
    ['a role in a stack of the account', roleIn(IRELAND.account)],
    ['a role in a stack of any account', roleIn()],
    ['a role that exists already', roleOf(IRELAND.account)],
    ['a role that exists already in an account that the deployment knows', stack => roleOf(new CfnParameter(stack, 'Account').valueAsString)(stack)],
    ['the account', () => new iam.AccountPrincipal(IRELAND.account)],
    ['the account of the stack', () => new iam.AccountRootPrincipal()],
    ['an account that the deployment knows', stack => new iam.AccountPrincipal(new CfnParameter(stack, 'Account').valueAsString)],
    ['an ARN', () => arn(IRELAND.account)],
    ['an ARN that the deployment knows', stack => new iam.ArnPrincipal(new CfnParameter(stack, 'Arn').valueAsString)],
    ['anyone', () => new iam.AnyPrincipal()],
    ['a service', () => new iam.ServicePrincipal('lambda.amazonaws.com')],
    ['an organization', () => new iam.OrganizationPrincipal('o-0123456789')],
  ])('is not one: %s', (_name, grantee) => {
    const stack = newStack();
    newEndpoint(stack, { endpointName: 'llm' }).grantInvoke(grantee(stack));
    expect(warnings(stack)).toEqual([]);
  });

  test('is not known for an endpoint of any account', () => {
    const stack = new Stack();
    newEndpoint(stack).grantInvoke(roleOf(OTHER)(stack));
    expect(warnings(stack)).toEqual([]);
  });

  test.each<[string, string, (grants: EndpointGrants, grantee: iam.IGrantable) => iam.Grant]>([
    ['invoke', 'invoke', (grants, grantee) => grants.invoke(grantee)],
    ['invokeWithResponseStream', 'invokeWithResponseStream', (grants, grantee) => grants.invokeWithResponseStream(grantee)],
    ['invokeAsync', 'invokeAsync', (grants, grantee) => grants.invokeAsync(grantee)],
    ['invokeWithBearerToken', 'invoke', (grants, grantee) => grants.invokeWithBearerToken(grantee)],
  ])('is warned of once, by each method, for an endpoint of each kind: %s', (_name, method, grant) => {
    const stack = newStack();
    const role = roleOf(OTHER)(stack);
    const own = newStack();
    const imported = HuggingFaceSageMakerEndpoint.fromEndpointArn(own, 'Imported', `arn:aws:sagemaker:us-east-1:${IRELAND.account}:endpoint/llm`);
    const named = HuggingFaceSageMakerEndpoint.fromEndpointName(stack, 'Named', 'llm');
    const other = new sagemaker.CfnEndpoint(stack, 'Other', { endpointConfigName: 'config' });
    grant(imported.grants, role);
    grant(named.grants, role);
    grant(EndpointGrants.fromEndpoint(other), role);
    expect(warnings(own)).toEqual([expected(method)]);
    expect(warnings(stack)).toEqual([expected(method), expected(method)]);
  });

  test('is seen from the account of an endpoint that exists already, wherever the stack is', () => {
    const stack = newStack();
    const imported = HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Imported', `arn:aws:sagemaker:us-east-1:${OTHER}:endpoint/llm`);
    imported.grants.invoke(new iam.User(stack, 'User'));
    imported.grants.invoke(roleOf(OTHER)(stack));
    expect(warnings(stack)).toEqual([expected('invoke', IRELAND.account, OTHER)]);
  });
});

describe('a grant of requests that the endpoint rejects', () => {
  test.each([
    ['synchronous requests to an asynchronous endpoint', false, true],
    ['asynchronous requests to a real-time endpoint', true, false],
  ])('is found: %s', (_what, grantsAsynchronous, isAsynchronous) => {
    expect(found(grantFindings('grants.invoke', grantsAsynchronous, isAsynchronous)))
      .toEqual([{ id: 'grant-of-other-requests', prop: 'grants.invoke', values: { isAsynchronous } }]);
  });

  test.each([[true, true], [false, false], [true, undefined], [false, undefined]])('is not one: %s for %s', (grantsAsynchronous, isAsynchronous) => {
    expect(grantFindings('grants.invoke', grantsAsynchronous, isAsynchronous)).toEqual([]);
  });
});
