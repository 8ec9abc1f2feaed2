import * as fc from 'fast-check';
import { HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../src';
import { legalProps, regions } from './generators';
import { newEndpoint, newStack, template } from './util';
import { isHubId } from '../src/checks/model/model';

const PSEUDO_PARAMETERS = ['AWS::Region', 'AWS::Partition', 'AWS::URLSuffix', 'AWS::AccountId'];

/** Every logical id that a value refers to. */
function references(value: any): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const own = [value.Ref, value['Fn::GetAtt']?.[0]].filter(id => id !== undefined);
  return [...own, ...Object.values(value).flatMap(references)];
}

test('valid props have a template in which every reference resolves', () => {
  fc.assert(fc.property(legalProps, regions, (props, region) => {
    const stack = newStack({ region });
    newEndpoint(stack, props);
    const { Resources: resources, Mappings: mappings = {} } = template(stack).toJSON();

    const ids = Object.keys(resources);
    const dangling = references(resources).filter(id => !ids.includes(id) && !PSEUDO_PARAMETERS.includes(id));
    expect(dangling).toEqual([]);
    expect(Object.values<any>(resources).flatMap(({ DependsOn: dependsOn }) => dependsOn ?? []).filter(id => !ids.includes(id))).toEqual([]);
    const maps = JSON.stringify(resources).match(/(?<="Fn::FindInMap":\[")\w+/g) ?? [];
    expect(maps.filter(map => !(map in mappings))).toEqual([]);

    const { Environment: environment } = Object.values<any>(resources).find(({ Type }) => Type === 'AWS::SageMaker::Model').Properties.PrimaryContainer;
    expect(environment).toMatchObject(props.environment ?? {});
  }), { numRuns: 300 });
});

const illegalModelIds = fc.oneof(
  fc.string({ minLength: 1, maxLength: 120 }).filter(id => !isHubId(id) && !id.startsWith('/opt/ml/')),
  fc.constantFrom('a--b', 'org/a..b', 'org/a.git'),
);
const illegalCounts = fc.oneof(
  fc.integer({ max: 0, min: -1000 }),
  fc.double({ min: 1.01, max: 9.99, noNaN: true }).filter(n => !Number.isInteger(n)),
);
const illegalTimeouts = fc.oneof(fc.integer({ min: -100, max: 59 }), fc.integer({ min: 3601, max: 100000 }));
const illegalNames = fc.oneof(
  fc.string({ maxLength: 80 }).filter(name => !/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(name)),
  fc.integer({ min: 64, max: 200 }).map(length => 'a'.repeat(length)),
);
const illegalTypes = fc.string({ minLength: 1 }).filter(type => !/^ml\.[a-z0-9-]+\.[a-z0-9-]+$/.test(type));
const illegalKeys = fc.string({ minLength: 1, maxLength: 50 }).filter(key => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key) && key !== '__proto__');

/** A prop with a value that SageMaker refuses, and how an error names both. */
const illegal: fc.Arbitrary<{ props: Partial<HuggingFaceSageMakerEndpointProps>; prop: string; value: string }> = fc.oneof(
  illegalModelIds.map(value => ({ props: { modelId: value }, prop: "'modelId'", value: JSON.stringify(value) })),
  illegalCounts.map(value => ({ props: { instanceCount: value }, prop: "'instanceCount'", value: `got ${value}` })),
  illegalTimeouts.map(value => ({
    props: { startupHealthCheckTimeoutInSeconds: value }, prop: "'startupHealthCheckTimeoutInSeconds'", value: `got ${value}`,
  })),
  illegalNames.map(value => ({ props: { endpointName: value }, prop: "'endpointName'", value: JSON.stringify(value) })),
  illegalTypes.map(value => ({ props: { instanceType: SageMakerInstanceType.of(value) }, prop: "'instanceType'", value: JSON.stringify(value) })),
  illegalKeys.map(value => ({ props: { environment: { [value]: 'x' } }, prop: "'environment'", value: JSON.stringify(value) })),
);

test('an invalid value has an error that names the prop and the value', () => {
  fc.assert(fc.property(legalProps, illegal, (props, { props: bad, prop, value }) => {
    const create = () => newEndpoint(newStack(), { ...props, ...bad });
    expect(create).toThrow(prop);
    expect(create).toThrow(value);
  }), { numRuns: 500 });
});
