import { isKnown } from '../common/known';

/** Whether an id or a path says that weights are in GGUF format: `unsloth/Qwen3-8B-GGUF`, `/opt/ml/model/model-q4_k_m.gguf`. */
export function isGguf(modelId: string): boolean {
  return isKnown(modelId) && /gguf/i.test(modelId);
}
