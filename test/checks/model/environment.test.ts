import { CfnParameter } from 'aws-cdk-lib/core';
import { ModelServer } from '../../../src';
import { environmentFindings } from '../../../src/checks/model/environment';
import { IMAGES } from '../../images';
import { found, modelPlanOf, newEndpoint, newStack } from '../../util';

const { AWS_VLLM } = IMAGES;

const entries = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`KEY_${i}`, 'value']));

/** What is found in an environment, which may have values that no string is. */
function findingsIn(environment: Record<string, unknown>) {
  return found(environmentFindings(modelPlanOf({ environment: environment as Record<string, string> })));
}

test('finds too many entries, including those that the library sets', () => {
  expect(findingsIn(entries(97))).toEqual([{ id: 'environment-entries', prop: 'environment', values: expect.objectContaining({ maximum: 100, got: 101 }) }]);
});

test.each([
  ['that begins with a digit', '1A', { key: '1A', length: 2 }],
  ['that is empty', '', { key: '', length: 0 }],
  ['with a hyphen', 'A-B', { key: 'A-B', length: 3 }],
  ['that is too long', 'A'.repeat(1025), { key: 'A'.repeat(80), length: 1025 }],
])('finds a name %s', (_what, key, values) => {
  expect(findingsIn({ [key]: 'b' })).toEqual([{ id: 'environment-key', prop: 'environment', values }]);
});

test('finds the name of an extra argument', () => {
  const server = ModelServer.vllm({ extraArguments: { 'a b': 'c', 'long': 'c'.repeat(1025) } });
  const container = AWS_VLLM;
  expect(found(environmentFindings(modelPlanOf({ container, server })))).toEqual([
    { id: 'environment-key', prop: 'server.extraArguments', values: { key: 'SM_VLLM_A B', length: 11 } },
    { id: 'environment-value', prop: 'server.extraArguments', values: expect.objectContaining({ got: 1025 }) },
  ]);
});

test('finds a value that is too long', () => {
  expect(findingsIn({ A: 'b'.repeat(1025) })).toEqual([
    { id: 'environment-value', prop: 'environment.A', values: expect.objectContaining({ maximum: 1024, got: 1025 }) },
  ]);
});

test.each<[unknown, string]>([
  [undefined, 'undefined'], [null, 'null'], [1, 'a value of type number'], [{ secret: 1 }, 'a value of type object'],
])('finds the value %j, which is not a string', (value, type) => {
  expect(findingsIn({ A: value, B: 'b' })).toEqual([{ id: 'environment-value', prop: 'environment.A', values: { type } }]);
});

test('names a variable that a server reads, too', () => {
  for (const name of ['HF_TOKEN', 'HF_MODEL_ID', 'MAX_INPUT_LENGTH', 'SM_NUM_GPUS', 'HF_ENDPOINT', 'QUANTIZE', 'KV_CACHE_DTYPE', 'SM_VLLM_CPU_OFFLOAD_GB']) {
    expect(findingsIn({ [name]: undefined })).toEqual([{ id: 'environment-value', prop: `environment.${name}`, values: { type: 'undefined' } }]);
    expect(() => newEndpoint(newStack(), { environment: { [name]: undefined as unknown as string } })).toThrow(`'environment.${name}'`);
  }
});

test('finds names and values that are too large together, in bytes', () => {
  const [finding] = findingsIn(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`KEY_${i}`, 'ä'.repeat(512)])));
  expect(finding).toMatchObject({ id: 'environment-size', prop: 'environment', values: { maximum: 32768 } });
  expect((finding.values as { got: number }).got).toBeGreaterThan(40 * 1024);
});

test('counts the bytes that are known, up to 32 KiB', () => {
  const model = modelPlanOf();
  const token = new CfnParameter(newStack(), 'Token');
  const full = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`K${10 + i}`, 'b'.repeat(1021)]));
  const sizes = (environment: Record<string, string>) => found(environmentFindings({ ...model, environment: { ...full, ...environment } }));
  expect(sizes({ [token.valueAsString]: 'b', B: token.valueAsString })).toEqual([]);
  expect(sizes({ X: '' })).toEqual([{ id: 'environment-size', prop: 'environment', values: expect.objectContaining({ got: 32_769 }) }]);
});

test('does not repeat a value in an error, which may be a secret', () => {
  expect(() => newEndpoint(newStack(), { environment: { A: `secret${'x'.repeat(1024)}` } }))
    .toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret') }));
});

test('finds nothing at the limits, nor in an unresolved token', () => {
  expect(findingsIn({ ...entries(95), ['A'.repeat(1024)]: 'b'.repeat(1024) })).toEqual([]);
  expect(findingsIn({ A: new CfnParameter(newStack(), 'Value').valueAsString, B: new CfnParameter(newStack(), 'Object').value })).toEqual([]);
});
