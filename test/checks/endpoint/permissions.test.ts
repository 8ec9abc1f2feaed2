import * as iam from 'aws-cdk-lib/aws-iam';
import { App, CfnCondition, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib/core';
import { ExecutionPermissions } from '../../../src';
import { awaitFindings, sizeFindings } from '../../../src/checks/endpoint/permissions';
import { inlinePolicySizes } from '../../../src/role/role-policies';
import { IRELAND, newEndpoint, newStack, template } from '../../util';

const roleIn = (stack: Stack, id = 'Role') => new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });

/** A statement of that many characters. */
function statement(size: number): iam.PolicyStatement {
  const made = (prefix: string) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${prefix}`] });
  return made('a'.repeat(size - JSON.stringify(made('')).length));
}

/** The sizes of the policies of an endpoint's role, by their paths. */
function sizes(stack: Stack, role: iam.IRole): Record<string, number> {
  template(stack);
  return Object.fromEntries(inlinePolicySizes(stack, role).map(({ path, size }) => [path, size]));
}

const DOCUMENT = JSON.stringify({ Statement: [], Version: '2012-10-17' }).length;

test('a policy that the model does not wait for is named, with what it depends on the endpoint by', () => {
  const policy = { path: 'Stack/Policy', actions: ['lambda:InvokeFunction'] };
  expect(awaitFindings([policy])).toMatchObject([{ id: 'huggingface-sagemaker:grants-not-awaited', severity: 'warning', prop: 'role', values: policy }]);
  expect(awaitFindings([])).toEqual([]);
});

test('the policies of a role may have 10,240 characters together', () => {
  const parts = (size: number) => [{ path: 'One', size: 10_000 }, { path: 'Two', size }];
  expect(sizeFindings(parts(240))).toEqual([]);
  expect(sizeFindings(parts(241))).toMatchObject([{ id: 'huggingface-sagemaker:role-policy-size', prop: 'role', values: { total: 10_241, parts: parts(241) } }]);
});

test.each([
  [[6000, 7000], 'got at least 13,000: 7,000 in B, 6,000 in A; '],
  [[1, 2000, 3000, 4000, 5000], 'got at least 14,001: 5,000 in E, 4,000 in D, 3,000 in C, 2,000 in B, 1 in A; '],
  [[1, 2, 3000, 4000, 5000, 6000, 7000], 'got at least 25,003: 7,000 in G, 6,000 in F, 5,000 in E, 4,000 in D, 3,000 in C, and 2 more; '],
])('the five largest of the policies %j are named', (sizesOfParts, text) => {
  const [{ message }] = sizeFindings(sizesOfParts.map((size, index) => ({ path: 'ABCDEFG'[index], size })));
  expect(message).toContain(text);
});

test('a role that is shared by too many endpoints is reported, with its largest policies', () => {
  const app = new App();
  const stacks = ['One', 'Two'].map(id => new Stack(app, id, { env: IRELAND }));
  const role = roleIn(stacks[0]);
  stacks.forEach(stack => Array.from({ length: 8 }, (_, index) =>
    newEndpoint(stack, { role, executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE }, `Endpoint${index}`)));
  expect(() => app.synth()).toThrow(/'role' must have inline policies of at most 10,240 characters in total, got at least 11,\d{3}: \d{3} in .* and 11 more; use a role/);
});

test('the default policy and the policy of the library count together, which aws-cdk-lib does not split', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  endpoint.addToRolePolicy(statement(5000));
  endpoint.role.addToPrincipalPolicy(statement(6000));
  expect(() => template(stack)).toThrow("'role' must have inline policies");
});

test('white space does not count, nor what is not known, nor a managed policy', () => {
  const stack = newStack();
  const role = roleIn(stack);
  const parameter = new CfnParameter(stack, 'Name').valueAsString;
  new iam.Policy(stack, 'Policy', {
    roles: [role],
    statements: [new iam.PolicyStatement({
      actions: ['s3:GetObject'], resources: [`arn:aws:s3:::a b${parameter}${Fn.select(0, Fn.split(',', parameter))}/*`],
    })],
  });
  new iam.ManagedPolicy(stack, 'Managed', { roles: [role], statements: [statement(6000)] });
  const known = '{"Action":"s3:GetObject","Effect":"Allow","Resource":"arn:aws:s3:::ab/*"}';
  expect(sizes(stack, role)).toEqual({ 'Stack/Policy/Resource': DOCUMENT + known.length });
});

test('what is in the role itself counts', () => {
  const stack = newStack();
  const role = newEndpoint(stack).role as iam.Role;
  expect(sizes(stack, role)).toEqual({});
  const second = newStack();
  const endpoint = newEndpoint(second);
  endpoint.addToRolePolicy(statement(200));
  expect(sizes(second, endpoint.role)).toEqual({ 'Stack/Endpoint/Role/Resource': expect.any(Number), 'Stack/Endpoint/Policy/Resource': DOCUMENT + 200 });
});

test('a policy that may not be created, or that replaces another one, is not counted', () => {
  const stack = newStack();
  const role = roleIn(stack);
  const policy = (id: string, size: number, policyName: string) => new iam.CfnRolePolicy(stack, id, {
    policyName, roleName: role.roleName, policyDocument: new iam.PolicyDocument({ statements: [statement(size)] }),
  });
  policy('Conditional', 5000, 'conditional').cfnOptions.condition = new CfnCondition(stack, 'Condition');
  policy('One', 300, 'same');
  policy('Two', 200, 'same');
  policy('Three', 150, Lazy.string({ produce: () => 'other' }));
  expect(sizes(stack, role)).toEqual({ 'Stack/Two': DOCUMENT + 200, 'Stack/Three': DOCUMENT + 150 });
});

test('a role of the same name in another account is another role', () => {
  const app = new App();
  const [stack, other] = [IRELAND, { ...IRELAND, account: '444455556666' }].map((env, index) => new Stack(app, `Stack${index}`, { env }));
  const roles = [stack, other].map(each => iam.Role.fromRoleName(each, 'Role', 'server'));
  new iam.Policy(other, 'Policy', { roles: [roles[1]], statements: [statement(200)] });
  expect(sizes(stack, roles[0])).toEqual({});
  expect(sizes(other, roles[1])).toEqual({ 'Stack1/Policy/Resource': DOCUMENT + 200 });
});
