import { RoutingStrategy } from '../../capacity/routing-strategy';
import { isKnown } from '../../common/known';
import { amountIn } from '../../input/amounts';
import { SageMakerInstanceType } from '../../instance/sagemaker-instance-type.generated';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { inferenceAmiFor } from '../../plan/inference-ami';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, REJECTED, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage, lengthFindings, LengthFound, lengthMessage, quoted } from '../ranges';

const POOLS_PAGE = 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html';

const TOO_MANY: Check<LengthFound> = {
  id: 'fallback-instance-types',
  severity: 'error',
  what: '`fallbackInstanceTypes` has more than 4 instance types',
  why: REJECTED,
  fix: 'use at most 4: with `instanceType`, these are 5 types',
  source: POOLS_PAGE,
  message: lengthMessage,
};

const TWICE: Check<{ readonly again: readonly string[] }> = {
  id: 'fallback-instance-type-twice',
  severity: 'warning',
  what: '`fallbackInstanceTypes` contains an instance type twice, or repeats `instanceType`',
  why: 'SageMaker tries again a type that it could not provide, instead of another type',
  fix: 'use each instance type once',
  source: POOLS_PAGE,
  message: (prop, { again }) => `'${prop}' must not contain 'instanceType' or an instance type twice, got ${again.join(', ')} again`,
};

interface OtherHardware {
  readonly fallbackInstanceTypes: readonly string[];
  readonly instanceType: string;
}

const OTHER_HARDWARE: Check<OtherHardware> = {
  id: 'fallback-of-other-hardware',
  severity: 'warning',
  what: 'a type of `fallbackInstanceTypes` has another kind of accelerator or processor than `instanceType`, and it is not known for which kind the '
    + 'image is built',
  why: 'all of them run the same image, which usually supports one kind of hardware',
  fix: 'use instance types with the same kind of accelerator and processor',
  source: POOLS_PAGE,
  message: (prop, { fallbackInstanceTypes, instanceType }) => `'${prop}' ${fallbackInstanceTypes.join(', ')} may not run the image of `
    + `'instanceType' ${instanceType}, which has another kind of accelerator or processor`,
};

/** The AMI that an image needs on an instance type. Undefined if it is the one that SageMaker chooses. */
interface NeededAmi {
  readonly instanceType: string;
  readonly ami?: string;
}

const OTHER_AMI: Check<NeededAmi & { readonly fallbacks: readonly NeededAmi[] }> = {
  id: 'fallback-of-other-ami',
  severity: 'warning',
  what: 'the image needs another `inferenceAmiVersion` on a type of `fallbackInstanceTypes` than on `instanceType`',
  why: 'all instances start from the same AMI, whose driver may be too old for the image on the other type',
  fix: 'set `inferenceAmiVersion` to an AMI for all types, or remove the type',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html',
  message: (prop, { fallbacks, ...own }) => `'${prop}' ${fallbacks.map(needText).join(', ')}, but 'instanceType' ${needText(own)}`,
};

function needText({ instanceType, ami = 'the AMI that SageMaker chooses' }: NeededAmi): string {
  return `${instanceType} needs ${ami}`;
}

const PROVISION_TIMEOUT: Check<IntegerFound> = {
  id: 'instance-provision-timeout',
  severity: 'error',
  what: '`instanceProvisionTimeout` is not from 5 minutes to 1 hour, in whole seconds',
  why: REJECTED,
  fix: 'use a timeout in this range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html',
  message: integerMessage,
};

const RESERVATION_ARN = { pattern: /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:[a-z0-9-]{1,14}\/.*$/, maximum: 258 };

const RESERVATION: Check<{ readonly arn: string }> = {
  id: 'ml-reservation-arn',
  severity: 'error',
  what: '`mlReservationArn` is not the ARN of a reservation in SageMaker',
  why: REJECTED,
  fix: 'use the ARN of the training plan',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCapacityReservationConfig.html',
  message: (prop, { arn }) => `'${prop}' must be the ARN of a reservation, such as arn:aws:sagemaker:us-east-1:111122223333:training-plan/name, `
    + `with at most ${RESERVATION_ARN.maximum} characters, got ${quoted(arn)}`,
};

