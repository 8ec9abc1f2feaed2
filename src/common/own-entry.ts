/** The entry of a table for a key that a user may have written: each object also has inherited members, such as `constructor`. */
export function ownEntry<T>(table: Readonly<Record<string, T>>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
