/** The copies of a component, each of which needs this much of one instance. */
export interface Demand {
  readonly each: number;
  readonly copies: number;
}

/** Beyond these numbers, which real endpoints do not reach, the search is given up, and nothing is known. */
const MOST_COPIES = 500;
const MOST_STEPS = 100_000;

/**
 * Whether instances of a capacity have room for all copies, none of which can be divided: an exhaustive search. Undefined if it takes too long.
 *
 * The largest copies are placed first, each on the fullest instance with enough room. Of instances with the same room, only one is tried.
 */
export function canPlace(demands: readonly Demand[], capacity: number, instances: number): boolean | undefined {
  const sizes = demands.filter(({ each, copies }) => each > 0 && copies > 0);
  const total = sizes.reduce((sum, { each, copies }) => sum + each * copies, 0);
  if (total > capacity * instances || sizes.some(({ each }) => each > capacity)) {
    return false;
  }
  const count = sizes.reduce((sum, { copies }) => sum + copies, 0);
  return count > MOST_COPIES ? undefined : new Search(sizes, capacity, Math.min(instances, count)).place(0);
}

class Search {
  private readonly items: readonly number[];
  private readonly rooms: number[];
  private readonly failed = new Set<string>();
  private steps = 0;

  constructor(sizes: readonly Demand[], capacity: number, instances: number) {
    this.items = sizes.flatMap(({ each, copies }) => Array<number>(copies).fill(each)).sort((one, other) => other - one);
    this.rooms = Array<number>(instances).fill(capacity);
  }

  /** Whether the items from this one on have room. */
  public place(index: number): boolean | undefined {
    const item = this.items[index];
    const state = [index, ...[...this.rooms].sort((one, other) => one - other)].join();
    if (item === undefined || this.failed.has(state)) {
      return item === undefined;
    }
    this.steps += 1;
    if (this.steps > MOST_STEPS) {
      return undefined;
    }
    for (const room of [...new Set(this.rooms)].filter(free => free >= item).sort((one, other) => one - other)) {
      const at = this.rooms.indexOf(room);
      this.rooms[at] -= item;
      const placed = this.place(index + 1);
      this.rooms[at] += item;
      if (placed !== false) {
        return placed;
      }
    }
    this.failed.add(state);
    return false;
  }
}
