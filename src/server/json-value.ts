import { Token, Tokenization } from 'aws-cdk-lib/core';

/** A character that no value has, around an unresolved token that stands for a number. */
const MARK = '\u0001';

/** A value as JSON on one line, in which unresolved tokens stay what they are. Undefined if JSON cannot express the value. */
export function renderJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, replaceToken)?.replace(/"\\u0001(.*?)\\u0001"/g, '$1');
  } catch {
    return undefined;
  }
}

/** The object has the token itself; `member` is what its `toJSON` returns. */
function replaceToken(this: Record<string, unknown>, key: string, member: unknown): unknown {
  if (typeof member === 'function' || typeof member === 'symbol') {
    throw new TypeError(typeof member); // JSON would leave it out
  }
  const original = this[key];
  if (typeof original === 'number' && Token.isUnresolved(original)) {
    return MARK + Tokenization.stringifyNumber(original) + MARK;
  }
  return Token.isUnresolved(original) ? Token.asString(original) : member;
}

/** Whether a string is an object or a list in JSON. */
export function isJsonStructure(text: string): boolean {
  return /^\s*[[{]/.test(text) && parsedJson(text) !== undefined;
}

/** The value of JSON. Undefined if the string is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
