import { Loading, loadedWeights } from '../../src/model/loaded-weights';
import { ModelStructure } from '../../src/model/model-structure';

const stored = { bytes: 16e9, exact: true, quantized: false, dataTypeBits: 16 };
const half: ModelStructure = { weights: stored, unquantizedParameters: 1e9 };
const full: ModelStructure = { weights: { ...stored, dataTypeBits: 32 } };

test.each<[string, ModelStructure, Partial<Loading>, object]>([
  ['have their size', half, {}, { bytes: 16e9 }],
  ['have their size if the data type is unknown', { weights: { ...stored, dataTypeBits: undefined } }, {}, { bytes: 16e9 }],
  ...['fp8', 'int8', 'bitsandbytes-8bit', 'EETQ'].map((quantization): [string, ModelStructure, object, object] => [
    `are quantized without embeddings and towers by ${quantization}`, half, { quantization }, { bytes: 9e9, bits: 8 },
  ]),
  ['with 4 bits, too', half, { quantization: 'bitsandbytes' }, { bytes: 5.5e9, bits: 4 }],
  ['are quantized after they are halved', full, { quantization: 'fp8' }, { bytes: 4e9, bits: 8 }],
  ['are not quantized if all of them are embeddings', { ...half, unquantizedParameters: 9e9 }, { quantization: 'fp8' }, { bytes: 16e9, bits: 8 }],
  ['without a method, are not', half, { quantization: 'none' }, { bytes: 16e9 }],
  ['of 32 bits are halved', full, {}, { bytes: 8e9, bits: 16 }],
  ['of 32 bits are halved for float16', full, { dataType: 'float16' }, { bytes: 8e9, bits: 16 }],
  ['of 32 bits are halved for a name that ends with float', full, { dataType: 'bfloat' }, { bytes: 8e9, bits: 16 }],
  ['of 32 bits are not halved by other servers', full, { halves: false }, { bytes: 16e9 }],
  ...['float', 'float32', 'fp32'].map((dataType): [string, ModelStructure, object, object] => [
    `of 32 bits are not halved for ${dataType}`, full, { dataType }, { bytes: 16e9 },
  ]),
  ['that are quantized remain so', { weights: { ...stored, quantized: true } }, { quantization: 'fp8' }, { bytes: 16e9 }],
])('%s', (_what, structure, loading, loaded) => {
  expect(loadedWeights(structure, { halves: true, ...loading })).toEqual(loaded);
});

/** The dimensions are rounded up to 512 and 128. */
const MXFP4: ModelStructure = {
  weights: { bytes: 1000, exact: true, quantized: true, method: 'mxfp4' },
  unquantizedParameters: 100,
  hiddenSize: 300,
  intermediateSize: 100,
  mixtureOfExperts: true,
};

test.each<[string, ModelStructure, number]>([
  ['padded', MXFP4, 200 + 800 * 512 * 128 / 300 / 100],
  ['padded, with all weights', { ...MXFP4, unquantizedParameters: undefined }, 1000 * 512 * 128 / 300 / 100],
  ['not padded, if no weights are left', { ...MXFP4, unquantizedParameters: 600 }, 1000],
  ['not padded by another method', { ...MXFP4, weights: { ...MXFP4.weights!, method: 'awq' } }, 1000],
  ['not padded without a method', { ...MXFP4, weights: { ...MXFP4.weights!, method: undefined } }, 1000],
  ['not padded without experts', { ...MXFP4, mixtureOfExperts: false }, 1000],
  ['not padded if one dimension is unknown', { ...MXFP4, hiddenSize: undefined }, 1000],
  ['not padded if the other dimension is unknown', { ...MXFP4, intermediateSize: undefined }, 1000],
])('experts are %s', (_what, structure, bytes) => {
  expect(loadedWeights(structure, { halves: true })!.bytes).toBeCloseTo(bytes, 6);
});

test('the experts of gpt-oss in MXFP4 are padded', () => {
  const weights = { ...MXFP4.weights!, bytes: 65.25e9 };
  const structure = { ...MXFP4, weights, unquantizedParameters: 1.16e9, hiddenSize: 2880, intermediateSize: 2880 };
  // what vLLM logs: https://github.com/vllm-project/vllm/issues/23278
  expect(loadedWeights(structure, { halves: true })!.bytes / 2 ** 30).toBeCloseTo(65.97, 0);
});

test('loaded weights are unknown without a size', () => {
  expect(loadedWeights({}, { halves: true })).toBeUndefined();
});
