/**
 * An expression of the fields of a configuration: a number, a string, the path of a field, or an operator with its operands. Its text is in prefix
 * notation, `+ * 2 hidden_size 1`, as `npx projen update-data` derives it from the source of Transformers.
 */
export type Expression =
  | { readonly constant: Value }
  | { readonly field: string }
  | { readonly operator: string; readonly operands: readonly Expression[] };

/** A value in a configuration: of a field, or of an expression. */
export type Value = number | string | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** What an expression is calculated from. */
export interface Scope {
  /** The value of a field by its path. */
  field(path: string): Value;

  /** The parameters of another model, which the type of the configuration at a path decides. */
  model(path: string, use: string): number;
}

/** The values of variables, by their names. */
type Variables = Readonly<Record<string, number>>;

const OPERANDS: Readonly<Record<string, number>> = {
  'NONE': 0,
  'SKIP': 0,
  'UNKNOWN': 0,
  'NOT': 1,
  'LEN': 1,
  'INT': 1,
  'CEIL': 1,
  'ROUND': 1,
  'TOTAL': 1,
  'PRODUCT': 1,
  'MAXIMUM': 1,
  'MINIMUM': 1,
  'ISLIST': 1,
  'ISNUMBER': 1,
  'ISSTRING': 1,
  'ISOBJECT': 1,
  'ONE': 1,
  'LOWER': 1,
  '+': 2,
  '-': 2,
  '*': 2,
  '/': 2,
  '//': 2,
  '%': 2,
  '^': 2,
  '==': 2,
  '<': 2,
  '<=': 2,
  'MAX': 2,
  'MIN': 2,
  'IN': 2,
  'CAT': 2,
  'AT': 2,
  'INDEX': 2,
  'COUNT': 2,
  'SPLIT': 2,
  'STARTSWITH': 2,
  'ENDSWITH': 2,
  'VOLUME': 2,
  'MODEL': 2,
  '?': 3,
  'SUM': 3,
  'EACH': 3,
  'SLICE': 3,
};

const CONSTANTS: Readonly<Record<string, Value>> = { true: true, false: false, null: null };

/** A value that depends on what is not known. */
export class UnknownValue extends Error {}

/** What a function calculates, or undefined if it depends on what is not known. */
export function unlessUnknown<T>(valueOf: () => T): T | undefined {
  try {
    return valueOf();
  } catch (error) {
    if (error instanceof UnknownValue) {
      return undefined;
    }
    throw error;
  }
}

/** No model has as many layers. */
export const MOST_LAYERS = 10_000;

/** What a list has instead of an item that is left out. */
const SKIPPED = Symbol();

/** Parses the text of an expression. */
export function parseExpression(text: string): Expression {
  const words = text.split(' ');
  let next = 0;
  const parse = (): Expression => {
    const word = words[next++];
    if (Object.hasOwn(OPERANDS, word)) {
      return { operator: word, operands: Array.from({ length: OPERANDS[word] }, parse) };
    }
    if (word.startsWith('\'')) {
      return { constant: word.slice(1) };
    }
    return Object.hasOwn(CONSTANTS, word) ? { constant: CONSTANTS[word] } : /^-?[\d.]/.test(word) ? { constant: Number(word) } : { field: word };
  };
  return parse();
}

/** Calculates an expression. Throws {@link UnknownValue} if it depends on what is not known. */
export function evaluate(expression: Expression, scope: Scope, variables: Variables = {}): Value {
  if ('constant' in expression) {
    return expression.constant;
  }
  if ('field' in expression) {
    return expression.field.startsWith('@') ? variables[expression.field] : scope.field(expression.field);
  }
  const { operator, operands } = expression;
  const at = (index: number) => evaluate(operands[index], scope, variables);
  if (operator === '?') {
    return at(isTrue(at(0)) ? 1 : 2);
  }
  if (operator === 'SUM' || operator === 'EACH') {
    const items = repeat(operands, scope, variables);
    return operator === 'EACH' ? items : items.reduce<number>((sum, item) => sum + number(item), 0);
  }
  if (operator === 'MODEL') {
    return scope.model(String(at(0)), String(at(1)));
  }
  return calculate(operator, operands.map((_, index) => at(index)));
}

