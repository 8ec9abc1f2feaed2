import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Size, Stack } from 'aws-cdk-lib/core';
import { ComponentCapacitySize, InferenceComponentOptions, ModelData, ScaleInStrategy } from '../../src';
import { Finding } from '../../src/checks/finding';
import * as reports from '../../src/checks/report';
import { addModel, newHost } from '../component/component-stack';
import { IMAGES } from '../images';
import { newStack, template, type } from '../util';

type Define = (stack: Stack) => unknown;

/** Components with a mistake, and the nearest ones without it. */
export interface ComponentCase {
  readonly mistake: Define;
  readonly neighbor: Define;
  readonly region?: string;
  readonly neighborRegion?: string;
}

const archive = () => ModelData.s3Archive(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'adapters'), 'sql.tar.gz');
const prefix = () => ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'adapters'), 'sql');
const with1 = (options: Partial<InferenceComponentOptions>): Define => stack => addModel(newHost(stack), options);
const counts = (minInstanceCount: number, maxInstanceCount?: number): Define => stack => newHost(stack, { minInstanceCount, maxInstanceCount });
const scaleIn = (minutes: number): Define => stack =>
  newHost(stack, { scaleIn: { strategy: ScaleInStrategy.CONSOLIDATION, cooldown: Duration.minutes(minutes) } });

/** Components with these numbers of accelerators, on instances with four. */
const sizes = (maxInstanceCount: number, ...acceleratorCounts: number[]): Define => stack => {
  const host = newHost(stack, { maxInstanceCount });
  acceleratorCounts.forEach((acceleratorCount, index) => addModel(host, { acceleratorCount }, `Model${index + 1}`));
};
const scaled = (...maximums: number[]): Define => stack => {
  const host = newHost(stack);
  maximums.forEach((maxCapacity, index) => addModel(host, {}, `Model${index + 1}`).autoScale({ maxCapacity }));
};
const toZero = (minCapacity: number): Define => stack =>
  addModel(newHost(stack, { minInstanceCount: 0 })).autoScale({ minCapacity, maxCapacity: 2 });
const adapter = (options: Partial<InferenceComponentOptions>, modelData = archive(), maxRank = 16): Define => stack =>
  addModel(newHost(stack), options).addAdapter('Sql', { modelData, maxRank });

const updated = (maximumBatchSize: ComponentCapacitySize, copyCount: number): Define =>
  with1({ copyCount, rollingUpdate: { maximumBatchSize, waitInterval: Duration.minutes(5) } });

const monitored = (count: number): Define => stack => {
  const host = newHost(stack, { maxInstanceCount: 4 });
  Array.from({ length: count }, (_, index) => addModel(host, {}, `Model${index}`));
  host.monitor({ maximumNoCapacityFailures: 0 });
};

/** A mistake and its neighbor for each check of inference components. */
export const COMPONENT_CASES: Record<string, ComponentCase> = {
  'component-region': { mistake: with1({}), region: 'eu-west-3', neighbor: with1({}), neighborRegion: 'eu-west-2' },
  'component-instance-count': { mistake: counts(3, 2), neighbor: counts(2, 2) },
  'component-scale-in': { mistake: scaleIn(4), neighbor: scaleIn(5) },
  'component-copy-count': { mistake: with1({ copyCount: 0 }), neighbor: with1({ copyCount: 1 }) },
  'component-accelerators': { mistake: with1({ acceleratorCount: 5 }), neighbor: with1({ acceleratorCount: 4 }) },
  'component-cpus': { mistake: with1({ cpuCount: 0.2 }), neighbor: with1({ cpuCount: 0.25 }) },
  'component-memory': { mistake: with1({ minMemory: Size.mebibytes(127) }), neighbor: with1({ minMemory: Size.mebibytes(128) }) },
  'component-memory-rejected': {
    mistake: stack => addModel(newHost(stack, { instanceType: type('g5.xlarge') }), { minMemory: Size.mebibytes(4096) }),
    neighbor: stack => addModel(newHost(stack, { instanceType: type('g5.2xlarge') }), { minMemory: Size.mebibytes(10_000) }),
  },
  'components-not-placeable': { mistake: sizes(2, 3, 3, 2), neighbor: sizes(2, 3, 3, 1, 1) },
  'components-compete': { mistake: scaled(5, 4), neighbor: scaled(4, 4) },
  'component-update-without-room': { mistake: sizes(1, 4), neighbor: sizes(2, 4) },
  'component-update-size': { mistake: updated(ComponentCapacitySize.copies(2), 3), neighbor: updated(ComponentCapacitySize.copies(2), 4) },
  'component-update-of-one-copy': { mistake: updated(ComponentCapacitySize.percent(50), 1), neighbor: updated(ComponentCapacitySize.percent(50), 2) },
  'components-of-other-ami': {
    mistake: stack => {
      const host = newHost(stack);
      addModel(host);
      addModel(host, { container: IMAGES.TGI }, 'Old');
    },
    neighbor: stack => {
      const host = newHost(stack);
      addModel(host);
      addModel(host, { container: IMAGES.VLLM }, 'Old');
    },
  },
  'component-instances-never-released': { mistake: toZero(1), neighbor: toZero(0) },
  'component-monitor-total': { mistake: monitored(11), neighbor: monitored(10) },
  'adapter-server': { mistake: adapter({ container: IMAGES.TGI }), neighbor: adapter({ container: IMAGES.LMI }) },
  'adapter-archive': { mistake: adapter({}, prefix()), neighbor: adapter({}) },
  'adapter-rank': { mistake: adapter({}, archive(), 513), neighbor: adapter({}, archive(), 512) },
};

/** What is reported for components, and at synth. */
export function reportedOf(define: Define, region = 'eu-west-1'): Finding[] {
  const stack = newStack({ account: '111122223333', region });
  const report = jest.spyOn(reports, 'report');
  try {
    define(stack);
    template(stack);
  } catch (error) {
    expect((error as Error).message).toContain('Stack/Gpu');
  } finally {
    jest.restoreAllMocks();
  }
  return report.mock.calls.flatMap(([, findings]) => findings);
}
