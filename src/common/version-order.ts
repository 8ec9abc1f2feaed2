/** Orders versions by their numbers: `1.9` before `1.13`, `2.4` before `2.4.1`. */
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

/** A version as users and tags write it: numbers, after a `v` or not, or the build of llama.cpp, such as `b9522`. */
const VERSION = /^(?:v?(?=\d)|(?=b\d))(.+)$/;

/** The version in a text, without a `v`; undefined where it begins with no number. */
export function versionOf(text: string): string | undefined {
  return VERSION.exec(text)?.[1];
}
