import { copiesInBatch } from './component-update';
import { isKnown } from '../../common/known';
import { amiOf, ComponentEndpointPlan, ComponentPlan } from '../../plan/component-plan';
import { canPlace } from '../../plan/placement';
import { Check, finding, Finding, when } from '../finding';

const PAGE = 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html';
const ZERO = 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html';

/** A component of an endpoint, and the numbers of copies that it may have. */
export interface PlacedComponent {
  /** The construct ID. */
  readonly id: string;
  readonly plan: ComponentPlan;

  /** The numbers of copies between which it scales. Undefined if it does not scale. */
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
}

/** What all copies need together, and the instances that must have room for it. */
interface Placement {
  readonly needed: string;
  readonly unit: string;
  readonly instances: number;
  readonly capacity: number;
  readonly instanceType: string;
}

const place = (prop: string, { needed, unit, instances, capacity, instanceType }: Placement) =>
  `'${prop}' allows ${instances} ${instances === 1 ? 'instance' : 'instances'} of 'instanceType' ${instanceType} with ${capacity} ${unit}`
  + `${instances === 1 ? '' : ' each'}, without room for ${needed}`;

const NOT_PLACEABLE: Check<Placement> = {
  id: 'components-not-placeable',
  severity: 'error',
  what: 'the maximum number of instances does not have room for the initial or the minimum number of copies of all components together, or for the '
    + 'maximum of one of them',
  why: 'SageMaker places a copy only if one instance has all that it reserves, so some copies never start',
  fix: 'use more or larger instances, fewer copies, or smaller reservations',
  source: PAGE,
  message: place,
};

const COMPETING: Check<Placement> = {
  id: 'components-compete',
  severity: 'warning',
  what: 'the maximum number of instances does not have room for the maximum number of copies of all components together',
  why: 'if all of them have much load at the same time, the last ones cannot scale out',
  fix: 'use more instances, or acknowledge the warning if the components are not busy at the same time',
  source: PAGE,
  message: place,
};

const NO_ROOM: Check<Placement & { readonly ids: readonly string[] }> = {
  id: 'component-update-without-room',
  severity: 'warning',
  what: 'the maximum number of instances does not have room for one more copy of a component, or for one more batch of its `rollingUpdate`',
  why: 'an update or a replacement starts new copies before it stops the old ones, so it cannot finish',
  fix: 'increase `maxInstanceCount`, or acknowledge the warning and delete the component before you change it',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRollingUpdatePolicy.html',
  message: (prop, { ids, ...placement }) => `${place(prop, placement)} at the same time, which an update of ${ids.join(', ')} needs`,
};

interface NeededAmi {
  readonly id: string;
  readonly ami?: string;
}

const OTHER_AMI: Check<{ readonly needed: readonly NeededAmi[] }> = {
  id: 'components-of-other-ami',
  severity: 'warning',
  what: 'the images of the components need different `inferenceAmiVersion`s',
  why: 'all components run on the same instances, whose driver then does not suit all images',
  fix: 'use images with the same CUDA version, set `inferenceAmiVersion` to one that you have tested with all of them, or use several endpoints',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html',
  message: (prop, { needed }) => `'${prop}' must be the same for all components, but `
    + needed.map(({ id, ami = 'the AMI that SageMaker chooses' }) => `${id} needs ${ami}`).join(', and '),
};

const NEVER_EMPTY: Check<{ readonly ids: readonly string[] }> = {
  id: 'component-instances-never-released',
  severity: 'warning',
  what: '`minInstanceCount` is 0, and a component never has 0 copies',
  why: 'SageMaker removes the last instance only if no component has a copy, so it is billed indefinitely',
  fix: 'call `autoScale` of each component with a `minCapacity` of 0, or set a `minInstanceCount` of at least 1',
  source: ZERO,
  message: (prop, { ids }) => `'${prop}' is 0, but ${ids.join(', ')} always ${ids.length === 1 ? 'has' : 'have'} a copy`,
};

export const COMPONENT_PLACEMENT_CHECKS = [NOT_PLACEABLE, COMPETING, NO_ROOM, OTHER_AMI, NEVER_EMPTY];

