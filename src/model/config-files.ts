import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Config, isObject } from './config-fields';
import { withoutSecrets } from '../common/secrets';

/** The files with the size of the weights, in the order in which servers look for weights. */
const INDEXES = ['model.safetensors.index.json', 'pytorch_model.bin.index.json'];

/** A string, or a number that Python writes and JSON does not have: https://docs.python.org/3/library/json.html#infinite-and-nan-number-values */
const STRING_OR_NUMBER = /("(?:[^"\\]|\\.)*")|-?Infinity|NaN/g;

/** Reads a JSON file that contains an object. Numbers that are infinite or not a number are null. */
export function readJson(path: string): Config {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8').replace(STRING_OR_NUMBER, (_, string?: string) => string ?? 'null'));
  } catch (error) {
    throw new Error(withoutSecrets(`${path}: must be a JSON file, got: ${(error as Error).message}`));
  }
  if (!isObject(content)) {
    throw new Error(withoutSecrets(`${path}: must contain a JSON object, got ${JSON.stringify(content)}`));
  }
  return content;
}

/** The total size of the weights in a folder, in bytes, from their index. Undefined without an index. */
export function indexedBytes(folder: string): number | undefined {
  for (const path of INDEXES.map(name => join(folder, name)).filter(existsSync)) {
    const { metadata } = readJson(path);
    const bytes = isObject(metadata) && ['number', 'string'].includes(typeof metadata.total_size) ? Number(metadata.total_size) : NaN;
    if (bytes > 0 && Number.isFinite(bytes)) {
      return bytes;
    }
  }
  return undefined;
}

/**
 * How the weights are quantized, from `config.json` or from the file that NVIDIA ModelOpt wrote next to it. Undefined if they are not.
 *
 * @see https://github.com/NVIDIA/TensorRT-Model-Optimizer
 */
export function quantizationOf(config: Config, folder: string): Config | undefined {
  for (const part of [config, config.text_config].filter(isObject)) {
    // older versions of llm-compressor wrote compression_config
    const found = [part.quantization_config, part.compression_config].find(isObject);
    if (found) {
      return found;
    }
  }
  const path = join(folder, 'hf_quant_config.json');
  const { quantization } = existsSync(path) ? readJson(path) : {} as Config;
  return isObject(quantization) && quantization.quant_algo ? { quant_method: 'modelopt', ...quantization } : undefined;
}
