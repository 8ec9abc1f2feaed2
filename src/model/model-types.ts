import { brotliDecompressSync } from 'zlib';
import { ModelType } from './config-fields';
import { MODEL_STRUCTURES } from './model-structures.generated';

let types: Readonly<Record<string, ModelType>> | undefined;

/**
 * What is known about the types of models, from the source of Transformers: the defaults of their configurations, and their parameters.
 *
 * @see https://pypi.org/project/transformers/
 */
export function modelTypes(): Readonly<Record<string, ModelType>> {
  types ??= JSON.parse(brotliDecompressSync(Buffer.from(MODEL_STRUCTURES, 'base64')).toString()) as Readonly<Record<string, ModelType>>;
  return types;
}

/** The type of a configuration: its `model_type` if that is known, or the type that has a model of this name. */
export function typeOfModel(modelType: unknown, architecture: string | undefined): string | undefined {
  const all = modelTypes();
  if (typeof modelType === 'string' && Object.hasOwn(all, modelType)) {
    return modelType;
  }
  return Object.keys(all).find(type => Object.hasOwn(all[type].models ?? {}, architecture ?? ''));
}
