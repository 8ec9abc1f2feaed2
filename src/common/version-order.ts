/** Compares versions numerically: `1.9` is lower than `1.13`, and `2.4` is lower than `2.4.1`. */
export function compareVersions(left: string, right: string): number {
  const [numbers, others] = [left, right].map(version => version.split('.').map(part => Number.parseInt(part, 10)));
  for (let index = 0; index < Math.max(numbers.length, others.length); index += 1) {
    const difference = (numbers[index] ?? 0) - (others[index] ?? 0);
    if (difference) {
      return difference;
    }
  }
  return 0;
}

/** A version as users and tags write it: numbers with an optional leading `v`, or a llama.cpp build such as `b9522`. */
const VERSION = /^(?:v?(?=\d)|(?=b\d))(.+)$/;

/** The version in a string, without a leading `v`; undefined if it does not start with a number. */
export function versionOf(text: string): string | undefined {
  return VERSION.exec(text)?.[1];
}
