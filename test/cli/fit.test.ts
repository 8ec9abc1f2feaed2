import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { main } from '../../src/cli/main';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fit-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const LLAMA_8B = {
  model_type: 'llama',
  vocab_size: 128256,
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 131072,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};

function written(config: object, index?: object): string {
  const directory = fs.mkdtempSync(path.join(folder, 'model-'));
  fs.writeFileSync(path.join(directory, 'config.json'), JSON.stringify(config));
  if (index) {
    fs.writeFileSync(path.join(directory, 'model.safetensors.index.json'), JSON.stringify(index));
  }
  return path.join(directory, 'config.json');
}

const CONFIG = written(LLAMA_8B);

function run(...args: string[]): { code: number; log: string; error: string } {
  const output = { log: '', error: '' };
  const code = main(['fit', '--config', CONFIG, ...args], { log: text => { output.log += text; }, error: text => { output.error += text; } });
  return { code, ...output };
}

function rows(...args: string[]): any[] {
  const { code, log, error } = run(...args, '--json');
  expect(error).toBe('');
  expect(code).toBe(0);
  return JSON.parse(log);
}

test('a row has what the model needs on each GPU, and what is left', () => {
  const [row] = rows('--instance', 'ml.g6e.12xlarge', '--context', '8192');
  expect(Object.keys(row)).toEqual([
    'instance', 'accelerators', 'tensorParallel', 'weightsGiB', 'reserveGiB', 'cacheTokens', 'longestContext', 'context', 'sequences',
  ]);
  expect(row).toMatchObject({ instance: 'ml.g6e.12xlarge', accelerators: '4 x L40S', tensorParallel: 4, weightsGiB: 3.74, longestContext: 131072, context: 8192 });
  expect(row.sequences).toBe(Math.floor(row.cacheTokens / 8192));
});

test('the smallest machine is the first, with one row per card and number of cards', () => {
  const found = rows('--context', '8192', '--concurrency', '3');
  expect(found[0]).toMatchObject({ instance: 'ml.g5.xlarge', accelerators: '1 x A10G' });
  // the two sizes of the A100 have the same name
  const cards = found.map(({ accelerators, weightsGiB, cacheTokens }) => `${accelerators} ${weightsGiB} ${cacheTokens}`);
  expect(new Set(cards).size).toBe(cards.length);
  expect(found.every(({ sequences }) => sequences >= 3)).toBe(true);
  const all = rows('--context', '8192', '--concurrency', '3', '--all').map(({ instance }) => instance);
  expect(all).toEqual(expect.arrayContaining(['ml.g6.xlarge', 'ml.g6.16xlarge', 'ml.g5.xlarge']));
  expect(all.length).toBeGreaterThan(found.length);
});

test('a T4 has 14.6 GiB, not 16', () => {
  expect(run('--instance', 'ml.g4dn.xlarge')).toMatchObject({
    code: 1, error: expect.stringMatching(/^fit: a sequence of 4096 tokens does not fit: on ml\.g4dn\.xlarge, 14\.96 GiB of weights and \d\.\d+ GiB of other data/),
  });
});

test('any other machine is described by the number and the memory of its GPUs', () => {
  const [row] = rows('--gpus', '2', '--gpu-memory', '23.58', '--context', '8192');
  expect(row).toMatchObject({ instance: null, accelerators: '2 x 23.58 GiB', tensorParallel: 2, weightsGiB: 7.48 });
});

test('a longer context needs more cache', () => {
  expect(run('--instance', 'ml.g5.xlarge', '--context', '131072').code).toBe(1);
  const [row] = rows('--instance', 'ml.g5.xlarge', '--context', '8192');
  expect(rows('--instance', 'ml.g5.xlarge', '--context', String(row.longestContext))[0].sequences).toBe(1);
  expect(run('--instance', 'ml.g5.xlarge', '--context', String(row.longestContext + 1)).code).toBe(1);
});

