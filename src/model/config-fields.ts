import { evaluate, parseExpression, Scope, UnknownValue, Value } from './config-expression';
import { layerTypes } from './layer-types';
import { ownEntry } from '../common/own-entry';

/** The object of a configuration file. The names of its fields depend on the architecture of the model. */
export type Config = Readonly<Record<string, unknown>>;

/** A configuration in a configuration. */
export interface SubConfig {
  /** The type of the model, unless the configuration has one. */
  readonly type: string;

  /** Whether the type is this one, whatever the configuration has. */
  readonly fixed?: boolean;

  /** Whether there is none if the file has none. */
  readonly optional?: boolean;

  /** The fields of a configuration that the file does not have, as expressions. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/** What is known about a type of models. All values are expressions. */
export interface ModelType {
  /** The defaults of fields. */
  readonly defaults?: Readonly<Record<string, string>>;

  /** Fields that are calculated from what the file has: `$name` is a field of the file. */
  readonly calculated?: Readonly<Record<string, string>>;

  /** Other names of fields. */
  readonly aliases?: Readonly<Record<string, string>>;

  readonly subs?: Readonly<Record<string, SubConfig>>;

  /** The models for each use, such as `Model` without a head. */
  readonly uses?: Readonly<Record<string, string>>;

  /** The parameters of each model. */
  readonly models?: Readonly<Record<string, string>>;
}

/**
 * Which parameters are counted, as factors of 0 or 1: embeddings, convolutions and the layers at the end (@P), the matrices of linear
 * layers (@L), and experts (@X).
 */
export type Factors = Readonly<Record<'@P' | '@L' | '@X', number>>;

/** Fields with the types of layers. */
const LAYER_NAMES = ['layer_types', 'layers_block_type'];

/** The fields of a configuration, with the defaults of its class. */
export class ConfigFields {
  public readonly type?: ModelType;
  private readonly calculated = new Map<string, Value>();
  private readonly parts = new Map<string, ConfigFields | undefined>();

  constructor(public readonly config: Config, private readonly types: Readonly<Record<string, ModelType>>, public readonly typeName?: string) {
    this.type = ownEntry(types, typeName);
  }

  /** The value of a field by its path; null if it has none. Throws {@link UnknownValue} if it depends on what is not known. */
  public get(path: string): Value {
    const dot = path.indexOf('.');
    if (dot > 0 && !path.startsWith('$')) {
      return this.part(path.slice(0, dot))?.get(path.slice(dot + 1)) ?? null;
    }
    const name = this.type?.aliases?.[path] ?? path;
    const text = this.type?.calculated?.[name];
    if (text === undefined) {
      return this.given(name.replace(/^\$/, ''));
    }
    if (!this.calculated.has(name)) {
      this.calculated.set(name, evaluate(parseExpression(text), this.scope()));
    }
    return this.calculated.get(name)!;
  }

  /** A configuration in this one. */
  public part(name: string): ConfigFields | undefined {
    if (!this.parts.has(name)) {
      this.parts.set(name, this.createPart(name));
    }
    return this.parts.get(name);
  }

  /** The number of parameters of a model, by the name of its class. */
  public count(model: string, factors: Factors): number {
    const text = this.type?.models?.[model];
    if (text === undefined) {
      throw new UnknownValue();
    }
    const value = evaluate(parseExpression(text), this.scope(factors), factors);
    if (typeof value !== 'number') {
      throw new UnknownValue();
    }
    return value;
  }

  private scope(factors: Factors = { '@P': 0, '@L': 0, '@X': 0 }): Scope {
    return {
      field: path => this.get(path),
      model: (path, use) => {
        const fields = path === '.' ? this : path.split('.').reduce<ConfigFields | undefined>((outer, name) => outer?.part(name), this);
        return fields?.count(fields.type?.uses?.[use] ?? '', factors) ?? 0;
      },
    };
  }

  private given(name: string): Value {
    const names = [name, ...Object.entries(this.type?.aliases ?? {}).filter(([, original]) => original === name).map(([alias]) => alias)];
    const found = names.find(each => Object.hasOwn(this.config, each));
    const layers = LAYER_NAMES.includes(name) ? layerTypes(this.config, found) : undefined;
    if (layers ?? found) {
      return layers ?? this.config[found!] as Value;
    }
    if (name === 'num_labels') {
      return isObject(this.config.id2label) ? Object.keys(this.config.id2label).length : 2;
    }
    const text = this.type?.defaults?.[name];
    return text === undefined ? null : evaluate(parseExpression(text), this.scope());
  }

  private createPart(name: string): ConfigFields | undefined {
    const spec = this.type?.subs?.[name];
    const found = this.config[name];
    // older configurations have the fields of the language model at the top
    const given = isObject(found) ? found : spec && name === 'text_config' && Object.hasOwn(this.config, 'hidden_size') ? this.config : undefined;
    if (given === undefined && (!spec || spec.optional)) {
      return undefined;
    }
    const own = isObject(found) && typeof found.model_type === 'string' ? found.model_type : undefined;
    const type = spec?.fixed ? spec.type : own ?? spec?.type;
    const defaults = () => Object.fromEntries(Object.entries(spec!.defaults ?? {})
      .map(([key, text]): [string, unknown] => [key, evaluate(parseExpression(text), this.scope())]));
    return new ConfigFields(given ?? defaults(), this.types, type);
  }
}

export function isObject(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
