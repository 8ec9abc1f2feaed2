import { Template } from 'aws-cdk-lib/assertions';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration, Tags } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../../src';
import { ApiModel } from '../api-model/api-model';
import { endpointTemplate, newEndpoint, newStack, README_EXAMPLE } from '../util';

let api: ApiModel;
beforeAll(async () => { api = await ApiModel.load(); });

/** The properties of each resource of a template, by the last word of its type, to break. */
function propertiesOf(template: any): Record<string, any> {
  return Object.fromEntries(Object.values<any>(template.Resources).map(({ Type, Properties }) => [Type.split('::').pop(), Properties]));
}

function everything(): any {
  const stack = newStack();
  newEndpoint(stack, { vpcConfig: { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] } })
    .addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  return Template.fromStack(stack).toJSON();
}

test.each<[string, string, (resources: Record<string, any>) => void]>([
  ['a missing member', "CreateEndpointConfig must have required property 'ProductionVariants'", ({ EndpointConfig }) => { delete EndpointConfig.ProductionVariants; }],
  ['a missing member below', "CreateModel.VpcConfig must have required property 'Subnets'", ({ Model }) => { delete Model.VpcConfig.Subnets; }],
  ['an unknown member', 'CreateModel must NOT have additional properties (Colour)', ({ Model }) => { Model.Colour = 'red'; }],
  ['an unknown member below', 'CreateModel.PrimaryContainer must NOT have additional properties (Img)', ({ Model }) => { Model.PrimaryContainer.Img = 'x'; }],
  ['a text for a number', 'InitialInstanceCount must be integer, got "many"', ({ EndpointConfig }) => { EndpointConfig.ProductionVariants[0].InitialInstanceCount = 'many'; }],
  ['a fraction for an integer', 'InitialInstanceCount must be integer, got 1.5', ({ EndpointConfig }) => { EndpointConfig.ProductionVariants[0].InitialInstanceCount = 1.5; }],
  ['a number for a text', 'CreateModel.ExecutionRoleArn must be string', ({ Model }) => { Model.ExecutionRoleArn = 5; }],
  ['a text for a flag', 'CreateModel.EnableNetworkIsolation must be boolean', ({ Model }) => { Model.EnableNetworkIsolation = 'yes'; }],
  ['an object for a list', 'CreateModel.Tags must be array', ({ Model }) => { Model.Tags = { Key: 'a', Value: 'b' }; }],
  ['a text for an object', 'CreateModel.PrimaryContainer must be object', ({ Model }) => { Model.PrimaryContainer = 'image'; }],
  ['a number that is too small', 'InitialInstanceCount must be >= 1', ({ EndpointConfig }) => { EndpointConfig.ProductionVariants[0].InitialInstanceCount = 0; }],
  ['a number that is too large', 'TimeoutInSeconds must be <= 3600', ({ EndpointConfig }) => { EndpointConfig.ProductionVariants[0].ContainerStartupHealthCheckTimeoutInSeconds = 3601; }],
  ['a text that is too long', 'CreateModel.PrimaryContainer.Image must NOT have more than 255 characters', ({ Model }) => { Model.PrimaryContainer.Image = 'i'.repeat(256); }],
  ['a text that is too short', 'CreateModel.Tags.0.Key must NOT have fewer than 1 characters', ({ Model }) => { Model.Tags[0].Key = ''; }],
  ['a list that is too long', 'CreateModel.VpcConfig.SecurityGroupIds must NOT have more than 5 items', ({ Model }) => { Model.VpcConfig.SecurityGroupIds = 'abcdef'.split(''); }],
  ['a list that is too short', 'CreateEndpointConfig.ProductionVariants must NOT have fewer than 1 items', ({ EndpointConfig }) => { EndpointConfig.ProductionVariants = []; }],
  ['a map with too many entries', 'Environment must NOT have more than 100 properties', ({ Model }) => {
    Model.PrimaryContainer.Environment = Object.fromEntries([...Array(101).keys()].map(i => [`K${i}`, '']));
  }],
  ['a key of a map', 'Environment must match pattern', ({ Model }) => { Model.PrimaryContainer.Environment = { '1A': '' }; }],
  ['a value of a map', 'Environment.A must NOT have more than 1024 characters', ({ Model }) => { Model.PrimaryContainer.Environment = { A: 'x'.repeat(1025) }; }],
  ['a text that only begins as the pattern says', 'CreateEndpoint.EndpointName must match pattern', ({ Endpoint }) => { Endpoint.EndpointName = 'good_bad'; }],
  ['letters that the pattern of tags has not', 'CreateModel.Tags.0.Value must match pattern', ({ Model }) => { Model.Tags[0].Value = 'a;b'; }],
  ['a value that is not in the list', 'InstanceType must be equal to one of the allowed values', ({ EndpointConfig }) => { EndpointConfig.ProductionVariants[0].InstanceType = 'ml.g99.xlarge'; }],
  ['the policy in a role', 'PutRolePolicy.PolicyName must match pattern', ({ Role }) => { Role.Policies[0].PolicyName = 'a policy'; }],
  ['the policy of a role', 'PutRolePolicy.PolicyName must match pattern', ({ Policy }) => { Policy.PolicyName = 'a policy'; }],
  ['the path of a role', 'CreateRole.Path must match pattern', ({ Role }) => { Role.Path = 'no slash'; }],
])('the API rejects %s', (_what, refusal, breakIt) => {
  const template = everything();
  expect(api.refusals(template)).toEqual([]);
  breakIt(propertiesOf(template));
  const refusals = api.refusals(template);
  expect(refusals).toHaveLength(1);
  expect(refusals[0]).toContain(refusal);
});

