import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { App, CfnElement, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { componentName, namePrefix, replaceWithName } from '../../src/component/component-name';
import { IRELAND, newStack } from '../util';

/** The name of a component with an ID, of an endpoint with the ID `Gpu`. */
function nameOf(id: string, identity: () => readonly unknown[] = () => ['one']): string {
  const stack = newStack();
  const endpoint = new Construct(stack, 'Gpu');
  return stack.resolve(componentName(new Construct(endpoint, id), endpoint, identity));
}

test('names begin with the path of the endpoint, in lower case, and end with a hyphen', () => {
  expect(namePrefix(new Construct(newStack(), 'Gpu'))).toMatch(/^stackgpu[0-9a-f]{8}-$/);
});

test('the path of the endpoint has at most 30 characters', () => {
  const stack = new Stack(new App(), 'a-very-long-name-of-a-stack-in-a-production-environment', { env: IRELAND });
  expect(namePrefix(new Construct(stack, 'AnEndpointForManyInferenceComponents'))).toMatch(/^[a-z0-9]{30}-$/);
});

test.each([
  ['Chat', 'chat-'],
  ['My_Model.v2-x', 'mymodelv2x-'],
  ['0Az9', '0az9-'],
  ['___', ''],
  ['ThisIdHas22Characters1', 'thisidhas22characters1-'],
  ['ThisIdHas23Characters12', 'thisidhas23characters1-'],
])('the ID %s is %j in the name', (id, expected) => {
  expect(nameOf(id)).toMatch(new RegExp(`^stackgpu[0-9a-f]{8}-${expected}[0-9a-f]{8}$`));
});

test('the name changes with the identity, and with the path of the component', () => {
  const one = nameOf('Chat');
  expect(nameOf('Chat', () => ['one'])).toBe(one);
  expect(nameOf('Chat', () => ['two'])).not.toBe(one);
  expect(nameOf('Chat', () => [])).not.toBe(one);
  // the rest of the names is the same
  expect(nameOf('Chat_')).not.toBe(one);
});

test('the name is that of the identity when it is resolved', () => {
  const stack = newStack();
  let value = 'one';
  const name = componentName(new Construct(stack, 'Chat'), stack, () => [Lazy.string({ produce: () => value })]);
  const before = stack.resolve(name);
  value = 'two';
  expect(stack.resolve(name)).not.toBe(before);
  value = 'one';
  expect(stack.resolve(name)).toBe(before);
});

test('the logical ID has the hash of the name', () => {
  const stack = newStack();
  const component = new Construct(stack, 'Chat');
  const resource = new CfnInferenceComponent(component, 'Resource', { endpointName: 'shared', specification: {} });
  const original = stack.resolve(resource.logicalId);
  replaceWithName(resource, () => ['one']);
  const hash = /\w{8}$/.exec(stack.resolve(componentName(component, stack, () => ['one'])))![0];
  expect(stack.resolve((resource as CfnElement).logicalId)).toBe(`${original}${hash}`);
});