function repeat([variable, count, body]: readonly Expression[], scope: Scope, variables: Variables): Value[] {
  const length = number(evaluate(count, scope, variables));
  const name = (variable as { field: string }).field;
  if (!Number.isInteger(length) || length > MOST_LAYERS) {
    throw new UnknownValue();
  }
  const items = Array.from({ length }, (_, index) => evaluate(body, scope, { ...variables, [name]: index }));
  return items.filter(item => (item as unknown) !== SKIPPED);
}

function calculate(operator: string, [left, right, third]: readonly Value[]): Value {
  switch (operator) {
    case 'NONE': return [];
    case 'SKIP': return SKIPPED as unknown as Value;
    case 'ONE': return (left as unknown) === SKIPPED ? [] : [left];
    case 'NOT': return !isTrue(left);
    case '==': return isSame(left, right);
    case '+': return number(left) + number(right);
    case '-': return number(left) - number(right);
    case '*': return Array.isArray(right) ? repeated(right as Value[], number(left)) : number(left) * number(right);
    case '/': return number(left) / number(right);
    case '//': return Math.floor(number(left) / number(right));
    case '%': return number(left) - Math.floor(number(left) / number(right)) * number(right);
    case '^': return number(left) ** number(right);
    case '<': return number(left) < number(right);
    case '<=': return number(left) <= number(right);
    case 'MAX': return Math.max(number(left), number(right));
    case 'MIN': return Math.min(number(left), number(right));
    case 'INT': return Math.trunc(number(left));
    case 'CEIL': return Math.ceil(number(left));
    case 'ROUND': return Math.round(number(left));
    case 'LEN': return typeof left === 'object' && left !== null ? Object.keys(left).length : list(left).length;
    case 'TOTAL': return list(left).reduce<number>((sum, item) => sum + number(item), 0);
    case 'PRODUCT': return list(left).reduce<number>((product, item) => product * number(item), 1);
    case 'MAXIMUM': return Math.max(...list(left).map(number));
    case 'MINIMUM': return Math.min(...list(left).map(number));
    case 'ISLIST': return Array.isArray(left);
    case 'ISNUMBER': return typeof left === 'number';
    case 'ISSTRING': return typeof left === 'string';
    case 'ISOBJECT': return typeof left === 'object' && left !== null && !Array.isArray(left);
    case 'IN': return typeof right === 'string' ? right.includes(string(left)) : list(right).includes(left);
    case 'CAT': return [...list(left), ...list(right)];
    case 'AT': return itemOf(left, right);
    case 'INDEX': return list(left).indexOf(right);
    case 'COUNT': return list(left).filter(each => each === right).length;
    case 'SPLIT': return string(left).split(string(right));
    case 'LOWER': return string(left).toLowerCase();
    case 'STARTSWITH': return string(left).startsWith(string(right));
    case 'ENDSWITH': return string(left).endsWith(string(right));
    case 'VOLUME': return Array.isArray(left) ? calculate('PRODUCT', [left]) : number(left) ** number(right);
    case 'SLICE': return list(left).slice(number(right), third === null ? undefined : number(third));
    default: throw new UnknownValue();
  }
}

/** Whether two values are equal, where Python counts true as 1. */
function isSame(left: Value, right: Value): boolean {
  const isBoolean = typeof left === 'boolean' || typeof right === 'boolean';
  return isBoolean ? Number(left ?? NaN) === Number(right ?? NaN) : left === right;
}

/** Whether Python considers a value true. */
export function isTrue(value: Value): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function number(value: Value): number {
  if (typeof value === 'boolean' || Number.isFinite(value)) {
    return Number(value);
  }
  throw new UnknownValue();
}

function repeated(items: readonly Value[], times: number): Value[] {
  if (items.length * times > MOST_LAYERS) {
    throw new UnknownValue();
  }
  return Array.from({ length: times }, () => items).flat();
}

function string(value: Value): string {
  if (typeof value !== 'string') {
    throw new UnknownValue();
  }
  return value;
}

function list(value: Value): readonly Value[] {
  if (!Array.isArray(value)) {
    throw new UnknownValue();
  }
  return value as readonly Value[];
}

function itemOf(container: Value, key: Value): Value {
  if (!Array.isArray(container) && typeof container === 'object' && container !== null && typeof key === 'string') {
    return (container as Record<string, Value>)[key] ?? null;
  }
  const found = list(container).at(number(key));
  if (found === undefined) {
    throw new UnknownValue();
  }
  return found;
}
