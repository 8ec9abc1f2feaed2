import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Stack } from 'aws-cdk-lib/core';
import { EndpointGrants, HuggingFaceSageMakerEndpoint } from '../../src';
import { addModel, newHost } from '../component/component-stack';
import { newEndpoint, newStack, template } from '../util';

const ARN = 'arn:aws:sagemaker:us-east-1:444455556666:endpoint/llama-chat';

type Grant = (grants: EndpointGrants, grantee: iam.IGrantable) => iam.Grant;

const METHODS: [string, Grant, string][] = [
  ['invoke', (grants, grantee) => grants.invoke(grantee), 'sagemaker:InvokeEndpoint'],
  ['invokeWithResponseStream', (grants, grantee) => grants.invokeWithResponseStream(grantee), 'sagemaker:InvokeEndpointWithResponseStream'],
  ['invokeWithBidirectionalStream', (grants, grantee) => grants.invokeWithBidirectionalStream(grantee), 'sagemaker:InvokeEndpointWithBidirectionalStream'],
  ['invokeAsync', (grants, grantee) => grants.invokeAsync(grantee), 'sagemaker:InvokeEndpointAsync'],
];

function caller(stack: Stack): iam.Role {
  return new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
}

/** What a caller may do, once this is granted. */
function granted(grantsOf: (stack: Stack) => EndpointGrants, grant: Grant): any[] {
  const stack = newStack();
  grant(grantsOf(stack), caller(stack)).assertSuccess();
  const policies = Object.values(template(stack).findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^Caller') }] } }));
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

const imported = (stack: Stack) => HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Imported', ARN).grants;

test.each(METHODS)('%s allows one action on this endpoint', (_name, grant, action) => {
  expect(granted(imported, grant)).toEqual([{ Effect: 'Allow', Action: action, Resource: ARN }]);
});

test('a bearer token calls this endpoint alone', () => {
  expect(granted(imported, (grants, grantee) => grants.invokeWithBearerToken(grantee))).toEqual([
    { Effect: 'Allow', Action: 'sagemaker:CallWithBearerToken', Resource: '*' },
    { Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: ARN },
  ]);
});

test('an endpoint of another library is granted', () => {
  const other = (stack: Stack) => EndpointGrants.fromEndpoint(new sagemaker.CfnEndpoint(stack, 'Other', { endpointConfigName: 'config' }));
  expect(granted(other, (grants, grantee) => grants.invoke(grantee))).toEqual([
    { Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: { Ref: 'Other' } },
  ]);
  expect(() => EndpointGrants.fromEndpoint({} as any)).toThrow(
    "'endpoint' must be an endpoint, got an object; use a construct such as a CfnEndpoint");
});

test('requests to the components of an endpoint need permissions for both', () => {
  const [all, one] = [(stack: Stack) => newHost(stack).grants, (stack: Stack) => addModel(newHost(stack)).grants]
    .map(grantsOf => granted(grantsOf, (grants, grantee) => grants.invoke(grantee))[0].Resource);
  for (const resources of [all, one]) {
    expect(resources).toEqual([{ Ref: expect.stringMatching(/^GpuEndpoint/) }, expect.anything()]);
  }
  expect(JSON.stringify(all[1])).toMatch(/inference-component\/\S*\*"/);
  expect(JSON.stringify(one[1])).toMatch(/inference-component\/[\w-]+"/);
});

describe('a warning reports a grant', () => {
  const warnings = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('grant-')).map(({ entry }) => entry.data);
  const asyncEndpoint = (stack: Stack) => newEndpoint(stack, { asyncInference: { outputBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'answers') } });

  test.each(METHODS)('of requests that the endpoint rejects: %s', (name, grant) => {
    const [realTime, queue] = [newEndpoint, asyncEndpoint].map(create => {
      const stack = newStack();
      grant(create(stack).grants, caller(stack));
      return warnings(stack);
    });
    const requires = (what: string) => [expect.stringContaining(`'grants.${name}' requires an endpoint ${what} 'asyncInference'`)];
    expect([realTime, queue]).toEqual(name === 'invokeAsync' ? [requires('with'), []] : [[], requires('without')]);
  });

  test.each<[string, (stack: Stack) => iam.IGrantable, string | undefined]>([
    ['a role of another account', stack => iam.Role.fromRoleArn(stack, 'Caller', 'arn:aws:iam::444455556666:role/caller'),
      "'grants.invoke' must be for a principal in the account of the endpoint, 111122223333, got one in 444455556666"],
    ['a role of the account', stack => iam.Role.fromRoleArn(stack, 'Caller', 'arn:aws:iam::111122223333:role/caller'), undefined],
    ['a role without policy updates', stack => caller(stack).withoutPolicyUpdates(), undefined],
  ])('to %s', (_, grantee, message) => {
    const stack = newStack();
    newEndpoint(stack).grants.invoke(grantee(stack));
    expect(warnings(stack)).toEqual(message === undefined ? [] : [expect.stringContaining(message)]);
  });

  test('to the ARN of a principal in another account, and without effect', () => {
    const stack = newStack();
    newEndpoint(stack).grants.invokeWithResponseStream(new iam.ArnPrincipal('arn:aws:iam::444455556666:role/caller'));
    expect(warnings(stack)).toEqual([
      expect.stringContaining("'grants.invokeWithResponseStream' must be for a principal in the account of the endpoint, 111122223333, got one in 444455556666"),
      expect.stringContaining("'grants.invokeWithResponseStream' must be for a principal with a policy in the app, got a principal of the class ArnPrincipal"),
    ]);
  });

  test('to a service, which has no policy', () => {
    const stack = newStack();
    newEndpoint(stack).grants.invoke(new iam.ServicePrincipal('lambda.amazonaws.com'));
    expect(warnings(stack)).toEqual([expect.stringContaining("'grants.invoke' must be for a principal with a policy in the app")]);
  });
});

test.each(['role', undefined])('the grantee %s is an error of the library, also for a bearer token', grantee => {
  const { grants } = newEndpoint(newStack());
  expect(() => grants.invoke(grantee as any)).toThrow("Stack/Endpoint: 'grantee' must be a grantee");
  expect(() => grants.invokeWithBearerToken(grantee as any)).toThrow("Stack/Endpoint: 'grantee' must be a grantee");
});
