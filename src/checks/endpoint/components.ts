import { componentUpdateFindings } from './component-update';
import { retentionFindings } from './logs';
import { isKnown } from '../../common/known';
import { amountIn } from '../../input/amounts';
import { ComponentEndpointPlan, ComponentPlan } from '../../plan/component-plan';
import { Check, finding, Finding, REJECTED, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage } from '../ranges';

const RESOURCES = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html';
const SCALE_IN = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-sagemaker-endpointconfig-scaleinpolicy.html';

/** What Hugging Face measured with inference components in us-east-1 in July 2026. */
const SKILL = 'https://github.com/RomanShprenger/agentic-awesome-skills/blob/4bf17ed324df96a58996b04bfc8e88cc87419226/skills/'
  + 'hf-cloud-sagemaker-production-defaults/SKILL.md';

/** The date of the CloudFormation schemas that list the regions: https://github.com/aws-cloudformation/cfn-lint/releases/tag/v1.58.0 */
const SCHEMA_DATE = '2026-10-20';

const REGION: Check<{ readonly region: string }> = {
  id: 'component-region',
  severity: 'warning',
  what: 'the CloudFormation schemas of 2026-10-20 do not have inference components in the region of the stack',
  why: 'CloudFormation rejects a stack with an unknown resource type',
  fix: 'use another region, or acknowledge the warning if the resource type has been added since then',
  source: 'https://github.com/aws-cloudformation/cfn-lint/releases/tag/v1.58.0',
  message: (prop, { region }) => `'${prop}' ${region} does not have the resource type AWS::SageMaker::InferenceComponent in the CloudFormation `
    + `schemas of ${SCHEMA_DATE}`,
};

const INSTANCES: Check<IntegerFound | { readonly minInstanceCount: number; readonly maxInstanceCount: number }> = {
  id: 'component-instance-count',
  severity: 'error',
  what: '`minInstanceCount` is not an integer of at least 0, `maxInstanceCount` is not an integer of at least 1, or `minInstanceCount` is greater '
    + 'than `maxInstanceCount`',
  why: REJECTED,
  fix: 'set integers, with `minInstanceCount` at most `maxInstanceCount`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html',
  message: (prop, found) => 'got' in found ? integerMessage(prop, found)
    : `'${prop}' must be at most 'maxInstanceCount', got ${found.minInstanceCount} and ${found.maxInstanceCount}`,
};

const SCALE_IN_RANGE: Check<IntegerFound> = {
  id: 'component-scale-in',
  severity: 'error',
  what: '`cooldown` of `scaleIn` is not from 5 minutes to 1 day, in whole minutes, or `maximumStepSize` is not an integer from 1 to 100',
  why: REJECTED,
  fix: 'use a value in this range',
  source: SCALE_IN,
  message: integerMessage,
};

const COPIES: Check<IntegerFound> = {
  id: 'component-copy-count',
  severity: 'error',
  what: '`copyCount` is not an integer of at least 1',
  why: 'SageMaker rejects a new component without copies',
  fix: 'set at least 1, and use `autoScale` with a `minCapacity` of 0 to have no copies at times',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRuntimeConfig.html',
  message: integerMessage,
};

/** What a copy reserves, and what an instance has. */
interface Reserved {
  readonly got: number;
  readonly available: number;
  readonly unit: 'accelerators' | 'vCPUs' | 'MiB of memory';
  readonly instanceType: string;
}

const tooMuch = (prop: string, { got, available, unit, instanceType }: Reserved) =>
  `'${prop}' must be at most ${available}, the ${unit} of 'instanceType' ${instanceType}, got ${got}`;

const ACCELERATORS: Check<IntegerFound | Reserved> = {
  id: 'component-accelerators',
  severity: 'error',
  what: '`acceleratorCount` is not an integer of at least 1, or is greater than the number of accelerators of the instance type, which may be 0',
  why: 'no instance has room for a copy',
  fix: 'set a number up to that of the instance type, or leave it out for an instance type without accelerators',
  source: RESOURCES,
  message: (prop, found) => 'unit' in found && 'available' in found ? tooMuch(prop, found) : integerMessage(prop, found as IntegerFound),
};

const CPUS: Check<Reserved | { readonly got: number }> = {
  id: 'component-cpus',
  severity: 'error',
  what: '`cpuCount` is less than 0.25, or greater than the number of vCPUs of the instance type',
  why: REJECTED,
  fix: 'set a number in this range, or leave it out',
  source: RESOURCES,
  message: (prop, found) => 'available' in found ? tooMuch(prop, found) : `'${prop}' must be at least 0.25, got ${found.got}`,
};

const MEMORY: Check<IntegerFound | Reserved> = {
  id: 'component-memory',
  severity: 'error',
  what: '`minMemory` is less than 128 MiB, not in whole MiB, or greater than the memory of the instance type',
  why: REJECTED,
  fix: 'set a size in this range, or leave it out',
  source: RESOURCES,
  message: (prop, found) => 'available' in found ? tooMuch(prop, found) : integerMessage(prop, found),
};

const MEMORY_REJECTED: Check<{ readonly got: number; readonly limit: string; readonly instanceType: string }> = {
  id: 'component-memory-rejected',
  severity: 'warning',
  what: '`minMemory` is as large as a reservation that SageMaker rejected for this instance type, or more than 85% of its memory',
  why: 'SageMaker reserves a part of the memory, and reports that there are not enough hardware resources on the instances',
  fix: 'reserve less: it is not a limit, so the container can use more',
  source: SKILL,
  message: (prop, { got, limit, instanceType }) => `'${prop}' ${got} MiB may be rejected for 'instanceType' ${instanceType}: ${limit}`,
};

