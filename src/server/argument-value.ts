import { Token } from 'aws-cdk-lib/core';
import { isBelow } from './argument-minimum';
import { parsedJson } from './json-value';
import { ServerArgument } from './server-argument';

const INTEGER = /^[+-]?\d+(_\d+)*$/; // https://docs.python.org/3/library/functions.html#int
const AMOUNT = /^(-?\d+|\d+(\.\d+)?[kmgt]|\d+[KMGT])$/; // https://github.com/vllm-project/vllm/blob/main/vllm/utils/argparse_utils.py
const NUMBER = /^[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|inf|infinity|nan)$/i; // https://docs.python.org/3/library/functions.html#float

/**
 * Whether a server can read a value of an argument, as far as that is known. An empty value and `None` mean that no value is set:
 * https://github.com/vllm-project/vllm/blob/main/vllm/engine/arg_utils.py
 */
export function isAllowed({ form, values, caseless, minimum = -Infinity }: ServerArgument, text: string): boolean {
  const value = text.trim();
  if (Token.isUnresolved(text) || value === '' || value === 'None') {
    return true;
  }
  if (isBelow(minimum, value)) {
    return false;
  }
  const isListed = (word: string): boolean => !values || values.includes(caseless ? word.toLowerCase() : word);
  switch (form) {
    case 'flag':
    case 'boolean':
      return /^(true|false)$/i.test(value); // the start scripts make the flag, or nothing, of it
    case 'integer':
      return INTEGER.test(value) && isListed(String(Number(value.replace(/_/g, ''))));
    case 'amount':
      return AMOUNT.test(value) || value.toLowerCase() === 'auto';
    case 'number':
      return NUMBER.test(value);
    case 'json':
      return isJson(value);
    case 'list':
      return wordsOf(value).every(isListed);
    default:
      return isListed(value);
  }
}

/** Some start scripts make several words of a JSON list, others of what has spaces in it. */
function wordsOf(value: string): string[] {
  const parsed = parsedJson(value);
  return Array.isArray(parsed) ? parsed.map(String) : value.split(/\s+/);
}

/** vLLM reads whole numbers with a unit in JSON too, and Python reads NaN and Infinity. Quotes around all of it are for a start script. */
function isJson(value: string): boolean {
  const bare = value.replace(/^'(.*)'$/s, '$1');
  return parsedJson(bare.replace(/\b(\d+[kmgt]|NaN|Infinity)\b/gi, '1')) !== undefined;
}
