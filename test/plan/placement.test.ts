import fc from 'fast-check';
import { canPlace } from '../../src/plan/placement';

const demands = (...sizes: number[]) => sizes.map(each => ({ each, copies: 1 }));

/** Tries every assignment of copies to instances. */
function bruteForce(sizes: readonly number[], capacity: number, instances: number): boolean {
  const rooms = Array<number>(instances).fill(capacity);
  const place = (index: number): boolean => index === sizes.length || rooms.some((_, at) => {
    if (rooms[at] < sizes[index]) {
      return false;
    }
    rooms[at] -= sizes[index];
    const placed = place(index + 1);
    rooms[at] += sizes[index];
    return placed;
  });
  return place(0);
}

test.each([
  [demands(3, 3, 2), 4, 2, false], // the sum is right
  [demands(3, 3, 2), 4, 3, true],
  [demands(3, 3, 1, 1), 4, 2, true],
  [demands(5), 4, 2, false],
  [demands(2, 2, 2, 3, 3), 6, 2, true],
  [demands(4, 3, 3, 2), 6, 2, true],
  [[{ each: 1, copies: 8 }], 4, 2, true],
  [[{ each: 1, copies: 9 }], 4, 2, false],
  [[{ each: 0, copies: 9 }], 4, 1, true],
  [[], 4, 1, true],
  [[{ each: 0.25, copies: 16 }], 4, 1, true],
])('%j on instances with %d: %d of them', (copies, capacity, instances, expected) => {
  expect(canPlace(copies, capacity, instances)).toBe(expected);
});

test('the search finds what trying everything finds', () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 7 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }),
    (sizes, capacity, instances) => canPlace(demands(...sizes), capacity, instances) === bruteForce(sizes, capacity, instances),
  ));
});

test('a search that takes too long finds nothing', () => {
  expect(canPlace([{ each: 1, copies: 600 }], 8, 100)).toBeUndefined();
});
