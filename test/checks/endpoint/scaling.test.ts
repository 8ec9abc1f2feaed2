import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Token } from 'aws-cdk-lib/core';
import { CapacitySize, Deployment, HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../../src';
import { LATER_SUBJECTS } from '../../../src/checks';
import {
  autoScaleFindings, backlogFindings, emptyFindings, gpuFindings, policyFindings, requestFindings, SCALING_CHECKS, scheduleFindings,
  scheduleIdFindings, targetFindings,
} from '../../../src/checks/endpoint/scaling';
import { Finding } from '../../../src/checks/finding';
import { newStack, planOf } from '../../util';

const asyncInference = { outputBucket: s3.Bucket.fromBucketName(newStack(), 'Bucket', 'answers') };
const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const { instances, percent } = CapacitySize;
const waitInterval = Duration.minutes(5);
const canary = (size: CapacitySize) => Deployment.canary({ size, waitInterval });
const linear = (stepSize: CapacitySize) => Deployment.linear({ stepSize, waitInterval });
const rolling = (maximumBatchSize: CapacitySize) => Deployment.rolling({ maximumBatchSize, waitInterval });
const schedule = appscaling.Schedule.cron({ hour: '8', minute: '0' });
const day = (date: number) => new Date(Date.UTC(2030, 0, date));

const bounds = (minCapacity: number | undefined, maxCapacity: number, props: Partial<HuggingFaceSageMakerEndpointProps> = {}) =>
  autoScaleFindings(planOf(props), { minCapacity, maxCapacity }, false);
const gpu = (props: Partial<HuggingFaceSageMakerEndpointProps>, acceleratorCount?: number, targetUtilizationPercent = 60) =>
  gpuFindings(planOf(props), { acceleratorCount, targetUtilizationPercent });
const scheduled = (times: Partial<appscaling.ScalingSchedule>, props: Partial<HuggingFaceSageMakerEndpointProps> = {}) =>
  scheduleFindings(planOf(props), { minCapacity: 2, maxCapacity: 4 }, { schedule, ...times });

/** Each check: mistakes with what is said of them, and their nearest neighbours, which are none. */
const CASES: Record<string, { mistakes: [Finding[], string][]; neighbours: Finding[][] }> = {
  'scaling-twice': {
    mistakes: [[
      autoScaleFindings(planOf(), { maxCapacity: 2 }, true), "'autoScale' must be called once; keep what it returned, and add the policies there",
    ]],
    neighbours: [autoScaleFindings(planOf(), { maxCapacity: 2 }, false)],
  },
  'scaling-bounds': {
    mistakes: [
      [bounds(-1, 2), "'minCapacity' must be an integer of at least 0, got -1"],
      [bounds(1.5, 2), "'minCapacity' must be an integer of at least 0, got 1.5"],
      [bounds(NaN, 2), "'minCapacity' must be an integer of at least 0, got NaN"],
      [bounds(0, 0, { asyncInference }), "'maxCapacity' must be an integer of at least 1, got 0"],
      [bounds(1, 2.5), "'maxCapacity' must be an integer of at least 1, got 2.5"],
      [bounds(3, 2), "'minCapacity' must be at most 'maxCapacity', got 3 and 2"],
    ],
    neighbours: [bounds(undefined, 1), bounds(2, 2), bounds(0, 1, { asyncInference }), bounds(Token.asNumber({ Ref: 'Min' }), Token.asNumber({ Ref: 'Max' }))],
  },
  'scaling-to-zero': {
    mistakes: [
      [bounds(0, 2), "'minCapacity' must be at least 1 for a real-time endpoint, got 0; only an endpoint with 'asyncInference' can have no instance"],
      [scheduled({ minCapacity: 0 }), "'minCapacity' must be at least 1 for a real-time endpoint, got 0; only an endpoint with 'asyncInference' can have no instance"],
      [scheduled({ minCapacity: 1, maxCapacity: 0 }), "'maxCapacity' must be at least 1 for a real-time endpoint, got 0; only an endpoint with 'asyncInference' can have no instance"],
    ],
    neighbours: [
      bounds(1, 2), bounds(0, 2, { asyncInference }), bounds(Token.asNumber({ Ref: 'Min' }), 2), scheduled({ minCapacity: 1 }),
      scheduled({ minCapacity: 0, maxCapacity: 0 }, { asyncInference }),
    ],
  },
  'scaling-burstable': {
    mistakes: [
      [bounds(1, 2, { instanceType: type('t2.medium') }), "'instanceType' ml.t2.medium is burstable, which SageMaker does not scale; take another instance type"],
      [
        bounds(1, 2, { instanceType: type('m5.xlarge'), fallbackInstanceTypes: [type('m5.large'), type('t2.xlarge')] }),
        "'fallbackInstanceTypes' ml.t2.xlarge is burstable, which SageMaker does not scale; take another instance type",
      ],
    ],
    neighbours: [
      bounds(1, 2, { instanceType: type('trn1.2xlarge') }), bounds(1, 2, { instanceType: type('m5.large'), fallbackInstanceTypes: [type('m5.xlarge')] }),
      bounds(1, 2, { instanceType: SageMakerInstanceType.of(Token.asString({ Ref: 'Type' })) }),
    ],
  },
  'scaling-instance-count': {
    mistakes: [
      [bounds(2, 4), "'instanceCount' is 1, which is not from 2 to 4, the bounds of 'autoScale'; set one between them"],
      [bounds(2, 4, { instanceCount: 5 }), "'instanceCount' is 5, which is not from 2 to 4, the bounds of 'autoScale'; set one between them"],
    ],
    neighbours: [bounds(2, 4, { instanceCount: 2 }), bounds(2, 4, { instanceCount: 4 }), bounds(2, 4, { instanceCount: Token.asNumber({ Ref: 'Count' }) })],
  },
  'scaling-deployment-size': {
    mistakes: [
      [
        bounds(2, 6, { deployment: canary(instances(2)) }),
        "'deployment.size' must be at most 50 percent of the instances, got 2 of the 'minCapacity' 2 of 'autoScale'; take CapacitySize.percent",
      ],
      [
        bounds(4, 11, { deployment: linear(instances(1)) }),
        "'deployment.stepSize' must be at least 10 percent of the instances, got 1 of the 'maxCapacity' 11 of 'autoScale'; take CapacitySize.percent",
      ],
      [
        bounds(4, 21, { deployment: rolling(instances(1)) }),
        "'deployment.maximumBatchSize' must be at least 5 percent of the instances, got 1 of the 'maxCapacity' 21 of 'autoScale'; take CapacitySize.percent",
      ],
      ...[canary(instances(1)), canary(percent(50))].map((deployment): [Finding[], string] => [
        bounds(undefined, 4, { deployment }),
        "'deployment.size' is a part of the instances, and 'minCapacity' of 'autoScale' is 1, of which there is no part; take one of at least 2, or Deployment.allAtOnce",
      ]),
      [
        bounds(0, 4, { deployment: rolling(percent(50)), asyncInference }),
        "'deployment.maximumBatchSize' is a part of the instances, and 'minCapacity' of 'autoScale' is 0, of which there is no part; "
          + 'take one of at least 2, or Deployment.allAtOnce',
      ],
      [
        scheduled({ minCapacity: 1, maxCapacity: 4 }, { deployment: canary(percent(50)) }),
        "'deployment.size' is a part of the instances, and 'minCapacity' of the schedule is 1, of which there is no part; take one of at least 2, or Deployment.allAtOnce",
      ],
      [
        scheduled({ maxCapacity: 21 }, { deployment: rolling(instances(1)) }),
        "'deployment.maximumBatchSize' must be at least 5 percent of the instances, got 1 of the 'maxCapacity' 21 of the schedule; take CapacitySize.percent",
      ],
    ],
    neighbours: [
      bounds(2, 6, { deployment: canary(instances(1)) }),
      bounds(2, 100, { deployment: canary(instances(1)) }),
      bounds(4, 10, { deployment: linear(instances(1)) }),
      bounds(4, 20, { deployment: rolling(instances(1)) }),
      bounds(2, 100, { deployment: linear(percent(10)) }),
      bounds(1, 4, { deployment: Deployment.allAtOnce() }),
      bounds(1, 4),
      bounds(Token.asNumber({ Ref: 'Min' }), Token.asNumber({ Ref: 'Max' }), { deployment: linear(instances(3)) }),
      bounds(2, 100, { deployment: linear(instances(Token.asNumber({ Ref: 'Step' }))) }),
      scheduled({ maxCapacity: 20 }, { deployment: rolling(instances(1)) }),
    ],
  },
  'scaling-without-policy': {
    mistakes: [
      [
        policyFindings(planOf(), false),
        "'autoScale' has nothing to scale on, so that the number of instances never changes; "
          + "call one of its methods, such as 'scaleOnConcurrentRequests' or 'scaleOnInvocations'",
      ],
      [
        policyFindings(planOf({ asyncInference }), false),
        "'autoScale' has nothing to scale on, so that the number of instances never changes; call one of its methods, such as 'scaleOnBacklog'",
      ],
    ],
    neighbours: [policyFindings(planOf(), true)],
  },
  'scaling-target-value': {
    mistakes: [
      [targetFindings('backlogPerInstance', 0), "'backlogPerInstance' must be above 0, got 0"],
      [targetFindings('backlogPerInstance', -1), "'backlogPerInstance' must be above 0, got -1"],
      [targetFindings('backlogPerInstance', NaN), "'backlogPerInstance' must be above 0, got NaN"],
      [targetFindings('backlogPerInstance', Infinity), "'backlogPerInstance' must be above 0, got Infinity"],
      [targetFindings('targetUtilizationPercent', 101, 100), "'targetUtilizationPercent' must be above 0 and at most 100, got 101"],
    ],
    neighbours: [
      targetFindings('backlogPerInstance', 0.5), targetFindings('targetUtilizationPercent', 100, 100), targetFindings('backlogPerInstance', Token.asNumber({ Ref: 'Target' })),
    ],
  },
  'scaling-on-gpu-without-gpu': {
    mistakes: [
      [
        gpu({ instanceType: type('m5.large') }),
        "'scaleOnGpuUtilization' needs a GPU, which 'instanceType' ml.m5.large does not have; take 'scaleOnConcurrentRequests' or 'scaleOnInvocations'",
      ],
      [
        gpu({ instanceType: type('inf2.xlarge') }, 1),
        "'scaleOnGpuUtilization' needs a GPU, which 'instanceType' ml.inf2.xlarge does not have; take 'scaleOnConcurrentRequests' or 'scaleOnInvocations'",
      ],
      [
        gpu({ instanceType: type('m5.large'), asyncInference }),
        "'scaleOnGpuUtilization' needs a GPU, which 'instanceType' ml.m5.large does not have; take 'scaleOnBacklog'",
      ],
      ...['ml.m5.large', 'ml.inf2.xlarge'].map((name): [Finding[], string] => [
        gpu({ fallbackInstanceTypes: ['ml.g6.2xlarge', 'ml.m5.large', 'ml.inf2.xlarge'].map(each => SageMakerInstanceType.of(each)) }),
        `'scaleOnGpuUtilization' needs a GPU, which 'fallbackInstanceTypes' ${name} does not have; take 'scaleOnConcurrentRequests' or 'scaleOnInvocations'`,
      ]),
    ],
    neighbours: [
      gpu({ instanceType: type('g5.xlarge') }), gpu({ instanceType: type('z99.xlarge') }, 1), gpu({ fallbackInstanceTypes: [type('g6.xlarge'), type('z99.xlarge')] }),
    ],
  },
  'scaling-gpu-count': {
    mistakes: [
      [gpu({ instanceType: type('z99.xlarge') }), "the number of GPUs of 'instanceType' ml.z99.xlarge is not known; set 'acceleratorCount'"],
      [gpu({ instanceType: type('z99.xlarge') }, 0), "'acceleratorCount' must be an integer of at least 1 that is known at synth, got 0"],
      [gpu({ instanceType: type('z99.xlarge') }, 1.5), "'acceleratorCount' must be an integer of at least 1 that is known at synth, got 1.5"],
      [gpu({ instanceType: type('g5.12xlarge') }, 1), "'acceleratorCount' must be 4, the number of GPUs of 'instanceType' ml.g5.12xlarge, got 1; leave it out"],
      [
        gpu({ instanceType: type('g5.12xlarge') }, undefined, Token.asNumber({ Ref: 'Target' })),
        "'targetUtilizationPercent' must be known at synth where an instance has several GPUs: it is multiplied by their number, got a token",
      ],
    ],
    neighbours: [
      gpu({ instanceType: type('z99.xlarge') }, 1), gpu({ instanceType: type('g5.12xlarge') }, 4), gpu({ instanceType: type('g5.12xlarge') }),
      gpu({ instanceType: type('g5.xlarge') }, undefined, Token.asNumber({ Ref: 'Target' })),
    ],
  },
  'scaling-on-mixed-gpu-counts': {
    mistakes: [
      [
        gpu({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g6.12xlarge'), type('g5.48xlarge'), type('g5.2xlarge')] }),
        "'scaleOnGpuUtilization' needs the same number of GPUs in every type, since the metric counts up to 100 for each: "
          + "'instanceType' ml.g5.12xlarge has 4, and 'fallbackInstanceTypes' ml.g5.48xlarge has 8, ml.g5.2xlarge has 1; "
          + "take types with as many GPUs, or 'scaleOnConcurrentRequests' or 'scaleOnInvocations'",
      ],
      [
        gpu({ instanceType: type('z99.xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')] }, 2),
        "'scaleOnGpuUtilization' needs the same number of GPUs in every type, since the metric counts up to 100 for each: "
          + "'instanceType' ml.z99.xlarge has 2, and 'fallbackInstanceTypes' ml.g5.2xlarge has 1; "
          + "take types with as many GPUs, or 'scaleOnConcurrentRequests' or 'scaleOnInvocations'",
      ],
      [
        gpu({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.48xlarge')], asyncInference }),
        "'scaleOnGpuUtilization' needs the same number of GPUs in every type, since the metric counts up to 100 for each: "
          + "'instanceType' ml.g5.12xlarge has 4, and 'fallbackInstanceTypes' ml.g5.48xlarge has 8; take types with as many GPUs, or 'scaleOnBacklog'",
      ],
    ],
    neighbours: [
      gpu({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g6.12xlarge'), type('g5.24xlarge')] }),
      gpu({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('z99.xlarge'), SageMakerInstanceType.of(Token.asString({ Ref: 'Type' }))] }),
      gpu({ instanceType: type('z99.xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')] }, 1),
      gpu({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [] }),
    ],
  },
  'scaling-on-unknown-gpu-count': {
    mistakes: [
      [
        gpu({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g6.12xlarge'), type('z99.xlarge'), type('z99.large')] }),
        "the number of GPUs of 'fallbackInstanceTypes' ml.z99.xlarge, ml.z99.large is not known, and 'scaleOnGpuUtilization' needs 4 as of 'instanceType' ml.g5.12xlarge; "
          + "look at the types, or take 'scaleOnConcurrentRequests' or 'scaleOnInvocations'",
      ],
    ],
    neighbours: [
      gpu({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g6.12xlarge'), SageMakerInstanceType.of(Token.asString({ Ref: 'Type' }))] }),
      gpu({ instanceType: type('z99.xlarge') }, 1),
    ],
  },
  'scaling-on-backlog-in-real-time': {
    mistakes: [[
      backlogFindings(planOf()),
      "'scaleOnBacklog' needs an endpoint with 'asyncInference': a real-time endpoint has no queue; take 'scaleOnConcurrentRequests' or 'scaleOnInvocations'",
    ]],
    neighbours: [backlogFindings(planOf({ asyncInference }))],
  },
  'scaling-on-requests-of-async': {
    mistakes: ['scaleOnInvocations', 'scaleOnConcurrentRequests'].map(method => [
      requestFindings(planOf({ asyncInference }), method),
      `'${method}' needs a real-time endpoint: one with 'asyncInference' does not publish the metric; take 'scaleOnBacklog'`,
    ]),
    neighbours: [requestFindings(planOf(), 'scaleOnInvocations')],
  },
  'scaling-schedule': {
    mistakes: [
      [scheduled({}), "'minCapacity' or 'maxCapacity' must be set in a schedule, got neither"],
      [scheduled({ minCapacity: 1.5 }), "'minCapacity' must be an integer of at least 0, got 1.5"],
      [scheduled({ maxCapacity: -1, minCapacity: -1 }), "'minCapacity' must be an integer of at least 0, got -1"],
      [scheduled({ minCapacity: 3, maxCapacity: 2 }), "'minCapacity' must be at most 'maxCapacity', got 3 and 2"],
      [
        scheduled({ minCapacity: 2, startTime: day(1), endTime: day(1) }),
        "'endTime' must be after 'startTime', got 2030-01-01T00:00:00.000Z and 2030-01-01T00:00:00.000Z",
      ],
    ],
    neighbours: [
      scheduled({ minCapacity: 2 }), scheduled({ maxCapacity: 4 }), scheduled({ minCapacity: 2, maxCapacity: 2 }),
      scheduled({ minCapacity: 2, startTime: day(1), endTime: day(2) }),
      scheduled({ minCapacity: Token.asNumber({ Ref: 'Min' }), maxCapacity: Token.asNumber({ Ref: 'Max' }) }),
    ],
  },
  'scaling-schedule-twice': {
    mistakes: [[scheduleIdFindings('Morning', new Set(['Evening', 'Morning'])), "'id' must be one that no other schedule has, got \"Morning\" again"]],
    neighbours: [scheduleIdFindings('morning', new Set(['Evening', 'Morning']))],
  },
  'scaling-schedule-bounds': {
    mistakes: [
      [scheduled({ minCapacity: 5 }), "'minCapacity' 5 of the schedule is above 'maxCapacity' 4 of 'autoScale'; name both bounds in the schedule"],
      [scheduled({ maxCapacity: 1 }), "'maxCapacity' 1 of the schedule is below 'minCapacity' 2 of 'autoScale'; name both bounds in the schedule"],
    ],
    neighbours: [scheduled({ minCapacity: 4 }), scheduled({ maxCapacity: 2 }), scheduled({ minCapacity: 5, maxCapacity: 5 }), scheduled({ minCapacity: Token.asNumber({ Ref: 'Min' }) })],
  },
  'scaling-to-zero-after-monitor': {
    mistakes: [[
      emptyFindings(true), "'monitor' was called before the minimum of 0 instances, and its alarm 'noInstance' rings whenever there is none; "
        + "call 'monitor' afterwards, or set its 'scalesToZero'",
    ]],
    neighbours: [emptyFindings(false)],
  },
};

test('every check of scaling has its cases here', () => {
  expect(Object.keys(CASES)).toEqual(SCALING_CHECKS.map(({ id }) => id));
  expect(LATER_SUBJECTS).toContainEqual({ title: 'Scaling', checks: SCALING_CHECKS });
});

describe.each(Object.entries(CASES))('%s', (name, { mistakes, neighbours }) => {
  const id = `huggingface-sagemaker:${name}`;
  const { severity } = SCALING_CHECKS.find(check => check.id === name)!;

  test.each(mistakes)('is found in mistake %#', (findings, message) => {
    expect(findings).toContainEqual({ id, severity, message });
  });

  test.each(neighbours.map(findings => [findings]))('is not found in neighbour %#', findings => {
    expect(findings.map(found => found.id)).not.toContain(id);
  });
});

test('every check says what, why and what to do, with a source', () => {
  for (const { id, what, why, fix, source } of SCALING_CHECKS) {
    expect(id).toMatch(/^scaling-[a-z]+(-[a-z]+)*$/);
    expect([what, why, fix].every(text => text.length > 8 && !text.endsWith('.'))).toBe(true);
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  }
});
