/** Three hours, by the minute. */
export const MINUTES = 180;

type Wave = readonly [middle: number, swing: number, noise: number];

/** What each line of the example's dashboard might show, by its label. */
const WAVES: Readonly<Record<string, Wave>> = {
  'instances': [2, 0, 0],
  '5xx: the model': [0, 0, 0],
  '4xx: the caller': [1, 0.6, 1.4],
  'no success': [1.2, 0.6, 1.4],
  'p50': [4200, 900, 400],
  'p90': [8600, 1600, 900],
  'p99': [13500, 2600, 1800],
  'average': [38, 6, 6],
  'longest': [130, 30, 60],
  'a minute': [96, 42, 14],
  'at one time, at most': [11, 5, 3],
  'GPU': [64, 20, 8],
  'GPU memory': [91, 0.4, 0.3],
  'processor': [9, 3, 2],
  'memory': [22, 0.5, 0.3],
  'disk': [41, 0.3, 0],
};

const MODULUS = 2 ** 31 - 1;

/** What rises at the end, when the server fails. */
const FAILING = ['5xx: the model', 'no success'];

/** What single values of the example's dashboard might be, by their labels: those of three hours of two instances. */
const VALUES: Readonly<Record<string, string>> = {
  'hours of instances': '6',
  'cost': '60',
  'requests for an hour of an instance': '2,880',
};

/** The line of a label. The same in each run. */
export function sampleLine(label: string): number[] {
  const [middle, swing, noise] = known(WAVES, label);
  const random = generator([...label].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % MODULUS, 7));
  return Array.from({ length: MINUTES }, (_, minute) => {
    const busy = Math.sin((minute / MINUTES) * 2 * Math.PI - 1);
    return Math.max(0, middle + swing * busy + noise * (random() - 0.5) + (FAILING.includes(label) && minute > MINUTES - 18 ? 4 : 0));
  });
}

/** The value of a label. */
export function sampleValue(label: string): string {
  return known(VALUES, label);
}

function known<T>(table: Readonly<Record<string, T>>, label: string): T {
  if (!Object.hasOwn(table, label)) {
    throw new Error(`projenrc/pictures/sample-data.ts: must have data for ${JSON.stringify(label)}, which the dashboard shows`);
  }
  return table[label];
}

/** https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % MODULUS;
    return state / MODULUS;
  };
}
