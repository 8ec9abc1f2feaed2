import { Duration, Lazy, Size } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { componentPlan, hostPlan } from './component-plans';
import {
  ComponentCapacitySize, HuggingFaceSageMakerComponentEndpointProps, InferenceAmiVersion, InferenceComponentOptions,
} from '../../../src';
import { COMPONENT_PLACEMENT_CHECKS, PlacedComponent, placementFindings } from '../../../src/checks/endpoint/component-placement';
import { IMAGES } from '../../images';
import { found, image, type } from '../../util';

type HostProps = Partial<HuggingFaceSageMakerComponentEndpointProps>;
type Component = Partial<InferenceComponentOptions> & Pick<PlacedComponent, 'minCapacity' | 'maxCapacity'>;

/** What is found on instances with 4 GPUs, 48 vCPUs and 384 GiB each, or on others, for components whose names are A, B, and so on. */
function placed(props: HostProps, ...components: Component[]) {
  const host = hostPlan(props);
  return placementFindings(host, components.map(({ minCapacity, maxCapacity, ...options }, index) =>
    ({ id: 'ABC'[index], plan: componentPlan(options, host), minCapacity, maxCapacity })));
}

const token = () => Lazy.number({ produce: () => 9 });
const on = (maxInstanceCount: number) => ({ maxInstanceCount });
const gpus = (acceleratorCount: number, others: Component = {}) => ({ acceleratorCount, ...others });
const cpus = (cpuCount: number) => ({ cpuCount });
const gibibytes = (amount: number) => ({ minMemory: Size.gibibytes(amount) });
const M5 = { instanceType: type('m5.xlarge') }; // 4 vCPUs, 16 GiB
const G5 = { instanceType: type('g5.12xlarge') };

const place = (needed: string, instances: number, capacity = 4, unit = 'accelerators') =>
  ({ needed, unit, instances, capacity, instanceType: 'ml.g6e.12xlarge' });
const rollingUpdate = { maximumBatchSize: ComponentCapacitySize.copies(3), waitInterval: Duration.minutes(5) };
const PROP = 'maxInstanceCount';
const VLLM = { container: IMAGES.VLLM };
const TGI = { container: IMAGES.TGI };
const AMI = InferenceAmiVersion.AL2023_GPU_4_1.toString();
const OLD_AMI = InferenceAmiVersion.AL2_GPU_3_1.toString();

