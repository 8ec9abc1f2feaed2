import { medianRatio, spreadOf } from '../../bench/statistics';

test('median and quartiles, of numbers in any order', () => {
  expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, lower: 2, upper: 4 });
  expect(spreadOf([1, 2, 3, 4])).toEqual({ median: 2.5, lower: 1.75, upper: 3.25 });
  expect(spreadOf([7])).toEqual({ median: 7, lower: 7, upper: 7 });
});

test('a ratio is one of each round, so that a slow round of both changes nothing', () => {
  expect(medianRatio([11, 110, 12], [10, 100, 10])).toBeCloseTo(1.1);
});