describe('the options of the server', () => {
  const tokens = (...args: string[]): number => rows('--instance', 'ml.g6e.12xlarge', ...args)[0].cacheTokens;

  test('change the memory of the cache', () => {
    const byDefault = tokens();
    expect(tokens('--gpu-memory-utilization', '0.5')).toBeLessThan(byDefault);
    expect(tokens('--tensor-parallel', '1')).toBeLessThan(byDefault / 3);
    expect(tokens('--kv-cache-dtype', 'fp8')).toBeGreaterThan(byDefault * 1.9);
    expect(tokens('--quantization', 'fp8')).toBeGreaterThan(byDefault);
    expect(tokens('--max-num-seqs', '8')).toBeGreaterThanOrEqual(byDefault);
    expect(tokens('--max-num-batched-tokens', '65536')).toBeLessThanOrEqual(byDefault);
  });

  test('include the server and its version', () => {
    expect(tokens('--server-version', '0.16.0')).toBeLessThan(tokens('--server-version', '0.31.0'));
    expect(tokens('--server', 'sglang')).not.toBe(tokens());
    expect(tokens('--server', 'tgi')).not.toBe(tokens());
  });
});

test.each(['nightly', '0.1x'])('the version %s is treated as the newest one', version => {
  const { code, log, error } = run('--instance', 'ml.g6e.12xlarge', '--server-version', version);
  expect({ code, error }).toEqual({ code: 0, error: `fit: --server-version '${version}' is not the number of a version, so the newest version is assumed` });
  expect(log).toBe(run('--instance', 'ml.g6e.12xlarge').log);
});

// the same values as in the check of the construct, which rejects the server option `quantization`
test.each<[string[], number]>([
  [['--quantization', 'bitsandbytes'], 2],
  [['--quantization', 'bitsandbytes', '--server-version', '0.29.0'], 2],
  [['--quantization', 'bitsandbytes', '--server-version', '0.20.2'], 0],
  [['--quantization', 'bitsandbytes', '--server-version', '0.3.0'], 0], // a version that was not read
  [['--quantization', 'bitsandbytes', '--server', 'tgi'], 0],
  [['--quantization', 'bitsandbytes', '--server', 'lmi'], 0],
])('a method must be one of the version: %j', (args, code) => {
  const { code: actual, error } = run('--instance', 'ml.g6e.12xlarge', ...args);
  expect(actual).toBe(code);
  expect(error).toMatch(code === 0 ? /^$/ : /--quantization must be one of .*fp8.* in vLLM \d+\.\d+\.\d+, got 'bitsandbytes'/);
});

test('GPUs that do not run the data type are omitted', () => {
  const quantized = written({ ...LLAMA_8B, quantization_config: { quant_method: 'fp8' } });
  const { code, error } = run('--config', quantized, '--instance', 'ml.g4dn.12xlarge', '--quantization', 'mxfp4');
  expect({ code, error }).toEqual({ code: 1, error: expect.stringContaining('ml.g4dn.12xlarge does not run the data type of the model') });
  expect(run('--config', quantized, '--instance', 'ml.g6.12xlarge').code).toBe(0);
});

test('what a server needs on AWS Neuron and on a CPU is unknown', () => {
  for (const [instance, accelerators] of [['ml.inf2.xlarge', '1 x Inferentia2'], ['ml.m5.4xlarge', null]]) {
    const { code, log, error } = run('--instance', instance!, '--json');
    expect(JSON.parse(log)).toEqual([{
      instance,
      accelerators,
      weightsGiB: 14.96,
      context: 4096,
      tensorParallel: null,
      reserveGiB: null,
      cacheTokens: null,
      longestContext: null,
      sequences: null,
    }]);
    expect({ code, error }).toEqual({ code: 0, error: 'fit: the memory that a server needs on AWS Neuron or on a CPU is unknown, so only the size of the weights is compared' });
  }
  expect(run('--instance', 'ml.m5.large').code).toBe(1);
});

test('of a model without a known cache, weights and reserve are compared', () => {
  const config = written({}, { metadata: { total_size: 20 * 2 ** 30 } });
  expect(rows('--config', config).map(({ instance }) => instance)).not.toContain('ml.g5.xlarge');
  expect(rows('--config', config)[0]).toMatchObject({ weightsGiB: 20, cacheTokens: null, longestContext: null, sequences: null });
});