testCases(COMPONENT_PLACEMENT_CHECKS, {
  'components-not-placeable': {
    mistakes: [
      [PROP, place('3 (A) + 3 (B) + 2 (C)', 2), placed(on(2), gpus(3), gpus(3), gpus(2))],
      [PROP, place('30 (A) + 30 (B)', 1, 48, 'vCPUs'), placed(on(1), cpus(30), cpus(30))],
      [PROP, place('256000 (A) + 256000 (B)', 1, 393_216, 'MiB of memory'), placed(on(1), gibibytes(250), gibibytes(250))],
      [PROP, place('5 x 1 (A)', 1), placed(on(1), { copyCount: 5 })],
      // the minimum instead of the initial number, and the maximum of a component without the others
      [PROP, place('5 x 1 (A) + 1 (B)', 1), placed(on(1), { minCapacity: 5, maxCapacity: 6 }, {})],
      [PROP, place('5 x 1 (B)', 1), placed(on(1), {}, { maxCapacity: 5 })],
      // a component without copies and one without vCPUs need nothing
      [PROP, place('30 (A) + 30 (C)', 1, 48, 'vCPUs'), placed(on(1), cpus(30), {}, cpus(30))],
      [PROP, place('5 (B)', 1), placed(on(1), { copyCount: token() }, gpus(5))],
    ],
    neighbors: {
      'all accelerators': placed(on(2), gpus(3), gpus(3), gpus(1), gpus(1)),
      'all vCPUs': placed(on(1), cpus(24), cpus(24)),
      'all of the memory': placed(on(1), gibibytes(192), gibibytes(192)),
      'no accelerators': placed(M5, {}),
      'an instance type that is not known': placed({ instanceType: type('z99.xlarge') }, gpus(5)),
      'a number of instances that is an unresolved token': placed(on(token()), gpus(5)),
      'accelerators that are an unresolved token': placed(on(1), gpus(token()), gpus(4)),
      'maximums that are an unresolved token': placed(on(1), { maxCapacity: token() }, { minCapacity: token(), maxCapacity: 3 }),
      'maximums that fit each for itself': placed(on(1), { maxCapacity: 3 }, { maxCapacity: 3 }, { maxCapacity: 3 }),
      // 501 copies of 1 GiB on 32 instances with 15 GiB and more: too many to try
      'more copies than can be tried': placed({ ...M5, ...on(100) }, { copyCount: 501 }),
    },
  },
  'components-compete': {
    mistakes: [[PROP, place('5 x 1 (A) + 4 x 1 (B)', 2), placed(on(2), { maxCapacity: 5 }, { maxCapacity: 4 })]],
    neighbors: {
      'room for all': placed(on(2), { maxCapacity: 4 }, { maxCapacity: 4 }),
      'components that do not scale': placed(on(2), { copyCount: 4 }, { copyCount: 4 }),
      'what is not placeable': placed(on(1), { maxCapacity: 5 }, {}),
    },
  },
  'component-update-without-room': {
    mistakes: [
      [PROP, { ...place('2 x 4 (A)', 1), ids: ['A'] }, placed(on(1), gpus(4))],
      [PROP, { ...place('2 x 3 (A) + 1 (B)', 1), ids: ['A', 'B'] }, placed(on(1), gpus(3), gpus(1))],
      [PROP, { ...place('2 (A) + 2 x 3 (B)', 2), ids: ['B'] }, placed(on(2), gpus(2), gpus(3))],
      [PROP, { ...place('9 x 1 (A)', 2), ids: ['A'] }, placed(on(2), { copyCount: 6, rollingUpdate })],
    ],
    neighbors: {
      'room for one more copy': placed(on(2), gpus(4)),
      'a scaled component, whose other copies may be stopped': placed(on(1), { maxCapacity: 4 }),
      'what is not placeable': placed(on(1), gpus(5)),
    },
  },
  'components-of-other-ami': {
    mistakes: [
      ['inferenceAmiVersion', { needed: [{ id: 'A', ami: AMI }, { id: 'B', ami: undefined }] }, placed({}, VLLM, TGI)],
      ['inferenceAmiVersion', { needed: [{ id: 'A', ami: OLD_AMI }, { id: 'C', ami: AMI }] }, placed(G5, TGI, { container: image('mine:1') }, VLLM)],
    ],
    neighbors: {
      'one component': placed(G5, VLLM),
      'images with the same need': placed(G5, VLLM, VLLM),
      'an image of which nothing is known': placed({}, VLLM, { container: image('mine:1') }),
      'a model without an image, which is an error': placed(M5, { container: undefined, modelId: 'org/model' }, VLLM),
      'an AMI that the user names': placed({ inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 }, VLLM, TGI),
    },
  },
  'component-instances-never-released': {
    mistakes: [
      ['minInstanceCount', { ids: ['A', 'C'] }, placed({ minInstanceCount: 0 }, { minCapacity: 1, maxCapacity: 2 }, { minCapacity: 0, maxCapacity: 2 }, {})],
    ],
    neighbors: {
      'no copies': placed({ minInstanceCount: 0 }, { minCapacity: 0, maxCapacity: 2 }),
      'a minimum that is an unresolved token': placed({ minInstanceCount: 0 }, { minCapacity: token(), maxCapacity: 2 }),
      'an instance that stays': placed({ minInstanceCount: 1 }, { minCapacity: 1, maxCapacity: 2 }),
      'no components': placed({ minInstanceCount: 0 }),
    },
  },
});

test('what is not placeable is found once for each dimension', () => {
  const names = (...components: Component[]) => found(placed(on(1), ...components)).map(({ id }) => id);
  expect(names(gpus(5))).toEqual(['components-not-placeable']);
  expect(names(gpus(5, cpus(50)))).toEqual(['components-not-placeable', 'components-not-placeable']);
  expect(names({ maxCapacity: 3 }, { maxCapacity: 3 })).toEqual(['components-compete']);
  expect(names({})).toEqual([]);
});
