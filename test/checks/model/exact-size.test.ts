import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ModelProfile, ModelServer } from '../../../src';
import { memoryFindings } from '../../../src/checks/model/memory';
import { models } from '../../facts/model-sizes.json';
import { IMAGES } from '../../images';
import { found, planOf, type } from '../../util';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'exact-')); });
afterEach(() => rmSync(folder, { recursive: true }));

/** The profile of a model with the index of its weights. */
function indexed(name: string, bytes: number): ModelProfile {
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ ...models.find(model => model.name === name)!.config, torch_dtype: 'bfloat16' }));
  writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify({ metadata: { total_size: bytes } }));
  return ModelProfile.fromConfigJson(config);
}

function ids(props: Parameters<typeof planOf>[0]): string[] {
  const { models: [model], shares: [share] } = planOf({ container: IMAGES.VLLM, ...props });
  return found(memoryFindings(model, share)).map(({ id }) => id);
}

test('an exact size is not divided by the bits of an estimate', () => {
  expect(ids({ instanceType: type('g5.2xlarge'), modelProfile: indexed('ERNIE-4.5-21B-A3B', 43_650_800_000) })).toContain('model-too-large');
});

test('a server quantizes weights with 16 bits, so their size is not an error', () => {
  const modelProfile = indexed('StarCoder2-15B', 31_311_798_272);
  expect(ids({ instanceType: type('g6.2xlarge'), modelProfile })).toContain('model-too-large');
  expect(ids({ instanceType: type('g6.2xlarge'), modelProfile, server: ModelServer.vllm({ quantization: 'fp8' }) })).not.toContain('model-too-large');
});
