import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Aws, Duration, Lazy, Size } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { componentPlan, hostPlan } from './component-plans';
import { InferenceComponentOptions, ScaleInStrategy } from '../../../src';
import { COMPONENT_CHECKS, componentEndpointFindings, componentFindings } from '../../../src/checks/endpoint/components';
import { found, type } from '../../util';

const token = () => Lazy.number({ produce: () => 0 });
const inRegion = (region: string) => componentEndpointFindings(hostPlan({}, { region }));
const counts = (minInstanceCount: number | undefined, maxInstanceCount: number) =>
  componentEndpointFindings(hostPlan({ minInstanceCount, maxInstanceCount }));
const scaleIn = (cooldown?: Duration, maximumStepSize?: number) =>
  componentEndpointFindings(hostPlan({ scaleIn: { strategy: ScaleInStrategy.CONSOLIDATION, cooldown, maximumStepSize } }));

/** On an instance with 4 GPUs, 48 vCPUs and 384 GiB, or on another one. */
const component = (options: Partial<InferenceComponentOptions>, instanceType = 'g6e.12xlarge') => {
  const host = hostPlan({ instanceType: type(instanceType) });
  return componentFindings(componentPlan(options, host), host);
};
const memory = (mebibytes: number, instanceType?: string) => component({ minMemory: Size.mebibytes(mebibytes) }, instanceType);
const INSTANCE = { instanceType: 'ml.g6e.12xlarge' };
const above85 = (got: number, available: number, instanceType: string) =>
  ['minMemory', { got, limit: `more than 85% of its ${available} MiB`, instanceType }, memory(got, instanceType.slice(3))] as const;