test.each<[string, string, (resources: Record<string, any>) => void]>([
  ['a text for a bound', 'RegisterScalableTarget.MinCapacity must be integer', ({ ScalableTarget }) => { ScalableTarget.MinCapacity = 'one'; }],
  ['a schedule without a name', "PutScheduledAction must have required property 'ScheduledActionName'", ({ ScalableTarget }) => {
    delete ScalableTarget.ScheduledActions[0].ScheduledActionName;
  }],
  ['a metric of no name', 'PredefinedMetricType must be equal to one of the allowed values', ({ ScalingPolicy }) => {
    ScalingPolicy.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType = 'Requests';
  }],
  ['letters that cannot be printed', 'PutScalingPolicy.PolicyName must match pattern', ({ ScalingPolicy }) => { ScalingPolicy.PolicyName = 'a\u0007'; }],
  ['a property of the variant that there is not', 'VariantPropertyType must be equal to one of the allowed values', ({ Endpoint }) => {
    Endpoint.ExcludeRetainedVariantProperties = [{ VariantPropertyType: 'InstanceType' }];
  }],
])('the API rejects %s of a scaled endpoint', (_what, refusal, breakIt) => {
  const stack = newStack();
  const scaling = newEndpoint(stack).autoScale({ maxCapacity: 2 });
  Tags.of(scaling).add('team', 'search');
  scaling.scaleOnInvocations('Invocations', { invocationsPerInstance: 600 });
  scaling.scaleOnSchedule('Evening', { schedule: Schedule.rate(Duration.hours(24)), maxCapacity: 1 });
  const template = Template.fromStack(stack).toJSON();
  expect(api.refusals(template)).toEqual([]);
  breakIt(propertiesOf(template));
  expect(api.refusals(template)).toEqual([expect.stringContaining(refusal)]);
});

test.each<[string, (template: any) => void]>([
  ['a type of resource', template => { template.Resources.Other = { Type: 'AWS::SageMaker::Pipeline' }; }],
  ['an intrinsic function', template => { propertiesOf(template).Model.ExecutionRoleArn = { 'Fn::Transform': {} }; }],
  ['a reference', template => { propertiesOf(template).Model.ExecutionRoleArn = { Ref: 'Nowhere' }; }],
  ['an attribute', template => { propertiesOf(template).Model.ExecutionRoleArn = { 'Fn::GetAtt': ['EndpointRoleC88F6889', 'Colour'] }; }],
])('%s that is not known is an error, not a pass', (_what, breakIt) => {
  const template = everything();
  breakIt(template);
  expect(() => api.refusals(template)).toThrow(/not known here/);
});

/** Texts around the limits that the API has. */
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '_', '.', '/', ' ', ':', '@', '+', '=', ';', '(', 'é', '\n'), maxLength: 12 }),
  fc.integer({ min: 1, max: 1100 }).map(length => 'a'.repeat(length)),
);
const modelId = fc.oneof(text, text.map(path => `/opt/ml/${path}`), fc.tuple(text, text).map(parts => parts.join('/')));
const bold = fc.record({
  modelId,
  container: fc.tuple(fc.oneof(fc.constant('huggingface-vllm'), text), fc.oneof(fc.constant('latest'), text), fc.option(text, { nil: undefined }))
    .map(([repository, tag, account]) => DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag, account)),
  endpointName: text,
  instanceCount: fc.oneof(fc.integer({ min: -2, max: 5 }), fc.double()),
  environment: fc.dictionary(text, text, { maxKeys: 3 }),
  role: fc.oneof(text.map(name => `arn:aws:iam::111122223333:role/${name}`), fc.tuple(text, text).map(([account, kind]) => `arn:aws:iam::${account}:${kind}/name`)),
  vpcConfig: fc.record({
    subnets: fc.array(fc.oneof(fc.constant('subnet-1'), text), { maxLength: 18 }),
    securityGroupIds: fc.array(fc.oneof(fc.constant('sg-1'), text), { maxLength: 7 }),
  }),
  startupHealthCheckTimeoutInSeconds: fc.oneof(fc.integer({ min: 50, max: 3700 }), fc.double()),
}, { requiredKeys: [] });

test.each(Object.keys(README_EXAMPLE).concat('endpointName', 'instanceCount', 'role', 'vpcConfig', 'startupHealthCheckTimeoutInSeconds')
  .filter(prop => prop !== 'instanceType'))('the library rejects the values of %s that the API rejects', prop => {
  let taken = 0;
  fc.assert(fc.property(bold, ({ role, ...others }) => {
    const stack = newStack();
    let template;
    try {
      const props = { ...README_EXAMPLE, ...others, role: role === undefined ? undefined : iam.Role.fromRoleArn(stack, 'Role', role) };
      new HuggingFaceSageMakerEndpoint(stack, 'Endpoint', { ...README_EXAMPLE, [prop]: props[prop as keyof typeof props] });
      template = Template.fromStack(stack).toJSON();
    } catch {
      return;
    }
    taken++;
    expect(api.refusals(template)).toEqual([]);
  }), { numRuns: 1000 });
  expect(taken).toBeGreaterThan(100);
});

test('an instance type that the API does not have yet is left to the API', () => {
  const refusals = api.refusals(endpointTemplate({ instanceType: SageMakerInstanceType.of('ml.g99.xlarge') }).toJSON());
  expect(refusals).toEqual([expect.stringContaining('InstanceType must be equal to one of the allowed values')]);
});
