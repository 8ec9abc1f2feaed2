import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding, REFUSED } from '../legacy';
import { SageMakerInstanceType } from '../../instance/sagemaker-instance-type.generated';
import { EndpointPlan } from '../legacy';
import { inferenceAmiFor } from '../../plan/inference-ami';
import { amountIn } from '../../input/amounts';

const POOLS_PAGE = 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html';

const TOO_MANY: Check = {
  id: 'fallback-instance-types',
  severity: 'error',
  what: '`fallbackInstanceTypes` has more than 4 types',
  why: REFUSED,
  fix: 'name at most 4, which are five with `instanceType`',
  source: POOLS_PAGE,
};

const TWICE: Check = {
  id: 'fallback-instance-type-twice',
  severity: 'warning',
  what: '`fallbackInstanceTypes` names a type twice, or `instanceType` again',
  why: 'what was not to be had is tried again, in the place of another type',
  fix: 'name each type once',
  source: POOLS_PAGE,
};

const OTHER_HARDWARE: Check = {
  id: 'fallback-of-other-hardware',
  severity: 'warning',
  what: 'a type of `fallbackInstanceTypes` has another kind of accelerator or processor than `instanceType`, and it is not known what the image is built for',
  why: 'all of them run the same image, which serves one kind of hardware as a rule',
  fix: 'take types with the same kind of hardware',
  source: POOLS_PAGE,
};

const OTHER_AMI: Check = {
  id: 'fallback-of-other-ami',
  severity: 'warning',
  what: 'the image needs another `inferenceAmiVersion` on a type of `fallbackInstanceTypes` than on `instanceType`',
  why: 'all of them start from one AMI, and the driver of the other type may be too old for the image',
  fix: 'set `inferenceAmiVersion` to one that serves all types, or leave the type out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html',
};

const PROVISION_TIMEOUT: Check = {
  id: 'instance-provision-timeout',
  severity: 'error',
  what: '`instanceProvisionTimeout` is not from 5 minutes to 1 hour',
  why: REFUSED,
  fix: 'take a time in that range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html',
};

const RESERVATION: Check = {
  id: 'ml-reservation-arn',
  severity: 'error',
  what: '`mlReservationArn` is not the ARN of a reservation of SageMaker',
  why: REFUSED,
  fix: 'take the ARN of the training plan',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCapacityReservationConfig.html',
};

const RESERVATION_OF_POOLS: Check = {
  id: 'ml-reservation-with-fallback',
  severity: 'error',
  what: '`mlReservationArn` beside `fallbackInstanceTypes`',
  why: 'a reservation is of one instance type, which must be that of the endpoint',
  fix: 'name one of them',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/use-training-plan-for-inference-endpoints-using-api-cli-sdk.html',
};

const PREFIX_AWARE: Check = {
  id: 'prefix-aware-routing',
  severity: 'error',
  what: '`prefixLength` of `RoutingStrategy.prefixAware` is no integer from 1,024 to 65,536, or `concurrencyThreshold` none from 1 to 1,024, '
    + 'or the strategy is named by `RoutingStrategy.of`, without them',
  why: REFUSED,
  fix: 'take `RoutingStrategy.prefixAware`, with numbers in that range',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PrefixAwareRoutingConfig.html',
};

const ROUTING: Check = {
  id: 'routing-strategy',
  severity: 'error',
  what: '`routingStrategy` is `KV_AWARE`, which the API of SageMaker accepts, and CloudFormation does not by its schema of 2026-10-20',
  why: 'CloudFormation refuses it, and the deployment is rolled back',
  fix: 'use another strategy until CloudFormation accepts it',
  source: 'https://github.com/aws-cloudformation/cfn-lint/releases/tag/v1.58.0',
};

const FREQUENCY: Check = {
  id: 'metric-publish-frequency',
  severity: 'error',
  what: '`metricPublishFrequency` is none of 10, 30, 60, 120, 180, 240 and 300 seconds',
  why: REFUSED,
  fix: 'take one of these',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html',
};

export const CAPACITY_CHECKS = [
  TOO_MANY, TWICE, OTHER_HARDWARE, OTHER_AMI, PROVISION_TIMEOUT, RESERVATION, RESERVATION_OF_POOLS, PREFIX_AWARE, ROUTING, FREQUENCY,
];

const MOST_FALLBACKS = 4;
const PROVISION = { minimum: 300, maximum: 3600 };
const RESERVATION_ARN = { pattern: /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:[a-z0-9-]{1,14}\/.*$/, maximum: 258 };
const PREFIX_RANGES = { prefixLength: { minimum: 1024, maximum: 65_536 }, concurrencyThreshold: { minimum: 1, maximum: 1024 } } as const;
const FREQUENCIES = [10, 30, 60, 120, 180, 240, 300];

/** Checks where the instances come from, how requests reach them, and what is seen of them. */
export function capacityFindings(plan: EndpointPlan): Finding[] {
  return [...fallbacks(plan), ...provisionTimeout(plan), ...reservation(plan), ...routing(plan), ...frequency(plan)];
}

/** What is found of a type that takes the place of the instance type, as it was found of the instance type. */
export function ofFallback(found: Finding, type: SageMakerInstanceType): Finding {
  const message = found.message.replaceAll("'instanceType'", "'fallbackInstanceTypes'");
  const isNamed = message !== found.message || Token.isUnresolved(type.toString());
  return { ...found, message: isNamed ? message : `${message} ('fallbackInstanceTypes' ${type})` };
}

