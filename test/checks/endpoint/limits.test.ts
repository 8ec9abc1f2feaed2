import { Duration } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../../src';
import { endpointTemplate, newEndpoint, newStack } from '../../util';

const NAME_RULE = "'endpointName' must have 1 to 63 letters, digits and hyphens, and begin and end with a letter or digit";
const COUNT_RULE = "'instanceCount' must be an integer of at least 1";
const TIMEOUT_RULE = "'startupHealthCheckTimeoutInSeconds' must be an integer from 60 to 3600";
const TYPE_RULE = "'instanceType' must be an instance type of SageMaker, such as ml.g5.2xlarge";

const network = (subnets: number, securityGroups: number) => ({
  subnets: Array.from({ length: subnets }, (_, i) => `subnet-0123456789abcdef${i.toString(16)}`),
  securityGroupIds: Array.from({ length: securityGroups }, (_, i) => `sg-0123456789abcdef${i}`),
});

test.each<[Partial<HuggingFaceSageMakerEndpointProps>, string]>([
  [{ endpointName: '' }, `${NAME_RULE}, got "", which has 0`],
  [{ endpointName: 'my_endpoint' }, `${NAME_RULE}, got "my_endpoint", which has 11`],
  [{ endpointName: '-endpoint' }, NAME_RULE],
  [{ endpointName: 'endpoint-' }, NAME_RULE],
  [{ endpointName: 'a'.repeat(64) }, 'which has 64'],
  [{ endpointName: `a${'-'.repeat(62)}b` }, 'which has 64'],
  [{ instanceCount: 0 }, `${COUNT_RULE}, got 0`],
  [{ instanceCount: -3 }, `${COUNT_RULE}, got -3`],
  [{ instanceCount: 1.5 }, `${COUNT_RULE}, got 1.5`],
  [{ instanceCount: NaN }, `${COUNT_RULE}, got NaN`],
  [{ startupHealthCheckTimeoutInSeconds: 59 }, `${TIMEOUT_RULE}, got 59`],
  [{ startupHealthCheckTimeoutInSeconds: 3601 }, `${TIMEOUT_RULE}, got 3601`],
  [{ startupHealthCheckTimeoutInSeconds: 600.5 }, `${TIMEOUT_RULE}, got 600.5`],
  [{ startupHealthCheckTimeoutInSeconds: Infinity }, `${TIMEOUT_RULE}, got Infinity`],
  [{ startupHealthCheckTimeout: Duration.seconds(59) }, "'startupHealthCheckTimeout' must be an integer from 60 to 3600 seconds, got 59"],
  [{ startupHealthCheckTimeout: Duration.hours(2) }, "'startupHealthCheckTimeout' must be an integer from 60 to 3600 seconds, got 7200"],
  [{ startupHealthCheckTimeout: Duration.minutes(10), startupHealthCheckTimeoutInSeconds: 600 },
    "'startupHealthCheckTimeout' and 'startupHealthCheckTimeoutInSeconds' are one setting, got both; name one of them"],
  [{ modelDataDownloadTimeout: Duration.seconds(30) }, "'modelDataDownloadTimeout' must be an integer from 60 to 3600 seconds, got 30"],
  [{ instanceType: SageMakerInstanceType.of('g5.2xlarge') }, `${TYPE_RULE}, got "g5.2xlarge"`],
  [{ instanceType: SageMakerInstanceType.of('ml.g5') }, `${TYPE_RULE}, got "ml.g5"`],
  [{ instanceType: SageMakerInstanceType.of('ML.G5.2XLARGE') }, TYPE_RULE],
  [{ vpcConfig: network(0, 1) }, "'vpcConfig.subnets' must have 1 to 16 members, got 0"],
  [{ vpcConfig: network(17, 1) }, "'vpcConfig.subnets' must have 1 to 16 members, got 17"],
  [{ vpcConfig: network(1, 0) }, "'vpcConfig.securityGroupIds' must have 1 to 5 members, got 0"],
  [{ vpcConfig: network(1, 6) }, "'vpcConfig.securityGroupIds' must have 1 to 5 members, got 6"],
])('fails with %j', (props, message) => {
  expect(() => newEndpoint(newStack(), props)).toThrow(message);
});

test.each<[Partial<HuggingFaceSageMakerEndpointProps>]>([
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
  [{ instanceType: SageMakerInstanceType.of('ml.z99-flex.metal-48xl') }],
  [{ vpcConfig: network(1, 1) }],
  [{ vpcConfig: network(16, 5) }],
])('passes with %j', (props) => {
  expect(() => endpointTemplate(props)).not.toThrow();
});

test('fails with all problems at once, under the path of the construct', () => {
  expect(() => newEndpoint(newStack(), { modelId: 'a b', instanceCount: 0, endpointName: '!', environment: { 'A-B': 'c' } })).toThrow(new Error([
    'Stack/Endpoint: 4 problems',
    "  - 'modelId' must be the id of a model on the Hugging Face Hub, name or organisation/name in letters, digits, '-', '_' and '.', "
      + "the name with at most 96 characters, neither part beginning or ending with '-' or '.', without '--' or '..' and not ending in '.git', "
      + "for llama.cpp, and for vLLM before 0.25.1, with ':' and a quantization such as Q4_K_M after it if you want one, "
      + 'or a path beginning /opt/ml/ of letters, digits, spaces and any of _.:/=+-@, in at most 256 characters, got "a b"',
    `  - ${NAME_RULE}, got "!", which has 1`,
    `  - ${COUNT_RULE}, got 0`,
    "  - 'environment' must have keys of letters, digits and underscores that do not begin with a digit, of at most 1024 characters, got \"A-B\"",
  ].join('\n')));
});

test('a refused endpoint has made no resource', () => {
  const stack = newStack();
  expect(() => newEndpoint(stack, { instanceCount: 0 })).toThrow();
  expect(stack.node.findChild('Endpoint').node.children).toEqual([]);
});
