import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { addModel, newHost } from '../component/component-stack';
import { IMAGES } from '../images';
import { newStack, type } from '../util';

/** The warnings of a construct, without the fix. */
function warnings(stack: Stack, path: string): string[] {
  return Annotations.fromStack(stack).findWarning(path, Match.anyValue()).map(({ entry }) => /\[ack: huggingface-sagemaker:(.*)\]$/.exec(String(entry.data))![1]);
}

test('a component reports what concerns its model, and not again what its endpoint reports', () => {
  const stack = newStack();
  const host = newHost(stack, { instanceType: type('g5.3xlarge') });
  addModel(host, { container: IMAGES.VLLM, environment: { MAX_MODEL_LEN: '4096' } });
  expect(warnings(stack, '/Stack/Gpu')).toEqual(['instance-type-unknown']);
  expect(warnings(stack, '/Stack/Gpu/Chat')).toEqual(['variable-without-prefix']);
});

test('a component reports what concerns its accelerators', () => {
  const stack = newStack();
  addModel(newHost(stack), { container: IMAGES.VLLM, acceleratorCount: 2, server: undefined, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '1' } });
  expect(warnings(stack, '/Stack/Gpu/Chat')).toEqual(['idle-accelerators']);
});

test('a wrong prop is found once', () => {
  expect(() => newHost(newStack(), { maxInstanceCount: 'two' as unknown as number })).toThrow(/^Stack\/Gpu: 'maxInstanceCount' must be a number/);
  expect(() => addModel(newHost(newStack()), { copyCount: 'two' as unknown as number })).toThrow(/^Stack\/Gpu\/Chat: 'copyCount' must be a number/);
});
