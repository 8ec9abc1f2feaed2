import { execFileSync } from 'child_process';
import { HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../../src';
import { checkConfigurations } from '../fuzz/check-configurations';
import { outcome, REGIONS } from '../fuzz/configurations';
import { Surroundings } from '../fuzz/surroundings';
import { TemplateCheck } from '../fuzz/templates';

const SEED = 20261126;
const COUNT = 2_000;

test(`${COUNT} random apps have templates that AWS accepts, or errors of the library`, async () => {
  const { templates, errors, failures } = await checkConfigurations(COUNT, SEED);
  expect(failures).toEqual([]);
  expect(templates).toBeGreaterThan(COUNT * 0.4);
  expect(errors.size).toBeGreaterThan(100);
}, 900_000);

test('the command checks apps of another seed', () => {
  expect(execFileSync('npx', ['projen', 'fuzz', '--count', '1', '--seed', '7'], { encoding: 'utf8' })).toContain('1 configurations of seed 7');
});

describe('what is broken on purpose is found:', () => {
  let check: TemplateCheck;
  beforeAll(async () => { check = await TemplateCheck.load(REGIONS); });

  const found = (breakIt: (endpoint: HuggingFaceSageMakerEndpoint) => void) => outcome({
    kind: 'nested',
    habit: 'nothing else',
    names: [],
    hasUnknownValues: false,
    build: ({ stack }: Surroundings) => breakIt(new HuggingFaceSageMakerEndpoint(stack, 'Endpoint', {
      modelId: 'Qwen/Qwen3-8B', instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
    })),
  }, check).wrong.join('\n');

  test.each<[string, string, (endpoint: HuggingFaceSageMakerEndpoint) => void]>([
    ['a foreign error', "TypeError: Cannot read properties of undefined (reading 'length')", () => (undefined as any).length],
    ['an error without a prop', 'Error: it does not work', () => { throw new Error('it does not work'); }],
    ['a reference', 'Nowhere is not in the template', ({ cfnEndpoint }) => cfnEndpoint.addPropertyOverride('Tags.0.Value', { Ref: 'Nowhere' })],
    ['a part of a string', 'Nowhere is not in the template', ({ cfnEndpoint }) => cfnEndpoint.addPropertyOverride('Tags.0.Value', { 'Fn::Sub': '${Nowhere}' })],
    ['an explicit dependency', 'Nowhere is not in the template', ({ cfnEndpoint }) => cfnEndpoint.addOverride('DependsOn', ['Nowhere'])],
    ['a circular dependency', 'depends on itself', ({ cfnModel, cfnEndpoint }) => cfnModel.addDependency(cfnEndpoint)],
    ['a name', 'CreateEndpoint.EndpointName must match pattern', ({ cfnEndpoint }) => cfnEndpoint.addPropertyOverride('EndpointName', 'a_b')],
    ['a property', 'AWS::SageMaker::Model must NOT have additional properties (Color)', ({ cfnModel }) => cfnModel.addPropertyOverride('Color', 'red')],
  ])('%s', (_what, message, breakIt) => {
    expect(found(() => undefined)).toBe('');
    expect(found(breakIt)).toContain(message);
  });
});
