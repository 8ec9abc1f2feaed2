import { Duration, Token } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../../src';
import { limitFindings } from '../../../src/checks/endpoint/limits';
import { found, newEndpoint, newStack, planOf, type } from '../../util';

const network = (subnets: number, securityGroups: number) => ({
  subnets: Array.from({ length: subnets }, (_, i) => `subnet-0123456789abcdef${i.toString(16)}`),
  securityGroupIds: Array.from({ length: securityGroups }, (_, i) => `sg-0123456789abcdef${i}`),
});

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

function findings(props: Props) {
  return found(limitFindings(planOf(props)));
}

const seconds = (id: string, prop: string, got: number) => ({ id, prop, values: { minimum: 60, maximum: 3600, unit: 'seconds', got } });
const ids = (member: string, maximum: number, counted: string, got: number) =>
  ({ id: 'vpc-config', prop: `vpcConfig.${member}`, values: { minimum: 1, maximum, counted, got } });

test.each<[string, Props, object]>([
  ...['', 'my_endpoint', '-endpoint', 'endpoint-', 'a'.repeat(64), `a${'-'.repeat(62)}b`].map<[string, Props, object]>(name =>
    [`the name '${name}'`, { endpointName: name }, { id: 'endpoint-name', prop: 'endpointName', values: { name } }]),
  ...[0, -3, 1.5, NaN].map<[string, Props, object]>(got =>
    [`${got} instances`, { instanceCount: got }, { id: 'instance-count', prop: 'instanceCount', values: { minimum: 1, got } }]),
  ...[59, 3601, 600.5, Infinity].map<[string, Props, object]>(got => [`a startup timeout of ${got}`, { startupHealthCheckTimeoutInSeconds: got },
    seconds('startup-health-check-timeout', 'startupHealthCheckTimeoutInSeconds', got)]),
  ['too short a startup timeout', { startupHealthCheckTimeout: Duration.seconds(59) },
    seconds('startup-health-check-timeout', 'startupHealthCheckTimeout', 59)],
  ['too long a startup timeout', { startupHealthCheckTimeout: Duration.hours(2) },
    seconds('startup-health-check-timeout', 'startupHealthCheckTimeout', 7200)],
  ['both startup timeouts', { startupHealthCheckTimeout: Duration.minutes(10), startupHealthCheckTimeoutInSeconds: 600 },
    { id: 'startup-health-check-timeout-twice', prop: 'startupHealthCheckTimeout', values: {} }],
  ['too short a download timeout', { modelDataDownloadTimeout: Duration.seconds(30) },
    seconds('model-data-download-timeout', 'modelDataDownloadTimeout', 30)],
  ...['g5.2xlarge', 'ml.g5', 'ML.G5.2XLARGE', 'xml.g5.2xlarge', 'ml.g5.2xlarge!'].map<[string, Props, object]>(name =>
    [`the instance type ${name}`, { instanceType: SageMakerInstanceType.of(name) }, { id: 'instance-type', prop: 'instanceType', values: { name } }]),
  ['a fallback type without a prefix', { fallbackInstanceTypes: [SageMakerInstanceType.of('g5.2xlarge')] },
    { id: 'instance-type', prop: 'fallbackInstanceTypes', values: { name: 'g5.2xlarge' } }],
  ...[['g5.3xlarge', 'g5.xlarge'], ['g5.2xlarg', 'g5.2xlarge'], ['t3.medium', 't2.medium'], ['p5.8xlarge', 'p5.4xlarge']].map<[string, Props, object]>(
    ([name, similar]) => [`the instance type ${name}`, { instanceType: type(name) }, {
      id: 'instance-type-unknown', prop: 'instanceType', values: { name: `ml.${name}`, similar: `ml.${similar}` },
    }]),
  ['a fallback type of a family without endpoints', { fallbackInstanceTypes: [type('p3dn.24xlarge')] },
    { id: 'instance-type-unknown', prop: 'fallbackInstanceTypes', values: { name: 'ml.p3dn.24xlarge', similar: expect.any(String) } }],
  ['no subnets', { vpcConfig: network(0, 1) }, ids('subnets', 16, 'subnets', 0)],
  ['too many subnets', { vpcConfig: network(17, 1) }, ids('subnets', 16, 'subnets', 17)],
  ['no security groups', { vpcConfig: network(1, 0) }, ids('securityGroupIds', 5, 'security groups', 0)],
  ['too many security groups', { vpcConfig: network(1, 6) }, ids('securityGroupIds', 5, 'security groups', 6)],
])('finds %s', (_what, props, expected) => {
  expect(findings(props)).toEqual([expected]);
});

test.each<[Props]>([
  [{}],
  [{ endpointName: Token.asString({ Ref: 'Name' }), instanceCount: Token.asNumber({ Ref: 'Count' }) }],
  [{ instanceType: SageMakerInstanceType.of(Token.asString({ Ref: 'Type' })) }],
  [{ vpcConfig: { subnets: Token.asList({ Ref: 'Subnets' }), securityGroupIds: Token.asList({ Ref: 'Groups' }) } }],
  [{ endpointName: 'a' }],
  [{ endpointName: '0' }],
  [{ endpointName: 'My--Endpoint-1' }],
  [{ endpointName: 'a'.repeat(63) }],
  [{ endpointName: `a${'-'.repeat(61)}b` }],
  [{ instanceCount: 1 }],
  [{ instanceCount: 1000 }],
  [{ startupHealthCheckTimeoutInSeconds: 60 }],
  [{ startupHealthCheckTimeoutInSeconds: 3600 }],
  [{ startupHealthCheckTimeout: Duration.minutes(1), modelDataDownloadTimeout: Duration.hours(1) }],
  ...['p6e-gb200.36xlarge', 'dl1.24xlarge', 'g9.2xlarge', 'm9g.3xlarge', 't2.medium', 'p6-b300.48xlarge'].map<[Props]>(name => [{ instanceType: type(name) }]),
  [{ instanceType: SageMakerInstanceType.of('ml.z99-flex.metal-48xl') }],
  [{ vpcConfig: network(1, 1) }],
  [{ vpcConfig: network(16, 5) }],
])('passes with %j', props => {
  expect(findings(props)).toEqual([]);
});

test('a timeout that is set twice and out of range is found once in both ways', () => {
  expect(findings({ startupHealthCheckTimeout: Duration.seconds(59), startupHealthCheckTimeoutInSeconds: 59 })).toEqual([
    { id: 'startup-health-check-timeout-twice', prop: 'startupHealthCheckTimeout', values: {} },
    seconds('startup-health-check-timeout', 'startupHealthCheckTimeout', 59),
  ]);
});

test('fails with all findings at once, under the path of the construct', () => {
  const construct = () => newEndpoint(newStack(), { modelId: 'a b', instanceCount: 0, endpointName: '!', environment: { 'A-B': 'c' } });
  expect(construct).toThrow(/^Stack\/Endpoint: 4 [^\n]+\n  - 'modelId'.+\n/);
  expect(construct).toThrow(/\n  - 'endpointName'.+\n  - 'instanceCount'/);
  expect(construct).toThrow(/\n  - 'environment/);
});

test('a rejected endpoint has made no resource', () => {
  const stack = newStack();
  expect(() => newEndpoint(stack, { instanceCount: 0 })).toThrow();
  expect(stack.node.findChild('Endpoint').node.children).toEqual([]);
});
