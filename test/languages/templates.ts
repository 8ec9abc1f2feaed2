import { isDeepStrictEqual } from 'util';

/** The templates of an app, by stack. */
export type Templates = Record<string, any>;

/**
 * What keeps the templates of an app from being those of another, a line each: the path, and what either has there.
 *
 * Nothing is normalised. The examples have no assets, and the command line leaves its own metadata out.
 */
export function differences(expected: Templates, actual: Templates): string[] {
  return diff(expected, actual, '');
}

function diff(expected: any, actual: any, path: string): string[] {
  if (isDeepStrictEqual(expected, actual)) {
    return [];
  }
  if (!isObject(expected) || !isObject(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    return [`${path}: ${JSON.stringify(expected)} became ${JSON.stringify(actual)}`];
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap(key => diff(expected[key], actual[key], `${path}/${key}`));
}

function isObject(value: unknown): value is Record<string, any> {
  return typeof value === 'object' && value !== null;
}
