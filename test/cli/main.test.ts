import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { DeepLearningContainerImage, SageMakerInstanceType } from '../../src';
import { main } from '../../src/cli/main';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const CONFIG = path.join(folder, 'config.json');
fs.writeFileSync(CONFIG, JSON.stringify({
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
}));

function run(...args: string[]): { code: number; log: string; error: string } {
  const written = { log: '', error: '' };
  const code = main(args, { log: text => { written.log += text; }, error: text => { written.error += text; } });
  return { code, ...written };
}

function rows(...args: string[]): any[] {
  const { code, log } = run(...args, '--json');
  expect(code).toBe(0);
  return JSON.parse(log);
}

test('lists every image and every instance type that has a constant', () => {
  expect(rows('images')).toHaveLength(Object.keys(DeepLearningContainerImage).filter(name => /^[A-Z]/.test(name)).length);
  expect(rows('instances')).toHaveLength(Object.keys(SageMakerInstanceType).filter(name => name.startsWith('ML_')).length);
});

test('lists the images of a server in a region', () => {
  const found = rows('images', '--server', 'tei', '--region', 'eu-west-1');
  expect(found).toContainEqual({
    image: 'tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04',
    server: 'tei',
    version: '1.8.2',
    accelerator: 'gpu',
    cuda: '12.2',
    constant: 'TEI_2_0_1_TEI1_8_2_GPU_PY310_CU122_UBUNTU22_04',
  });
  expect(new Set(found.map(({ server }) => server))).toEqual(new Set(['tei']));
});

test('the exit code is 1 if nothing is found', () => {
  expect(run('images', '--server', 'tei', '--region', 'mx-central-1')).toMatchObject({ code: 1, error: '' });
  expect(run('instances', '--gpu', '--min-memory', '99999').code).toBe(1);
});

test('lists the instance types with a GPU of that much memory', () => {
  const found = rows('instances', '--gpu', '--min-memory', '40');
  expect(found).toContainEqual({
    instance: 'ml.g6e.xlarge',
    vcpus: 4,
    memoryGiB: 32,
    architecture: 'x86_64',
    accelerator: 'L40S',
    count: 1,
    acceleratorMemoryGiB: 44.7,
    nvme: true,
    constant: 'ML_G6E_XLARGE',
  });
  expect(Math.min(...found.map(({ acceleratorMemoryGiB }) => acceleratorMemoryGiB))).toBeGreaterThanOrEqual(40);
});

test('lists the instance types with AWS Neuron, and those without an accelerator by the memory of the instance', () => {
  expect(new Set(rows('instances', '--neuron').map(({ accelerator }) => accelerator)))
    .toEqual(new Set(['Inferentia', 'Inferentia2', 'Trainium', 'Trainium2']));
  expect(rows('instances', '--min-memory', '500').map(({ instance }) => instance)).toContain('ml.r5.24xlarge');
});

test.each<[string[], string]>([
  [[], 'Usage: cdk-huggingface-sagemaker <command> [options]'],
  [['lists'], "unknown command 'lists', must be one of images, instances, fit"],
  [['constructor'], "unknown command 'constructor'"],
  [['images', '--server', 'triton'], "images: --server must be one of vllm, vllm-omni, sglang, tgi, tei, llama-cpp, lmi, inference-toolkit, got 'triton'"],
  [['images', '--unknown'], "images: Unknown option '--unknown'"],
  [['instances', '--min-memory', 'much'], "instances: --min-memory must be a number greater than 0, got 'much'"],
  [['fit'], 'fit: --config must be the path of the config.json of the model'],
  [['fit', '--config', '/missing'], 'fit: /missing: must be a JSON file'],
  [['fit', '--config', CONFIG, '--instance', 'ml.unknown'], 'fit: --instance must be an instance type with known accelerators, such as ml.g6e.12xlarge'],
  [['fit', '--config', CONFIG, '--context', '0'], "fit: --context must be a number greater than 0, got '0'"],
])('fails with %j', (args, message) => {
  const { code, error, log } = run(...args);
  expect({ code, log }).toEqual({ code: 2, log: '' });
  expect(error).toContain(message);
});

test('fails with a configuration without a size', () => {
  const config = path.join(folder, 'empty.json');
  fs.writeFileSync(config, '{}');
  expect(run('fit', '--config', config).error).toContain('does not contain the size of the model');
});

test.each([[['--help']], [['help']], [['fit', '--help']], [['images', '-h']]])('helps with %j', args => {
  expect(run(...args)).toMatchObject({ code: 0, error: '', log: expect.stringMatching(/^Usage: cdk-huggingface-sagemaker/) });
});

test('is a command of the package', () => {
  const { bin } = jest.requireActual('../../package.json');
  const file = path.join(__dirname, '..', '..', bin['cdk-huggingface-sagemaker']);
  expect(JSON.parse(execFileSync(process.execPath, [file, 'images', '--server', 'vllm-omni', '--json'], { encoding: 'utf8' })).length).toBeGreaterThan(0);
  expect(spawnSync(process.execPath, [file, 'nonsense']).status).toBe(2);
});
