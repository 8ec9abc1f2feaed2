import { ModelProfileProps } from '../../src';
import { StoredWeights } from '../../src/model/model-structure';
import { structureOfProps } from '../../src/model/props-structure';

const exact = (bytes: number, dataTypeBits?: number): StoredWeights =>
  ({ bytes, exact: true, quantized: dataTypeBits === undefined, ...dataTypeBits !== undefined && { dataTypeBits } });

test.each<[ModelProfileProps, StoredWeights | undefined]>([
  [{}, undefined],
  [{ bitsPerParameter: 8 }, undefined],
  [{ parameterCount: 10 }, exact(20, 16)],
  [{ parameterCount: 10, bitsPerParameter: 8 }, exact(10)],
  [{ parameterCount: 10, bitsPerParameter: 32 }, exact(40, 32)],
  [{ weightsBytes: 20 }, exact(20, 16)],
  [{ weightsBytes: 20, bitsPerParameter: 4 }, exact(20)],
  [{ weightsBytes: 40, parameterCount: 10, bitsPerParameter: 4 }, exact(40, 32)],
  [{ weightsBytes: 30, parameterCount: 10 }, exact(30, 16)], // 24 bits
  [{ weightsBytes: 31, parameterCount: 10 }, exact(31, 32)],
  [{ weightsBytes: 15, parameterCount: 10 }, exact(15, 16)], // 12 bits
  [{ weightsBytes: 14, parameterCount: 10 }, exact(14)],
])('the weights of %j', (props, expected) => {
  expect(structureOfProps(props).weights).toStrictEqual(expected);
});

const KNOWN = { layers: 2, attentionHeads: 8, headDimension: 4 };

test.each<[ModelProfileProps, object[] | undefined]>([
  [KNOWN, [{ kind: 'full', layers: 2, keyValueHeads: 8, values: 8 }]],
  [{ ...KNOWN, keyValueHeads: 4 }, [{ kind: 'full', layers: 2, keyValueHeads: 4, values: 8 }]],
  [{ ...KNOWN, layers: undefined }, undefined],
  [{ ...KNOWN, attentionHeads: undefined }, undefined],
  [{ ...KNOWN, headDimension: undefined }, undefined],
  [{ ...KNOWN, keyValueCacheBytesPerToken: 64 }, [{ kind: 'full', layers: 2, keyValueHeads: 8, values: 2 }]],
  [{ keyValueHeads: 8, keyValueCacheBytesPerToken: 64 }, [{ kind: 'full', layers: 1, keyValueHeads: 8, values: 4 }]],
  [{ layers: 2, keyValueCacheBytesPerToken: 64 }, [{ kind: 'latent', layers: 2, values: 16 }]],
  [{ keyValueCacheBytesPerToken: 64 }, [{ kind: 'latent', layers: 1, values: 32 }]],
])('the cache of %j', (props, expected) => {
  expect(structureOfProps(props).cache).toEqual(expected);
});

test('only what is known is in the structure', () => {
  expect(structureOfProps({})).toStrictEqual({});
  expect(structureOfProps({ parameterCount: 10, attentionHeads: 8, contextLength: 5 })).toStrictEqual({
    parameters: 10, weights: exact(20, 16), attentionHeads: 8, keyValueHeads: 8, contextLength: 5,
  });
  expect(structureOfProps({ attentionHeads: 8, keyValueHeads: 4 })).toStrictEqual({ attentionHeads: 8, keyValueHeads: 4 });
});
