import * as fc from 'fast-check';
import { capacity, grantSteps, ids, mostly, places, roleSteps, schedules, Step, step, tracking, watchSteps } from './endpoint-steps';
import { Hostile, numbers, strings } from './values';
import { HuggingFaceSageMakerComponentEndpoint, InferenceComponent, ModelData } from '../../src';
import { COMPONENT } from '../../src/props/component-shape';
import { components, copyScalings } from '../component/generators';

const WEIGHTS = 'adapters/sql.tar.gz';
const optional = { requiredKeys: [] as [] };

const monitors: fc.Arbitrary<Step<any>> = fc.record({ maximumServerErrorPercent: mostly(fc.integer({ min: 1, max: 99 }), numbers) }, optional)
  .chain(options => fc.option(places).map(place => step<any>('monitor', (construct, around) => construct.monitor({ ...options, ...place && { topic: around.topic(place) } }))));

const scalingSteps: fc.Arbitrary<Step<any>> = fc.oneof(
  fc.tuple(ids, tracking, mostly(fc.integer({ min: 1, max: 100 }), numbers)).map(([id, options, invocationsPerCopy]) => step<any>('scaleOnInvocations',
    scaling => scaling.scaleOnInvocations(id, { ...options, invocationsPerCopy }))),
  fc.tuple(ids, schedules).map(([id, schedule]) => step<any>('scaleOnSchedule', scaling => scaling.scaleOnSchedule(id, schedule))),
);

const componentSteps: fc.Arbitrary<Step<InferenceComponent>> = fc.oneof(
  fc.tuple(copyScalings, fc.array(scalingSteps, { maxLength: 2 })).map(([options, steps]) => step<InferenceComponent>('autoScale', (component, around) => {
    const scaling = component.autoScale(options);
    steps.forEach(({ apply }) => apply(scaling, around));
  })),
  fc.tuple(ids, places, mostly(fc.integer({ min: 1, max: 64 }), numbers)).map(([id, place, maxRank]) => step<InferenceComponent>(`addAdapter ${id} ${place}`,
    (component, around) => component.addAdapter(id, { modelData: ModelData.s3Archive(around.bucket(place), WEIGHTS), maxRank }))),
  monitors, grantSteps,
  fc.constant(step<InferenceComponent>('metric', component => [component.metricCopyCount(), component.logGroupName])),
  grantSteps.map(({ name, apply }) => step<InferenceComponent>(`imported ${name}`, (component, around) => apply(Object.assign(
    InferenceComponent.fromInferenceComponentAttributes(component, 'Imported', { inferenceComponentName: 'imported', endpoint: component.endpoint } as never), { role: around.role('here') },
  ), around))),
);

/** What an app does with an endpoint for inference components. */
export const hostSteps: fc.Arbitrary<Step<HuggingFaceSageMakerComponentEndpoint>> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(ids, components, fc.option(places), fc.array(componentSteps, { maxLength: 3 })).map(([id, options, place, steps]) =>
      step<HuggingFaceSageMakerComponentEndpoint>([`addInferenceComponent ${id}`, ...steps.map(({ name }) => name)].join(', '), (host, around) => {
        const component = host.addInferenceComponent(id, {
          modelId: 'Qwen/Qwen3-8B', ...options, ...place && { modelData: ModelData.s3Prefix(around.bucket(place), 'qwen3') },
        });
        steps.forEach(({ apply }) => apply(component, around));
      })),
  },
  { weight: 1, arbitrary: monitors },
  { weight: 1, arbitrary: grantSteps },
  { weight: 1, arbitrary: roleSteps },
  { weight: 1, arbitrary: watchSteps },
  { weight: 1, arbitrary: mostly(fc.constant('rule'), strings).map(name => step<any>('endpointName', host => host.onFailure(`Failure${name.length}`, { ruleName: name }))) },
  { weight: 1, arbitrary: capacity(1).map(threshold => step<any>('alarm', host => host.metricGpuReservation().createAlarm(host, 'Reservation', { threshold, evaluationPeriods: 1 }))) },
);

/** Each method of an endpoint for inference components, with a value of any type in the place of an argument. */
export const hostileHostSteps = ({ name, of }: Hostile): readonly Step<HuggingFaceSageMakerComponentEndpoint>[] => {
  const call = (method: string, apply: (host: any, value: any) => unknown) => step<HuggingFaceSageMakerComponentEndpoint>(`${method} with ${name}`,
    (host, { stack }) => apply(host, of(stack)));
  const ofComponent = (method: string, apply: (component: any, value: any) => unknown) =>
    call(method, (host, value) => apply(host.addInferenceComponent('Chat', { modelId: 'Qwen/Qwen3-8B' }), value));
  return [
    ...['monitor', 'dashboard', 'addToRolePolicy', 'grantInvoke', 'onFailure'].map(method => call(method, (host, value) => host[method](value))),
    call('id of addInferenceComponent', (host, value) => host.addInferenceComponent(value, { modelId: 'Qwen/Qwen3-8B' })),
    call('addInferenceComponent', (host, value) => host.addInferenceComponent('Chat', value)),
    ...Object.keys(COMPONENT).map(option => call(`addInferenceComponent ${option}`,
      (host, value) => host.addInferenceComponent('Chat', { modelId: 'Qwen/Qwen3-8B', [option]: value }))),
    ...['autoScale', 'monitor'].map(method => ofComponent(method, (component, value) => component[method](value))),
    ...['minCapacity', 'maxCapacity', 'concurrentRequestsPerCopy', 'scaleInCooldown', 'policyName'].map(option =>
      ofComponent(`autoScale ${option}`, (component, value) => component.autoScale({ maxCapacity: 2, [option]: value }))),
    ofComponent('addAdapter', (component, value) => component.addAdapter('Sql', value)),
    ofComponent('id of addAdapter', (component, value) => component.addAdapter(value, { modelData: ModelData.s3Archive(value, WEIGHTS) })),
    ...['modelData', 'maxRank'].map(option => ofComponent(`addAdapter ${option}`, (component, value) => component.addAdapter('Sql', { [option]: value }))),
    ofComponent('scaleOnInvocations', (component, value) => component.autoScale({ maxCapacity: 2 }).scaleOnInvocations('A', value)),
    ofComponent('scaleOnSchedule', (component, value) => component.autoScale({ maxCapacity: 2 }).scaleOnSchedule('A', value)),
    ofComponent('grants.invoke', (component, value) => component.grants.invoke(value)),
    call('fromInferenceComponentAttributes', (host, value) => InferenceComponent.fromInferenceComponentAttributes(host, 'Imported', value)),
  ];
};
