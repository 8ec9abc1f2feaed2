import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { ServiceModel, Shape } from './service-model';

/** Tells what a service would refuse in a request; nothing where it would take it. */
export type RequestCheck = (operation: string, request: unknown) => string[];

/** The check of a service's requests, made of its model by way of JSON Schema. */
export function requestCheck(model: ServiceModel): RequestCheck {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, code: { regExp } });
  const $defs = Object.fromEntries(Object.entries(model.shapes).map(([name, shape]) => [name, () => schemaOf(shape)]));
  const validators = new Map<string, ValidateFunction>();
  return (operation, request) => {
    let validate = validators.get(operation);
    if (!validate) {
      validate = ajv.compile(withDefinitions(model.operations[operation].input.shape, $defs));
      validators.set(operation, validate);
    }
    return validate(request) ? [] : validate.errors!.filter(({ keyword }) => keyword !== 'propertyNames').map(error => `${operation}${describe(error)}`);
  };
}

/** The schema of a shape, with those of all shapes that it is made of. */
function withDefinitions(root: string, all: Record<string, () => object>): object {
  const $defs: Record<string, object> = {};
  const include = (name: string) => {
    if (!(name in $defs)) {
      $defs[name] = all[name]();
      [...JSON.stringify($defs[name]).matchAll(/"#\/\$defs\/(\w+)"/g)].forEach(([, part]) => include(part));
    }
  };
  include(root);
  return { ...reference({ shape: root }), $defs };
}

function schemaOf(shape: Shape): object {
  const { min: minimum, max: maximum } = shape;
  switch (shape.type) {
    case 'structure':
      return {
        type: 'object',
        properties: Object.fromEntries(Object.entries(shape.members!).map(([name, member]) => [name, reference(member)])),
        required: shape.required ?? [],
        additionalProperties: false,
      };
    case 'list':
      return { type: 'array', items: reference(shape.member!), ...limits({ minItems: minimum, maxItems: maximum }) };
    case 'map':
      return {
        type: 'object',
        propertyNames: reference(shape.key!),
        additionalProperties: reference(shape.value!),
        ...limits({ minProperties: minimum, maxProperties: maximum }),
      };
    case 'string':
      return { type: 'string', ...limits({ minLength: minimum, maxLength: maximum, pattern: shape.pattern, enum: shape.enum }) };
    case 'integer': case 'long':
      return { type: 'integer', ...limits({ minimum, maximum }) };
    case 'float': case 'double':
      return { type: 'number', ...limits({ minimum, maximum }) };
    case 'boolean':
      return { type: 'boolean' };
    case 'timestamp':
      return { type: ['string', 'number'] };
    case 'blob':
      return { type: 'string' };
    default:
      throw new Error(`a shape of type '${shape.type}' is not known here`);
  }
}

function reference({ shape }: { shape: string }): object {
  return { $ref: `#/$defs/${shape}` };
}

function limits(all: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(all).filter(([, limit]) => limit !== undefined));
}

/** AWS holds the whole text against a pattern, which is written for Java. */
const regExp = Object.assign((javaPattern: string): RegExp => {
  const pattern = javaPattern.replaceAll('\\p{Print}', '[\\x20-\\x7e]');
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch (error) {
    if (pattern.includes('\\p{')) {
      throw error; // without the flag, it would mean something else
    }
    return new RegExp(`^(?:${pattern})$`);
  }
}, { code: 'new RegExp' });

function describe({ instancePath: path, message, params, data }: ErrorObject): string {
  const detail = params.additionalProperty ?? params.allowedValues?.length;
  return `${path.replaceAll('/', '.')} ${message}${detail ? ` (${detail})` : ''}, got ${JSON.stringify(data)?.slice(0, 200)}`;
}