describe('prices', () => {
  const product = (instance: string, price: string, attributes: object = {}) => JSON.stringify({
    product: { attributes: { instanceName: instance, component: 'Hosting', regionCode: 'eu-west-1', ...attributes } },
    terms: { OnDemand: { A: { priceDimensions: { B: { unit: 'Hrs', pricePerUnit: { USD: price } } } } } },
  });
  const file = (name: string, content: unknown) => {
    fs.writeFileSync(path.join(folder, name), JSON.stringify(content));
    return path.join(folder, name);
  };

  test('sort the instance types, and add the cost per hour and month', () => {
    const prices = file('prices.json', {
      FormatVersion: 'aws_v1',
      PriceList: [
        product('ml.g6e.xlarge', '2.61'), product('ml.g5.xlarge', '1.57'), product('ml.g5.2xlarge', '1.69'), product('ml.g5.xlarge', '0.10', { component: 'Training' }),
      ],
    });
    const found = rows('--prices', prices);
    expect(found.slice(0, 2)).toMatchObject([
      { instance: 'ml.g5.xlarge', pricePerHour: 1.57, pricePerMonth: 1146.1 }, { instance: 'ml.g6e.xlarge', pricePerHour: 2.61, pricePerMonth: 1905.3 },
    ]);
    expect(found[2]).toMatchObject({ pricePerHour: null, pricePerMonth: null });
    expect(run().log).not.toMatch(/price/i);
  });

  test.each([
    [{ component: 'Hosting' }, true], [{ component: 'Training' }, false], [{ component: undefined, platoinstancetype: 'Hosting' }, true],
    [{ component: undefined, usagetype: 'EUW1-Host:ml.g5.xlarge' }, true], [{ component: undefined, usagetype: 'EUW1-Train:ml.g5.xlarge' }, false],
    [{ component: undefined }, true], [{ component: undefined, instanceName: undefined, instanceType: 'ml.g5.xlarge-Hosting' }, true],
  ])('with the attributes %j are those of an endpoint: %s', (attributes, isPrice) => {
    const prices = file('attributes.json', { PriceList: [product('ml.g6.xlarge', '9'), product('ml.g5.xlarge', '1', attributes)] });
    expect(rows('--prices', prices)[0].pricePerHour).toBe(isPrice ? 1 : 9);
  });

  test.each([
    ['of several regions', [product('ml.g5.xlarge', '1'), product('ml.g5.xlarge', '2', { regionCode: 'us-east-1' })], '--prices must contain the prices of one region, got eu-west-1, us-east-1'],
    ['of no instance type', [], "--prices must be a file with the output of 'aws pricing get-products --service-code AmazonSageMaker'"],
  ])('%s are rejected', (_what, list, message) => {
    expect(run('--prices', file('rejected.json', { PriceList: list }))).toMatchObject({ code: 2, error: expect.stringContaining(message) });
  });

  test('must be a file', () => {
    expect(run('--prices', '/missing.json')).toMatchObject({ code: 2, error: expect.stringContaining('got: ENOENT') });
  });
});

test.each<[string[], string]>([
  [['--context', '131073'], "--context must be at most 131072, the maximum context length of the model, got '131073'"],
  [['--context', '0.5'], "--context must be an integer of at least 1, got '0.5'"],
  [['--concurrency', '1.5'], "--concurrency must be an integer of at least 1, got '1.5'"],
  [['--gpus', '2'], '--gpus and --gpu-memory must be set together'],
  [['--gpus', '2', '--gpu-memory', '24', '--instance', 'ml.g5.xlarge'], '--instance must not be set together with --gpus'],
  [['--gpu-memory-utilization', '1.1'], "--gpu-memory-utilization must be at most 1, got '1.1'"],
  [['--tensor-parallel', '3'], "--tensor-parallel must divide the 32 attention heads and suit the 8 key-value heads of the model, got '3'"],
  [['--kv-cache-dtype', 'int2'], "--kv-cache-dtype must be auto, float16, bfloat16 or fp8, got 'int2'"],
  [['--server', 'tei'], "--server must be one of vllm, sglang, tgi, lmi, got 'tei'"],
])('%j is rejected', (args, message) => {
  expect(run(...args)).toEqual({ code: 2, log: '', error: `fit: ${message}` });
});

test('is printed as a table', () => {
  const { log } = run('--instance', 'ml.g5.xlarge', '--context', '8192');
  expect(log.split('\n')[0].split(/ +/)).toEqual([
    'instance', 'accelerators', 'tensorParallel', 'weightsGiB', 'reserveGiB', 'cacheTokens', 'longestContext', 'context', 'sequences',
  ]);
});
