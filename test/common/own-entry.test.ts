import { ownEntry } from '../../src/common/own-entry';

test.each([['a', 1], ['b', undefined], ['constructor', undefined], ['__proto__', undefined], ['toString', undefined], [undefined, undefined]])(
  'the entry of %s is %s', (key, expected) => {
    expect(ownEntry({ a: 1 }, key)).toBe(expected);
  });
