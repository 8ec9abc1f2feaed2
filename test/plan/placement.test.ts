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
  [[{ each: 2, copies: 2 }], 4, 1, true], // exactly
  [[{ each: 4, copies: 1 }], 4, 1, true],
  [[{ each: 5, copies: 0 }], 4, 2, true],
  [[{ each: -1, copies: 2 }, { each: 4, copies: 2 }], 4, 1, false],
  [[{ each: 2, copies: -1 }, { each: 4, copies: 1 }], 4, 1, true],
  [[{ each: 1, copies: 500 }], 100, 5, true],
  [demands(2, 2, 3, 3), 5, 2, true],
  [demands(2, 5, 4, 3, 6), 10, 2, true],
  [demands(5, 7, 2, 3, 2, 3, 3, 2, 5, 2, 2, 7), 11, 4, true], // not at the first attempt
  [demands(5, 2, 2, 2, 2, 4, 3), 5, 4, false], // in several orders
  [[{ each: 0, copies: 600 }, { each: 4, copies: 1 }], 4, 1, true],
  [demands(36, 32, 40, 29, 37, 43, 25, 30, 40, 36, 27, 41, 29, 28, 29, 23, 34, 35, 26, 40, 25, 42, 44, 24, 33, 27, 32, 33, 35), 88, 12, true],
])('%j on instances with %d: %d of them', (copies, capacity, instances, expected) => {
  expect(canPlace(copies, capacity, instances)).toBe(expected);
});

test('the search finds what trying everything finds', () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 7 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }),
    (sizes, capacity, instances) => canPlace(demands(...sizes), capacity, instances) === bruteForce(sizes, capacity, instances),
  ));
});

test('copies that are too many or too large have no room, however many they are', () => {
  expect(canPlace([{ each: 1, copies: 501 }], 1, 500)).toBe(false);
  expect(canPlace([{ each: 2, copies: 501 }], 1, 5000)).toBe(false);
  expect(canPlace([{ each: 1, copies: 501 }], 1, 501)).toBeUndefined();
});

test('a search that takes too long finds nothing', () => {
  const sizes = demands(41, 28, 41, 44, 22, 44, 40, 43, 38, 43, 37, 35, 28, 41, 34, 35, 38, 26, 35, 44, 28, 35, 45, 26);
  expect(canPlace(sizes, 90, 10)).toBeUndefined();
  expect(canPlace([{ each: 1, copies: 600 }], 8, 100)).toBeUndefined();
});