export const COMPONENT_CHECKS = [
  REGION, INSTANCES, SCALE_IN_RANGE, COPIES, ACCELERATORS, CPUS, MEMORY, MEMORY_REJECTED,
];

/**
 * The regions whose CloudFormation schemas have the resource type. Nothing is known about isolated partitions.
 *
 * @see https://github.com/aws-cloudformation/cfn-lint/releases/tag/v1.58.0
 */
const REGIONS = [
  'ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ca-central-1', 'eu-central-1',
  'eu-north-1', 'eu-west-1', 'eu-west-2', 'eusc-de-east-1', 'me-central-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-2',
];
const ISOLATED = /-iso[a-z]*-/;

/** The smallest reservations in MiB that SageMaker is known to reject, by instance type: the source is that of the check. */
const REJECTED_MIB: ReadonlyMap<string, number> = new Map([['ml.g5.xlarge', 4096]]);

/** The largest part of the memory that an example of AWS, for Code Llama, allows: https://github.com/aws-samples/sagemaker-genai-hosting-examples */
const LARGEST_SHARE = 0.85;

const LEAST_CPUS = 0.25;
const COOLDOWN = { minimum: 5, maximum: 1440, unit: 'minutes' };
const STEP_SIZE = { minimum: 1, maximum: 100 };

/** Checks what all components of an endpoint share, in addition to what all endpoints have. */
export function componentEndpointFindings(plan: ComponentEndpointPlan): Finding[] {
  const { scope: { region }, minInstanceCount, maxInstanceCount, scaleIn } = plan;
  const cooldown = scaleIn?.cooldown;
  const outOfRange = [
    ...integerFindings(INSTANCES, 'minInstanceCount', minInstanceCount, { minimum: 0 }),
    ...integerFindings(INSTANCES, 'maxInstanceCount', maxInstanceCount, { minimum: 1 }),
  ];
  const isReversed = [minInstanceCount, maxInstanceCount].every(isKnown) && minInstanceCount > maxInstanceCount;
  return [
    ...when(isKnown(region) && !REGIONS.includes(region) && !ISOLATED.test(region), () => finding(REGION, 'region', { region })),
    ...retentionFindings(plan.logRetentionOfComponents),
    ...outOfRange,
    ...when(isReversed && outOfRange.length === 0, () => finding(INSTANCES, 'minInstanceCount', { minInstanceCount, maxInstanceCount })),
    ...integerFindings(SCALE_IN_RANGE, 'scaleIn.cooldown', cooldown && amountIn('minutes', cooldown), COOLDOWN),
    ...integerFindings(SCALE_IN_RANGE, 'scaleIn.maximumStepSize', scaleIn?.maximumStepSize, STEP_SIZE),
  ];
}

/** Checks what each copy of a component reserves. */
export function componentFindings(component: ComponentPlan, plan: ComponentEndpointPlan): Finding[] {
  return [
    ...integerFindings(COPIES, 'copyCount', component.copyCount, { minimum: 1 }),
    ...acceleratorFindings(component, plan),
    ...cpuFindings(component, plan),
    ...memoryFindings(component, plan),
    ...componentUpdateFindings(component, plan),
  ];
}

function acceleratorFindings({ acceleratorCount: got }: ComponentPlan, { instanceType }: ComponentEndpointPlan): Finding[] {
  const notAnInteger = integerFindings(ACCELERATORS, 'acceleratorCount', got, { minimum: 1 });
  const { acceleratorCount: available } = instanceType;
  return notAnInteger.length > 0 || !isKnown(got) || available === undefined || got <= available ? notAnInteger
    : [finding(ACCELERATORS, 'acceleratorCount', { got, available, unit: 'accelerators', instanceType: instanceType.toString() })];
}

function cpuFindings({ cpuCount: got }: ComponentPlan, { instanceType }: ComponentEndpointPlan): Finding[] {
  const { vcpus: available } = instanceType;
  if (!isKnown(got)) {
    return [];
  }
  return !(got >= LEAST_CPUS) ? [finding(CPUS, 'cpuCount', { got })] : available === undefined || got <= available ? []
    : [finding(CPUS, 'cpuCount', { got, available, unit: 'vCPUs', instanceType: instanceType.toString() })];
}

function memoryFindings({ minMemoryMiB: got }: ComponentPlan, { instanceType: type }: ComponentEndpointPlan): Finding[] {
  const notAnInteger = integerFindings(MEMORY, 'minMemory', got, { minimum: 128, unit: 'MiB' });
  const available = type.memory?.toMebibytes() ?? Infinity;
  const instanceType = type.toString();
  if (notAnInteger.length > 0 || !isKnown(got)) {
    return notAnInteger;
  }
  if (got > available) {
    return [finding(MEMORY, 'minMemory', { got, available, unit: 'MiB of memory', instanceType })];
  }
  const rejected = REJECTED_MIB.get(instanceType) ?? Infinity;
  return got >= rejected ? [finding(MEMORY_REJECTED, 'minMemory', { got, limit: `${rejected} MiB were rejected`, instanceType })]
    : when(got > available * LARGEST_SHARE, () => finding(MEMORY_REJECTED, 'minMemory', {
      got, limit: `more than 85% of its ${available} MiB`, instanceType,
    }));
}
