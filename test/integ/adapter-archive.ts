import { execFileSync } from 'child_process';
import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** The shape of Qwen/Qwen3-0.6B: https://huggingface.co/Qwen/Qwen3-0.6B/blob/main/config.json */
const LAYERS = 28;
const HIDDEN = 1024;
const QUERIES = 16 * 128;

const BYTES = 2;

/** Writes an archive with a LoRA adapter whose weights are 0, so that the model responds as it does without the adapter. */
export function adapterArchive(rank: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'adapter-'));
  writeFileSync(join(folder, 'adapter_config.json'), JSON.stringify({
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: 'Qwen/Qwen3-0.6B',
    r: rank,
    lora_alpha: rank,
    lora_dropout: 0,
    bias: 'none',
    target_modules: ['q_proj'],
  }));
  writeFileSync(join(folder, 'adapter_model.safetensors'), zeros(rank));
  execFileSync('tar', ['-czf', 'adapter.tar.gz', 'adapter_config.json', 'adapter_model.safetensors'], { cwd: folder });
  return join(folder, 'adapter.tar.gz');
}

/** The names, shapes and places of the weights, and the weights: https://huggingface.co/docs/safetensors/index#format */
function zeros(rank: number): Buffer {
  let end = 0;
  const place = (shape: readonly number[]) => {
    const start = end;
    end += shape.reduce((product, length) => product * length, BYTES);
    return { dtype: 'F16', shape, data_offsets: [start, end] };
  };
  const tensors = Object.fromEntries(Array.from({ length: LAYERS }, (_, layer) => `base_model.model.model.layers.${layer}.self_attn.q_proj`).flatMap(name => [
    [`${name}.lora_A.weight`, place([rank, HIDDEN])], [`${name}.lora_B.weight`, place([QUERIES, rank])],
  ]));
  const header = Buffer.from(JSON.stringify(tensors));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(end)]);
}