function fallbacks(plan: EndpointPlan): Finding[] {
  const { fallbackInstanceTypes: types, instanceType } = plan;
  const names = types.map(type => type.toString()).filter(name => !Token.isUnresolved(name));
  const again = names.filter((name, index) => name === instanceType.toString() || names.indexOf(name) < index);
  return [
    ...types.length > MOST_FALLBACKS ? [finding(TOO_MANY, `'fallbackInstanceTypes' must have at most ${MOST_FALLBACKS} types, got ${types.length}`)] : [],
    ...again.length > 0 ? [finding(TWICE, `'fallbackInstanceTypes' names ${[...new Set(again)].join(', ')} again; name each type once`)] : [],
    ...otherHardware(plan),
    ...otherAmi(plan),
  ];
}

function otherHardware({ fallbackInstanceTypes, instanceType, container }: EndpointPlan): Finding[] {
  const differing = (['acceleratorKind', 'architecture'] as const).flatMap(fact => container?.profile?.[fact] !== undefined ? [] : fallbackInstanceTypes
    .filter(type => type[fact] !== undefined && instanceType[fact] !== undefined && type[fact] !== instanceType[fact]));
  return differing.length === 0 ? [] : [finding(OTHER_HARDWARE,
    `'fallbackInstanceTypes' ${[...new Set(differing)].join(', ')} may not run the image of 'instanceType' ${instanceType}, which has other hardware; `
    + 'take types with the same kind of accelerator and processor')];
}

function otherAmi({ fallbackInstanceTypes, instanceType, container, props, inferenceAmiVersion }: EndpointPlan): Finding[] {
  if (props.inferenceAmiVersion !== undefined) {
    return [];
  }
  const needed = (type: SageMakerInstanceType) => inferenceAmiFor(container?.profile, type)?.toString();
  const differing = fallbackInstanceTypes.filter(type => type.acceleratorKind !== undefined && type.acceleratorKind === instanceType.acceleratorKind
    && needed(type) !== inferenceAmiVersion?.toString());
  return differing.length === 0 ? [] : [finding(OTHER_AMI,
    `'fallbackInstanceTypes' ${differing.map(type => `${type} needs ${needed(type) ?? 'the AMI that SageMaker chooses'}`).join(', ')}, `
    + `and 'instanceType' ${instanceType} needs ${inferenceAmiVersion ?? 'the AMI that SageMaker chooses'}; `
    + "set 'inferenceAmiVersion' to one that serves all types, or leave the type out")];
}

function provisionTimeout({ props: { instanceProvisionTimeout: time } }: EndpointPlan): Finding[] {
  if (time === undefined || time.isUnresolved()) {
    return [];
  }
  const seconds = amountIn('seconds', time)!;
  const { minimum, maximum } = PROVISION;
  return Number.isInteger(seconds) && seconds >= minimum && seconds <= maximum ? [] : [finding(PROVISION_TIMEOUT,
    `'instanceProvisionTimeout' must be an integer from ${minimum} to ${maximum} seconds, got ${seconds}`)];
}

function reservation({ props: { mlReservationArn: arn }, fallbackInstanceTypes }: EndpointPlan): Finding[] {
  if (arn === undefined) {
    return [];
  }
  const { pattern, maximum } = RESERVATION_ARN;
  return [
    ...Token.isUnresolved(arn) || (pattern.test(arn) && arn.length <= maximum) ? [] : [finding(RESERVATION,
      `'mlReservationArn' must be the ARN of a reservation, such as arn:aws:sagemaker:us-east-1:111122223333:training-plan/name, of at most ${maximum} characters, `
      + `got ${JSON.stringify(arn)}`)],
    ...fallbackInstanceTypes.length === 0 ? [] : [finding(RESERVATION_OF_POOLS,
      "'mlReservationArn' is of one instance type, and 'fallbackInstanceTypes' names others; name one of them")],
  ];
}

function routing({ props: { routingStrategy } }: EndpointPlan): Finding[] {
  const options = routingStrategy?._prefixAware;
  if (!options && routingStrategy?.toString() === 'PREFIX_AWARE') {
    return [finding(PREFIX_AWARE, "'routingStrategy' PREFIX_AWARE needs 'prefixLength' and 'concurrencyThreshold', got neither; take RoutingStrategy.prefixAware")];
  }
  if (routingStrategy?.toString() === 'KV_AWARE') {
    return [finding(ROUTING, "'routingStrategy' must be RANDOM, LEAST_OUTSTANDING_REQUESTS or PREFIX_AWARE, which are the values of the schema of CloudFormation of 2026-10-20, "
      + 'got KV_AWARE; use one of them, and set KV_AWARE with the API of SageMaker, until CloudFormation accepts it')];
  }
  return options === undefined ? [] : (['prefixLength', 'concurrencyThreshold'] as const).flatMap(name => {
    const value = options[name];
    const { minimum, maximum } = PREFIX_RANGES[name];
    return Token.isUnresolved(value) || (Number.isInteger(value) && value >= minimum && value <= maximum) ? [] : [finding(PREFIX_AWARE,
      `'routingStrategy.${name}' must be an integer from ${minimum} to ${maximum}, got ${value}`)];
  });
}

function frequency({ props: { metricPublishFrequency: time } }: EndpointPlan): Finding[] {
  if (time === undefined || time.isUnresolved()) {
    return [];
  }
  const seconds = amountIn('seconds', time)!;
  return FREQUENCIES.includes(seconds) ? [] : [finding(FREQUENCY, `'metricPublishFrequency' must be one of ${FREQUENCIES.join(', ')} seconds, got ${seconds}`)];
}
