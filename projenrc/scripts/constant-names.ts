import { join } from 'path';
import { loadAssemblyFromPath, Property, Type } from '@jsii/spec';
import { toSnakeCase } from 'codemaker';

/** What a constant such as `SageMakerInstanceType.ML_G5_2XLARGE` is called in each language, where it is not called so. */
export const CONSTANT_SPELLINGS: Record<string, (constant: string, type: string) => string> = {
  python: constant => toSnakeCase(constant).toUpperCase(), // ML_G5_2_XLARGE
  java: constant => toSnakeCase(constant).toUpperCase(),
  go: (constant, type) => `${type}_${constant}`,
  csharp: constant => constant,
};

/**
 * Puts the constants of a text of a language into the spelling of jsii-pacmak, which makes the packages.
 *
 * jsii-rosetta and jsii-docgen, which make the examples and the reference, spell them otherwise.
 *
 * @param text what they wrote
 * @param language the language they wrote it in
 * @param written how they spell a constant
 */
export function spellConstants(text: string, language: string, written: (constant: string) => string = constant => constant): string {
  const names = new Map(constants().map(([constant, type]) => [written(constant), CONSTANT_SPELLINGS[language](constant, type)]));
  return text.replace(/\w+/g, word => names.get(word) ?? word);
}

let cache: Array<[constant: string, type: string]> | undefined;

function constants(): Array<[constant: string, type: string]> {
  const { types = {} } = cache ? {} : loadAssemblyFromPath(join(__dirname, '..', '..'), false, ['intersection-types', 'class-covariant-overrides']);
  return cache ??= Object.values(types).flatMap(type => constantsOf(type).map(({ name }): [string, string] => [name, type.name]));
}

function constantsOf(type: Type): Property[] {
  return ('properties' in type ? type.properties ?? [] : []).filter(property => property.static && property.const);
}
