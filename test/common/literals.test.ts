import * as iam from 'aws-cdk-lib/aws-iam';
import { App, CfnElement, CfnOutput, CfnResource, Fn, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { literalsOf } from '../../src/common/literals';
import { SNAPSHOT_TEMPLATES } from '../snapshot-templates';

const SECRET = 'the secret';

const newStack = () => new Stack(new App(), 'Stack');
const resource = (properties: Record<string, unknown>) => new CfnResource(newStack(), 'Resource', { type: 'AWS::Any::Resource', properties });
const statement = (resources: string) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [resources] });

/** Where a string of an element can be. */
const PLACES: Record<string, () => CfnElement> = {
  'a property': () => resource({ Name: SECRET }),
  'a key': () => resource({ Environment: { [SECRET]: '1' } }),
  'a list in an object': () => resource({ Tags: [{ Values: ['one', SECRET] }] }),
  'the literal part of a string with a reference': () => resource({ Name: `${Stack.of(resource({})).stackName}-${SECRET}` }),
  'a string that is created at synth': () => resource({ Name: Lazy.string({ produce: () => SECRET }) }),
  'a part of a string that is created at synth': () => resource({ Name: `the ${Lazy.string({ produce: () => 'secret' })}` }),
  'a list that is created at synth': () => resource({ Names: Lazy.list({ produce: () => [SECRET] }) }),
  'an object that is created at synth': () => resource({ Any: Lazy.any({ produce: () => ({ any: SECRET }) }) }),
  'an intrinsic function': () => resource({ Any: Fn.join('-', [Fn.ref('AWS::Region'), SECRET]) }),
  'a list that is encoded as a token': () => resource({ Any: Token.asList({ 'Fn::Split': [',', SECRET] }) }),
  'an intrinsic function that is written as an object': () => resource({ Any: { 'Fn::Sub': `\${AWS::Region} ${SECRET}` } }),
  'a policy document': () => resource({ Document: new iam.PolicyDocument({ statements: [statement(SECRET)] }) }),
  'a policy document with a token': () => resource({
    Document: new iam.PolicyDocument({ statements: [statement(Lazy.string({ produce: () => SECRET }))] }),
  }),
  'a role': () => new iam.Role(newStack(), 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'), description: SECRET })
    .node.defaultChild as CfnElement,
  'an override': () => {
    const overridden = resource({});
    overridden.addPropertyOverride('Any.Other', SECRET);
    return overridden;
  },
  'metadata': () => {
    const described = resource({});
    described.addMetadata('any', SECRET);
    return described;
  },
  'a logical ID': () => {
    const named = resource({});
    named.overrideLogicalId('thesecret');
    return named;
  },
  'an output': () => new CfnOutput(newStack(), 'Output', { value: SECRET }),
};

test.each(Object.entries(PLACES))('a string in %s is found', (place, element) => {
  expect(literalsOf(element()).join('\n')).toContain(place === 'a logical ID' ? 'thesecret' : SECRET);
});

test('a reference is not resolved', () => {
  const other = resource({});
  expect(literalsOf(resource({ Name: other.ref, Arn: other.getAtt('Arn') })).join()).not.toContain('Resource.Arn');
});

/** The values of a template, without those of references. */
const stringsIn = (value: unknown): string[] => typeof value === 'object' && value !== null
  ? Object.entries(value).flatMap(([key, child]) => ['Ref', 'Fn::GetAtt'].includes(key) ? [] : stringsIn(child))
  : typeof value === 'string' ? [value] : [];

describe('all values of a template are found in', () => {
  const synthesized: CfnElement[] = [];
  const original = CfnResource.prototype._toCloudFormation;
  beforeAll(() => {
    jest.spyOn(CfnResource.prototype, '_toCloudFormation').mockImplementation(function (this: CfnResource) {
      synthesized.push(this);
      return original.call(this);
    });
  });
  afterAll(() => jest.restoreAllMocks());

  test.each(Object.keys(SNAPSHOT_TEMPLATES))('%s', name => {
    synthesized.length = 0;
    SNAPSHOT_TEMPLATES[name]();
    const elements = [...new Set(synthesized)];
    expect(elements.length).toBeGreaterThan(0);
    for (const element of elements) {
      const [rendered] = Object.values<any>(element.stack.resolve(original.call(element as CfnResource)).Resources);
      const found = literalsOf(element).join('\n');
      expect(stringsIn(rendered.Properties).filter(value => !found.includes(value))).toEqual([]);
    }
  });
});