/** What a copy reserves of an instance. */
interface Dimension {
  readonly unit: string;
  readonly capacity: number | undefined;
  readonly each: (plan: ComponentPlan) => number | undefined;
}

/** What is found in all components of an endpoint together. What is not known at synth counts as nothing, which is always placeable. */
export function placementFindings(plan: ComponentEndpointPlan, components: readonly PlacedComponent[]): Finding[] {
  const { instanceType } = plan;
  const dimensions: Dimension[] = [
    { unit: 'accelerators', capacity: instanceType.acceleratorCount, each: ({ acceleratorCount }) => acceleratorCount },
    { unit: 'MiB of memory', capacity: instanceType.memory?.toMebibytes(), each: ({ minMemoryMiB }) => minMemoryMiB },
    { unit: 'vCPUs', capacity: instanceType.vcpus, each: ({ cpuCount }) => cpuCount },
  ];
  return [
    ...dimensions.flatMap(dimension => dimensionFindings(plan, components, dimension)),
    ...amiFindings(plan, components),
    ...emptyFindings(plan, components),
  ];
}

function dimensionFindings(
  { maxInstanceCount: instances, instanceType }: ComponentEndpointPlan, components: readonly PlacedComponent[], { unit, capacity, each }: Dimension,
): Finding[] {
  if (!isKnown(capacity) || !isKnown(instances)) {
    return [];
  }
  const sizeOf = ({ plan }: PlacedComponent) => known(each(plan));
  const tooMany = (copies: readonly number[]) =>
    canPlace(components.map((component, index) => ({ each: sizeOf(component), copies: copies[index] })), capacity, instances) === false;
  const values = (copies: readonly number[]): Placement => ({
    needed: components.map((component, index) => ({ size: sizeOf(component), copies: copies[index], id: component.id }))
      .filter(({ size, copies: count }) => size > 0 && count > 0)
      .map(({ size, copies: count, id }) => `${count === 1 ? '' : `${count} x `}${size} (${id})`).join(' + '),
    unit,
    instances,
    capacity,
    instanceType: instanceType.toString(),
  });
  const initial = components.map(({ plan: { copyCount } }) => known(copyCount));
  const least = components.map(({ minCapacity, plan: { copyCount } }) => known(minCapacity ?? copyCount));
  const most = components.map(({ maxCapacity, plan: { copyCount } }) => known(maxCapacity ?? copyCount));
  const alone = components.map((_, index) => most.map((count, other) => other === index ? count : 0));
  const impossible = [initial, least, ...alone].find(tooMany);
  if (impossible) {
    return [finding(NOT_PLACEABLE, 'maxInstanceCount', values(impossible))];
  }
  const during = (updated: number) => initial.map((count, index) => count + (index === updated ? copiesInBatch(components[index], count) : 0));
  const withoutRoom = components.map((_, index) => tooMany(during(index)));
  const ids = components.filter((_, index) => withoutRoom[index]).map(({ id }) => id);
  const first = withoutRoom.indexOf(true);
  return [
    ...when(tooMany(most), () => finding(COMPETING, 'maxInstanceCount', values(most))),
    ...when(first >= 0, () => finding(NO_ROOM, 'maxInstanceCount', { ...values(during(first)), ids })),
  ];
}

function amiFindings(plan: ComponentEndpointPlan, components: readonly PlacedComponent[]): Finding[] {
  const images = components.filter(({ plan: { model } }) => model.image?.profile?.cudaVersion !== undefined);
  const needed = images.map(({ id, plan: { model } }) => ({ id, ami: amiOf(model, plan)?.toString() }));
  return when(!plan.hasOwnAmi && new Set(needed.map(({ ami }) => ami)).size > 1, () => finding(OTHER_AMI, 'inferenceAmiVersion', { needed }));
}

function emptyFindings({ minInstanceCount }: ComponentEndpointPlan, components: readonly PlacedComponent[]): Finding[] {
  const ids = components.filter(({ minCapacity }) => minCapacity === undefined || known(minCapacity) > 0).map(({ id }) => id);
  return when(minInstanceCount === 0 && ids.length > 0, () => finding(NEVER_EMPTY, 'minInstanceCount', { ids }));
}

/** A number of which nothing counts if it is not known at synth. */
function known(value: number | undefined): number {
  return isKnown(value) ? value : 0;
}
