/** Compares two texts so that a number in them counts as a number: `1.9` stands before `1.13`, `large` before `xlarge`. */
export function compareNaturally(left: string, right: string): number {
  const lefts = chunksOf(left);
  const rights = chunksOf(right);
  for (let i = 0; i < Math.min(lefts.length, rights.length); i++) {
    const order = compareChunks(lefts[i], rights[i]);
    if (order !== 0) {
      return order;
    }
  }
  return lefts.length - rights.length;
}

function chunksOf(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function compareChunks(left: string, right: string): number {
  const numbers = Number(left) - Number(right);
  if (!Number.isNaN(numbers)) {
    return numbers;
  }
  // not localeCompare: its order depends on the machine
  return left < right ? -1 : Number(left > right);
}