const RESERVATION_OF_POOLS: Check<object> = {
  id: 'ml-reservation-with-fallback',
  severity: 'error',
  what: '`mlReservationArn` is set together with `fallbackInstanceTypes`',
  why: 'a reservation is for one instance type, which must be that of the endpoint',
  fix: 'leave one of them out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/use-training-plan-for-inference-endpoints-using-api-cli-sdk.html',
  message: prop => `'${prop}' must not be set together with 'fallbackInstanceTypes', because a reservation is for one instance type, got both`,
};

const PREFIX_AWARE: Check<IntegerFound | { readonly missing: readonly string[] }> = {
  id: 'prefix-aware-routing',
  severity: 'error',
  what: '`prefixLength` of `RoutingStrategy.prefixAware` is not an integer from 1,024 to 65,536, `concurrencyThreshold` is not an integer from 1 to '
    + '1,024, or they are missing, as with `RoutingStrategy.of`',
  why: REJECTED,
  fix: 'use `RoutingStrategy.prefixAware` with both numbers in their ranges',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PrefixAwareRoutingConfig.html',
  message: (prop, values) => 'got' in values ? integerMessage(prop, values)
    : `'${prop}' PREFIX_AWARE requires ${values.missing.map(name => `'${name}'`).join(' and ')}, got none`,
};

const ROUTING: Check<{ readonly strategy: string }> = {
  id: 'routing-strategy',
  severity: 'error',
  what: '`routingStrategy` is `KV_AWARE`, which the API of SageMaker accepts, but the CloudFormation schema of 2026-10-20 does not',
  why: 'CloudFormation rejects it, and the deployment is rolled back',
  fix: 'use another strategy, or set this one with the SageMaker API after the deployment',
  source: 'https://github.com/aws-cloudformation/cfn-lint/releases/tag/v1.58.0',
  message: (prop, { strategy }) => `'${prop}' must be RANDOM, LEAST_OUTSTANDING_REQUESTS or PREFIX_AWARE, as in the CloudFormation schema `
    + `of 2026-10-20, got ${strategy}`,
};

const FREQUENCIES = [10, 30, 60, 120, 180, 240, 300];

const FREQUENCY: Check<{ readonly seconds: number }> = {
  id: 'metric-publish-frequency',
  severity: 'error',
  what: '`metricPublishFrequency` is not 10, 30, 60, 120, 180, 240 or 300 seconds',
  why: REJECTED,
  fix: 'use one of these values',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html',
  message: (prop, { seconds }) => `'${prop}' must be one of ${FREQUENCIES.join(', ')} seconds, got ${seconds}`,
};

export const CAPACITY_CHECKS = [
  TOO_MANY, TWICE, OTHER_HARDWARE, OTHER_AMI, PROVISION_TIMEOUT, RESERVATION, RESERVATION_OF_POOLS, PREFIX_AWARE, ROUTING, FREQUENCY,
];

const PROVISION = { minimum: 300, maximum: 3600, unit: 'seconds' };
const PREFIX_RANGES = { prefixLength: { minimum: 1024, maximum: 65_536 }, concurrencyThreshold: { minimum: 1, maximum: 1024 } } as const;
const PREFIX_OPTIONS = ['prefixLength', 'concurrencyThreshold'] as const;

/** Checks where the instances come from, how requests are routed to them, and which metrics are published. */
export function capacityFindings(plan: EndpointPlan): Finding[] {
  const { fallbackInstanceTypes, capacity: { instanceProvisionTimeout: time, routingStrategy } } = plan;
  return [
    ...lengthFindings(TOO_MANY, 'fallbackInstanceTypes', fallbackInstanceTypes.length, { maximum: 4, counted: 'instance types' }),
    ...repeated(plan),
    ...plan.models.flatMap(model => [...otherHardware(plan, model), ...otherAmi(plan, model)]),
    ...integerFindings(PROVISION_TIMEOUT, 'instanceProvisionTimeout', time && amountIn('seconds', time), PROVISION),
    ...reservation(plan),
    ...routing(routingStrategy),
    ...frequency(plan),
  ];
}