testCases(COMPONENT_CHECKS, {
  'component-region': {
    mistakes: ['eu-west-3', 'ap-east-1', 'us-west-1', 'cn-north-1'].map(region => ['region', { region }, inRegion(region)] as const),
    // https://github.com/aws-cloudformation/cfn-lint/releases/tag/v1.58.0, isolated partitions, and a region that is not known
    neighbors: Object.fromEntries([
      'ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ca-central-1', 'eu-central-1', 'eu-north-1',
      'eu-west-1', 'eu-west-2', 'eusc-de-east-1', 'me-central-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-2', 'us-iso-east-1', 'eu-isoe-west-1',
      Aws.REGION,
    ].map(region => [region, inRegion(region)])),
  },
  'component-instance-count': {
    mistakes: [
      ...[-1, 1.5].map(got => ['minInstanceCount', { minimum: 0, got }, counts(got, 2)] as const),
      ...[0, 1.5].map(got => ['maxInstanceCount', { minimum: 1, got }, counts(0, got)] as const),
      ['minInstanceCount', { minInstanceCount: 3, maxInstanceCount: 2 }, counts(3, 2)],
    ],
    neighbors: {
      'the lowest numbers': counts(0, 1),
      'one number': counts(2, 2),
      'the default minimum': counts(undefined, 2),
      'a minimum that is an unresolved token': counts(token(), 2),
      'a maximum that is an unresolved token': counts(2, token()),
    },
  },
  'component-scale-in': {
    mistakes: [
      ...[4, 1441, 5.5].map(got =>
        ['scaleIn.cooldown', { minimum: 5, maximum: 1440, unit: 'minutes', got }, scaleIn(Duration.seconds(got * 60))] as const),
      ...[0, 101].map(got => ['scaleIn.maximumStepSize', { minimum: 1, maximum: 100, got }, scaleIn(undefined, got)] as const),
    ],
    neighbors: { 'none': counts(1, 2), 'the least': scaleIn(Duration.minutes(5), 1), 'the most': scaleIn(Duration.days(1), 100), 'defaults': scaleIn() },
  },
  'component-copy-count': {
    mistakes: [0, 1.5].map(got => ['copyCount', { minimum: 1, got }, component({ copyCount: got })] as const),
    neighbors: { 'one': component({ copyCount: 1 }), 'an unresolved token': component({ copyCount: token() }) },
  },
  'component-accelerators': {
    mistakes: [
      ...[0, 5.5].map(got => ['acceleratorCount', { minimum: 1, got }, component({ acceleratorCount: got })] as const),
      ['acceleratorCount', { got: 5, available: 4, unit: 'accelerators', ...INSTANCE }, component({ acceleratorCount: 5 })],
      ['acceleratorCount', { got: 1, available: 0, unit: 'accelerators', instanceType: 'ml.m5.xlarge' }, component({ acceleratorCount: 1 }, 'm5.xlarge')],
    ],
    neighbors: {
      'all of the instance': component({ acceleratorCount: 4 }),
      'none on an instance without any': component({}, 'm5.xlarge'),
      'an instance type that is not known': component({ acceleratorCount: 5 }, 'z99.xlarge'),
      'an unresolved token': component({ acceleratorCount: token() }),
    },
  },
  'component-cpus': {
    mistakes: [
      ...[0.2, NaN].map(got => ['cpuCount', { got }, component({ cpuCount: got })] as const),
      ['cpuCount', { got: 48.5, available: 48, unit: 'vCPUs', ...INSTANCE }, component({ cpuCount: 48.5 })],
    ],
    neighbors: {
      'none': component({}),
      'the minimum': component({ cpuCount: 0.25 }),
      'all of the instance': component({ cpuCount: 48 }),
      'an instance type that is not known': component({ cpuCount: 1000 }, 'z99.xlarge'),
      'an unresolved token': component({ cpuCount: token() }),
    },
  },
  'component-memory': {
    mistakes: [
      ...[127, 128.5].map(got => ['minMemory', { minimum: 128, unit: 'MiB', got }, memory(got)] as const),
      ['minMemory', { got: 393_217, available: 393_216, unit: 'MiB of memory', ...INSTANCE }, memory(393_217)],
    ],
    neighbors: {
      'the minimum': memory(128),
      'all of the instance, which is a warning': memory(393_216),
      'an instance type that is not known': memory(1e7, 'z99.xlarge'),
      'an unresolved token': memory(token()),
    },
  },
  'component-memory-rejected': {
    mistakes: [
      ['minMemory', { got: 4096, limit: '4096 MiB were rejected', instanceType: 'ml.g5.xlarge' }, memory(4096, 'g5.xlarge')],
      above85(393_216, 393_216, 'ml.g6e.12xlarge'),
      above85(6529, 7680, 'ml.c4.xlarge'),
    ],
    neighbors: {
      'less than what was rejected': memory(4095, 'g5.xlarge'),
      '85% of the memory': memory(6528, 'c4.xlarge'),
      'more than the instance has': memory(7681, 'c4.xlarge'),
      'not in whole MiB': memory(7000.5, 'c4.xlarge'),
      'an instance type that is not known': memory(1e7, 'z99.xlarge'),
    },
  },
});

test('one mistake is found once', () => {
  expect(found(counts(3, 0)).map(({ prop }) => prop)).toEqual(['maxInstanceCount']);
  expect(component({ acceleratorCount: 5.5 })).toHaveLength(1);
  expect(component({ cpuCount: 0.2 })).toHaveLength(1);
  expect(memory(393_217.5)).toHaveLength(1);
});

test('the retention of the log groups of components is checked', () => {
  const retained = (logRetention: RetentionDays) => found(componentEndpointFindings(hostPlan({ logRetention })));
  expect(retained(2 as RetentionDays)).toEqual([{ id: 'log-retention-days', prop: 'logRetention', values: { got: 2 } }]);
  expect(retained(RetentionDays.ONE_DAY)).toEqual([]);
});

test('the update of a component is checked', () => {
  const rollingUpdate = { maximumBatchSize: { _type: 'COPY_COUNT', _value: 0 } as const, waitInterval: Duration.minutes(5) };
  expect(found(component({ rollingUpdate }))).toEqual([
    { id: 'component-update-size', prop: 'rollingUpdate.maximumBatchSize', values: { minimum: 1, got: 0 } },
  ]);
});
