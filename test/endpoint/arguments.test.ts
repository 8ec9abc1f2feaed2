import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Aws } from 'aws-cdk-lib/core';
import { EndpointGrants, HuggingFaceSageMakerEndpoint } from '../../src';
import { newEndpoint, newStack } from '../util';

type Call = (endpoint: HuggingFaceSageMakerEndpoint) => unknown;

const scaling = (endpoint: HuggingFaceSageMakerEndpoint) => endpoint.autoScale({ maxCapacity: 2 });
const invocations = { invocationsPerInstance: 1 };
const imported = HuggingFaceSageMakerEndpoint;

test.each<[string, string, Call]>([
  ['an ID that is not set', "Stack/Endpoint: 'id' must be a string", endpoint => endpoint.onFailure(undefined as any)],
  ['an empty ID', "Stack/Endpoint: 'id' must be a string of at least 1 character", endpoint => endpoint.onStateChange('')],
  ['an ID that is not known', "Stack/Endpoint: 'id' must be a string .* got an unresolved token", endpoint => endpoint.onStateChange(Aws.REGION)],
  ['the ID of a child', "Stack/Endpoint: 'id' must be different for each construct in Stack/Endpoint, got \"Model\"", endpoint => endpoint.onInService('Model')],
  ['the ID of a policy', "Stack/Endpoint/Scaling: 'id' must be different .* got \"A\"", endpoint => {
    const scaled = scaling(endpoint);
    scaled.scaleOnInvocations('A', invocations);
    scaled.scaleOnConcurrentRequests('A', { concurrentRequestsPerModel: 1 });
  }],
  ['an ID of a schedule that is not set', "Stack/Endpoint/Scaling: 'id' must be a string", endpoint =>
    scaling(endpoint).scaleOnSchedule(null as any, { schedule: Schedule.expression('rate(1 day)'), minCapacity: 1 })],
  ['options that are a string', "Stack/Endpoint: 'props' must be an object", endpoint => endpoint.onFailure('A', 'topic' as any)],
  ['a target without bind', "Stack/Endpoint: 'target' must be a target", endpoint => endpoint.onFailure('A', { target: {} as any })],
  ['two wrong options', 'Stack/Endpoint: 2 problems', endpoint => endpoint.onFailure('', { ruleName: 'a b' })],
  ['a grantee that is not set', "Stack/Endpoint: 'grantee' must be a grantee, got undefined", endpoint => endpoint.grantInvoke(undefined as any)],
  ['a grantee of another type', "Stack/Endpoint: 'grantee' must be a grantee, got \"role\"", endpoint => endpoint.grants.invoke('role' as any)],
  ['a statement that is not set', "Stack/Endpoint: 'statement' must be a PolicyStatement, got null", endpoint => endpoint.addToRolePolicy(null as any)],
  ['a statement in JSON', "Stack/Endpoint: 'statement' must be a PolicyStatement, got an object", endpoint => endpoint.addToRolePolicy({ Effect: 'Allow' } as any)],
  ['an endpoint that is not set', "'endpoint' must be an endpoint, got undefined", () => EndpointGrants.fromEndpoint(undefined as any)],
  ['an imported name that is not set', "Stack/Imported: 'endpointName' must be a string, got undefined", ({ stack }) =>
    imported.fromEndpointName(stack, 'Imported', undefined as any)],
  ['an imported ARN that is not set', "Stack/Imported: 'endpointArn' must be a string, got undefined", ({ stack }) =>
    imported.fromEndpointArn(stack, 'Imported', undefined as any)],
  ['an imported ARN of something else', "Stack/Imported: 'endpointArn' must be an ARN", ({ stack }) => imported.fromEndpointArn(stack, 'Imported', 'chat')],
  ['attributes that are not set', "Stack/Imported: 'endpointArn' must be a string", ({ stack }) =>
    imported.fromEndpointAttributes(stack, 'Imported', null as any)],
])('%s is an error of the library', (_name, message, call) => {
  const endpoint = newEndpoint(newStack());
  expect(() => call(endpoint)).toThrow(new RegExp(message));
});

test('null means that an option is not set', () => {
  const endpoint = newEndpoint(newStack());
  expect(() => endpoint.onFailure('A', { target: null, ruleName: null, eventPattern: null } as any)).not.toThrow();
  expect(() => endpoint.onFailure('B', null as any)).not.toThrow();
});