function repeated({ fallbackInstanceTypes, instanceType }: EndpointPlan): Finding[] {
  const names = fallbackInstanceTypes.map(type => type.toString()).filter(isKnown);
  const again = names.filter((name, index) => name === instanceType.toString() || names.indexOf(name) < index);
  return when(again.length > 0, () => finding(TWICE, 'fallbackInstanceTypes', { again: [...new Set(again)] }));
}

function otherHardware({ fallbackInstanceTypes, instanceType }: EndpointPlan, { image }: ModelPlan): Finding[] {
  const unknown = (['acceleratorKind', 'architecture'] as const).filter(fact => image?.profile?.[fact] === undefined);
  const differing = unknown.flatMap(fact => fallbackInstanceTypes
    .filter(type => type[fact] !== undefined && instanceType[fact] !== undefined && type[fact] !== instanceType[fact]));
  return when(differing.length > 0, () => finding(OTHER_HARDWARE, 'fallbackInstanceTypes', {
    fallbackInstanceTypes: [...new Set(differing.map(type => type.toString()))], instanceType: instanceType.toString(),
  }));
}

function otherAmi({ fallbackInstanceTypes, instanceType, hasOwnAmi }: EndpointPlan, { image }: ModelPlan): Finding[] {
  if (hasOwnAmi) {
    return [];
  }
  const needed = (type: SageMakerInstanceType): NeededAmi => ({
    instanceType: type.toString(), ami: inferenceAmiFor(image?.profile, type)?.toString(),
  });
  const own = needed(instanceType);
  const fallbacks = fallbackInstanceTypes
    .filter(type => type.acceleratorKind !== undefined && type.acceleratorKind === instanceType.acceleratorKind)
    .map(needed).filter(({ ami }) => ami !== own.ami);
  return when(fallbacks.length > 0, () => finding(OTHER_AMI, 'fallbackInstanceTypes', { ...own, fallbacks }));
}

function reservation({ capacity: { mlReservationArn: arn }, fallbackInstanceTypes }: EndpointPlan): Finding[] {
  const { pattern, maximum } = RESERVATION_ARN;
  return arn === undefined ? [] : [
    ...when(isKnown(arn) && (!pattern.test(arn) || arn.length > maximum), () => finding(RESERVATION, 'mlReservationArn', { arn })),
    ...when(fallbackInstanceTypes.length > 0, () => finding(RESERVATION_OF_POOLS, 'mlReservationArn', {})),
  ];
}

function routing(routingStrategy: RoutingStrategy | undefined): Finding[] {
  const strategy = routingStrategy?.toString();
  const options = routingStrategy?._prefixAware;
  const missing = strategy === 'PREFIX_AWARE' ? PREFIX_OPTIONS.filter(name => (options?.[name] ?? undefined) === undefined) : [];
  return [
    ...when(missing.length > 0, () => finding(PREFIX_AWARE, 'routingStrategy', { missing })),
    ...PREFIX_OPTIONS.flatMap(name => integerFindings(PREFIX_AWARE, `routingStrategy.${name}`, options?.[name], PREFIX_RANGES[name])),
    ...strategy === 'KV_AWARE' ? [finding(ROUTING, 'routingStrategy', { strategy })] : [],
  ];
}

function frequency({ capacity: { metricPublishFrequency: time } }: EndpointPlan): Finding[] {
  const seconds = time && amountIn('seconds', time);
  return isKnown(seconds) && !FREQUENCIES.includes(seconds) ? [finding(FREQUENCY, 'metricPublishFrequency', { seconds })] : [];
}
