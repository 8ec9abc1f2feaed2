/** How much of a word may differ from a similar one. */
const SIMILAR = 0.34;

/** The candidate that is most similar to a word, the first one in their order if there are several. Undefined if none is similar. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map(candidate => ({ candidate, distance: distanceOf(plain(word), plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= SIMILAR * Math.max(word.length, candidate.length))
    .sort((left, right) => left.distance - right.distance);
  return best?.candidate;
}

/** Capitalization, the separator between words, and the short names of data types are the most frequent differences, and say nothing. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[_. ]/g, '-').replace(/^fp(?=\d\d$)/, 'float').replace(/^bf(?=\d\d$)/, 'bfloat');
}

/**
 * The number of letters to insert, delete, replace or exchange with their neighbor to get from one word to the other. It is less than one if one
 * word has all parts of the other in a row, such as `max-lora-rank` and `lora-rank`, or begins with it; the less, the shorter they are.
 *
 * @see https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance
 */
function distanceOf(left: string, right: string): number {
  if (left && left !== right && (hasAll(left, right) || hasAll(right, left))) {
    return 0.5 - 0.5 / Math.max(left.length, right.length);
  }
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= left.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= right.length; column += 1) {
      const exchanged = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      rows[row].push(Math.min(
        rows[row - 1][column] + 1,
        rows[row][column - 1] + 1,
        rows[row - 1][column - 1] + Number(left[row - 1] !== right[column - 1]),
        exchanged ? rows[row - 2][column - 2] + 1 : Infinity,
      ));
    }
  }
  return rows[left.length][right.length];
}

function hasAll(word: string, parts: string): boolean {
  return word.startsWith(parts) || `-${word}-`.includes(`-${parts}-`);
}
