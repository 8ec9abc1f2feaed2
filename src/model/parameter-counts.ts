import { MOST_LAYERS, unlessUnknown } from './config-expression';
import { ConfigFields, Factors, isObject } from './config-fields';

/** The parameters of a model, by what quantization does with them. */
export interface ParameterCounts {
  /** What quantization leaves at 16 bits: embeddings, the head, vision and audio towers. */
  readonly plain: number;

  /** The matrices of linear layers. */
  readonly linear: number;

  readonly experts: number;
}

const ALL: Factors = { '@P': 1, '@L': 1, '@X': 1 };
const LINEAR: Factors = { '@P': 0, '@L': 1, '@X': 0 };
const EXPERTS: Factors = { '@P': 0, '@L': 0, '@X': 1 };

/** Models with a small head on the model without one, which is counted: less than a hundredth of the parameters. */
const SMALL_HEAD = /For(SequenceClassification|TokenClassification|QuestionAnswering|MultipleChoice|ImageClassification)$/;

/** The language model in a model with towers. */
const TEXT_PARTS = ['thinker_config', 'text_config', 'llm_config'];

/** Counts the parameters of a model, by the class that its configuration has. Undefined if that is not known. */
export function countParameters(fields: ConfigFields, architecture: string | undefined): ParameterCounts | undefined {
  const model = modelOf(fields, architecture) ?? '';
  if (!hasLayers(fields)) {
    return undefined;
  }
  return unlessUnknown(() => {
    const all = fields.count(model, ALL);
    const linear = fields.count(model, LINEAR);
    const experts = fields.count(model, EXPERTS);
    const towers = Math.max(0, linear - linearOfText(fields, linear));
    return [all, linear, experts].every(count => Number.isFinite(count) && count >= 0) && all > 0
      ? { plain: all - linear - experts + towers, linear: linear - towers, experts } : undefined;
  });
}

/** Whether the numbers of layers in a configuration are possible. */
function hasLayers({ config }: ConfigFields): boolean {
  const numbers = [config, ...TEXT_PARTS.map(name => config[name]).filter(isObject)].map(part => part.num_hidden_layers);
  return numbers.every(count => count === undefined || (Number.isInteger(count) && Number(count) > 0 && Number(count) <= MOST_LAYERS));
}

/** The class of a model. Without a name in the configuration, it is the one that generates, or the one without a head. */
function modelOf({ type }: ConfigFields, architecture: string | undefined): string | undefined {
  const { models = {}, uses = {} } = type ?? {};
  if (architecture === undefined) {
    return Object.keys(models).find(name => name.endsWith('ForConditionalGeneration')) ?? uses.CausalLM ?? uses.Model;
  }
  // older checkpoints have other capitals, such as MPTForCausalLM
  const found = Object.keys(models).find(name => name.toLowerCase() === architecture.toLowerCase());
  return found ?? (SMALL_HEAD.test(architecture) ? uses.Model : undefined);
}

/** The matrices of the language model of a model with towers. */
function linearOfText(fields: ConfigFields, linear: number): number {
  const part = TEXT_PARTS.map(name => fields.part(name)).find(found => found !== undefined);
  if (!part || part.type === fields.type) {
    return linear;
  }
  const model = part.type?.uses?.Model;
  return model === undefined ? linear : linearOfText(part, part.count(model, LINEAR));
}
