/** The number of minutes that the graphs show: three hours. */
export const MINUTES = 180;

type Wave = readonly [middle: number, swing: number, noise: number];

/** Plausible values of each line of the example dashboard, by label. */
const WAVES: Readonly<Record<string, Wave>> = {
  'instances': [2, 0, 0],
  '5xx: server errors': [0, 0, 0],
  '4xx: client errors': [1, 0.6, 1.4],
  'no successful response': [1.2, 0.6, 1.4],
  'p50': [4200, 900, 400],
  'p90': [8600, 1600, 900],
  'p99': [13500, 2600, 1800],
  'average': [38, 6, 6],
  'maximum': [130, 30, 60],
  'per minute': [96, 42, 14],
  'maximum concurrent': [11, 5, 3],
  'GPU': [64, 20, 8],
  'GPU memory': [91, 0.4, 0.3],
  'CPU': [9, 3, 2],
  'memory': [22, 0.5, 0.3],
  'disk': [41, 0.3, 0],
};

const MODULUS = 2 ** 31 - 1;

/** The lines that rise at the end, when the server fails. */
const FAILING = ['5xx: server errors', 'no successful response'];

/** Plausible single values of the example dashboard, by label: two instances for three hours. */
const VALUES: Readonly<Record<string, string>> = {
  'instance hours': '6',
  'cost': '60',
  'requests per instance hour': '2,880',
};

/** The line of a label, the same in each run. */
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
