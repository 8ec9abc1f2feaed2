import { MEMORY_CASES, predict, Prediction } from '../catalog/memory-predictions';

const SIZE = 560;
const MARGIN = 90;

/** The axes are logarithmic, from and to these powers of 10. */
const [FROM, TO] = [3, 7];

const GROUPS = [
  { title: 'vLLM V1, used to fit', color: '#9ecae1', has: ({ row }: Prediction) => row.id.startsWith('v1-') && row.half === 'fit' },
  { title: 'vLLM V1, not used', color: '#08519c', has: ({ row }: Prediction) => row.id.startsWith('v1-') && row.half === 'test' },
  { title: 'vLLM V0', color: '#bdbdbd', has: ({ row }: Prediction) => row.id.startsWith('v0-') },
  { title: 'TGI and SGLang', color: '#fd8d3c', has: ({ row }: Prediction) => /^(tgi|sgl)-/.test(row.id) },
];

/** An SVG picture of the predicted and the logged number of tokens in the cache. */
export function memoryPicture(): string[] {
  const points = MEMORY_CASES.map(row => predict(row)).filter(({ row, tokens }) => row.tokens && tokens);
  const ticks = Array.from({ length: TO - FROM + 1 }, (_, index) => FROM + index);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" role="img" aria-labelledby="title desc" `
      + 'font-family="Helvetica, Arial, \'DejaVu Sans\', sans-serif" font-size="12">',
    '  <title id="title">Predicted and logged tokens in the key-value cache</title>',
    '  <desc id="desc">Each point is a log. On the line, both are the same; in the band, they differ by at most 25%.</desc>',
    '  <style>@media (prefers-color-scheme: dark) { text { fill: #f2f3f3; } polygon { fill: #1d3b2a; } [fill="#ffffff"] { fill: #1b2530; } '
      + '[stroke="#d5dbdb"] { stroke: #414d5c; } [fill="#08519c"] { fill: #2f8fe0; } }</style>',
    `  <rect width="${SIZE}" height="${SIZE}" fill="#ffffff"/>`,
    `  <polygon points="${[[0, 1.25], [TO - FROM, 1.25], [TO - FROM, 0.75], [0, 0.75]].map(corner).join(' ')}" fill="#e5f5e0"/>`,
    `  <line ${ends(at(10 ** FROM), at(10 ** FROM), at(10 ** TO), at(10 ** TO))} stroke="#31a354"/>`,
    ...ticks.flatMap(tick => [
      `  <line ${ends(at(10 ** tick), at(10 ** FROM), at(10 ** tick), at(10 ** TO))} stroke="#d5dbdb"/>`,
      `  <line ${ends(at(10 ** FROM), at(10 ** tick), at(10 ** TO), at(10 ** tick))} stroke="#d5dbdb"/>`,
      `  <text x="${at(10 ** tick)}" y="${SIZE - MARGIN + 18}" text-anchor="middle">${(10 ** tick).toLocaleString('en-US')}</text>`,
      `  <text x="${MARGIN - 6}" y="${SIZE - at(10 ** tick) + 4}" text-anchor="end">${(10 ** tick).toLocaleString('en-US')}</text>`,
    ]),
    `  <text x="${SIZE / 2}" y="${SIZE - 20}" text-anchor="middle">logged tokens</text>`,
    `  <text x="16" y="${SIZE / 2}" text-anchor="middle" transform="rotate(-90 16 ${SIZE / 2})">predicted tokens</text>`,
    ...GROUPS.flatMap(({ title, color, has }, index) => [
      `  ${dot(MARGIN + 16, MARGIN + 16 + index * 18, color)}/>`,
      `  <text x="${MARGIN + 28}" y="${MARGIN + 20 + index * 18}">${title}</text>`,
      ...points.filter(has).map(({ row, tokens }) =>
        `  ${dot(at(row.tokens!), SIZE - at(tokens), color)} fill-opacity="0.85"><title>${row.id}</title></rect>`),
    ]),
    '</svg>',
    '',
  ];
}

/** A round point. */
function dot(x: number, y: number, color: string): string {
  return `<rect x="${Math.round((x - 5) * 10) / 10}" y="${Math.round((y - 5) * 10) / 10}" width="10" height="10" rx="5" fill="${color}"`;
}

/** The position of a number of tokens on an axis. */
function at(tokens: number): number {
  return Math.round((MARGIN + (Math.log10(tokens) - FROM) / (TO - FROM) * (SIZE - 2 * MARGIN)) * 10) / 10;
}

function ends(x1: number, y1: number, x2: number, y2: number): string {
  return `x1="${x1}" y1="${SIZE - y1}" x2="${x2}" y2="${SIZE - y2}"`;
}

/** A corner of the band: a power of 10 after the first one, and the ratio. */
function corner([power, ratio]: number[]): string {
  const logged = 10 ** (FROM + power);
  return `${at(logged)},${SIZE - at(logged * ratio)}`;
}
