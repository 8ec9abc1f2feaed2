import { newEndpoint, newStack } from '../../util';

const entries = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`KEY_${i}`, 'value']));

test.each<[string, Record<string, string>, string]>([
  ['too many entries', entries(97), "'environment' must have at most 100 entries together with those that the library sets, got 101"],
  ['a key that begins with a digit', { '1A': 'b' }, 'got "1A"'],
  ['an empty key', { '': 'b' }, 'got ""'],
  ['a key with a hyphen', { 'A-B': 'c' }, 'got "A-B"'],
  ['a key that is too long', { ['A'.repeat(1025)]: 'b' }, '… of 1025 characters'],
  ['a value that is too long', { A: 'b'.repeat(1025) }, "'environment.A' must have at most 1024 characters, got 1025"],
])('fails with %s', (_what, environment, message) => {
  expect(() => newEndpoint(newStack(), { environment })).toThrow(message);
});

test.each<[unknown, string]>([[undefined, 'undefined'], [null, 'null'], [1, 'a value of type number'], [{ secret: 1 }, 'a value of type object']])('names the variable whose value is %j', (value, got) => {
  expect(() => newEndpoint(newStack(), { environment: { A: value as string, B: 'b' } }))
    .toThrow(`Stack/Endpoint: 'environment.A' must be a text, got ${got}; give it a value, or leave it out`);
});

test('names a variable that a server reads, too', () => {
  for (const name of ['HF_TOKEN', 'HF_MODEL_ID', 'MAX_INPUT_LENGTH', 'SM_NUM_GPUS', 'HF_ENDPOINT', 'QUANTIZE', 'KV_CACHE_DTYPE', 'SM_VLLM_CPU_OFFLOAD_GB']) {
    expect(() => newEndpoint(newStack(), { environment: { [name]: undefined as unknown as string } })).toThrow(`'environment.${name}' must be a text, got undefined`);
  }
});

test('fails when all keys and values together are too large, in bytes', () => {
  const environment = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`KEY_${i}`, 'ä'.repeat(512)]));
  expect(() => newEndpoint(newStack(), { environment })).toThrow(/'environment' must have at most 32768 bytes in all keys and values together, got 41\d{3}/);
});

test('does not tell a value in an error, which may be a secret', () => {
  expect(() => newEndpoint(newStack(), { environment: { A: `secret${'x'.repeat(1024)}` } })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret') }));
});

test('passes at the limits', () => {
  expect(() => newEndpoint(newStack(), { environment: { ...entries(95), ['A'.repeat(1024)]: 'b'.repeat(1024) } })).not.toThrow();
});
