import { Widget } from './dashboard-body';
import { MINUTES, sampleLine, sampleValue } from './sample-data';

const COLUMN = 50;
const ROW = 32;
const GAP = 4;
const COLORS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728'];
const DARK = '#16191f';
const PALE = '#687078';

/** An SVG picture of a dashboard, with the layout of CloudWatch and sample data. */
export function dashboardPicture(widgets: readonly Widget[]): string[] {
  const width = 24 * COLUMN;
  const height = Math.max(...widgets.map(({ y, height: rows }) => y + rows)) * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" `
      + 'aria-labelledby="title desc" font-family="Helvetica, Arial, \'DejaVu Sans\', sans-serif" font-size="12">',
    '  <title id="title">The dashboard of an endpoint, with sample data</title>',
    `  <desc id="desc">${escaped(widgets.map(({ properties }) => properties.title ?? 'text').join('; '))}</desc>`,
    `  <rect width="${width}" height="${height}" fill="#f2f3f3"/>`,
    ...widgets.flatMap(widget => picture(widget).map(line => `  ${line}`)),
    '</svg>',
    '',
  ];
}

function picture(widget: Widget): string[] {
  const [width, height] = [widget.width * COLUMN - 2 * GAP, widget.height * ROW - 2 * GAP];
  const { type, properties: { title, view } } = widget;
  return [
    `<g transform="translate(${widget.x * COLUMN + GAP} ${widget.y * ROW + GAP})">`,
    `  <rect width="${width}" height="${height}" rx="6" fill="#ffffff" stroke="#d5dbdb"/>`,
    ...title ? [`  ${text(12, 22, title, { size: 14, bold: true })}`] : [],
    ...(type === 'text' ? markdown(widget) : type === 'alarm' ? states(widget, width)
      : view === 'singleValue' ? values(widget, width, height) : graph(widget, width, height)).map(line => `  ${line}`),
    '</g>',
  ];
}

/** Renders the parts of Markdown that the dashboards use: headings, paragraphs and tables. */
function markdown({ properties }: Widget): string[] {
  let y = 6;
  return (properties.markdown as string).split('\n').filter(line => line !== '' && !/^[|: -]+$/.test(line)).flatMap(line => {
    const heading = /^(#+) (.*)/.exec(line);
    const size = heading ? 22 - 2 * heading[1].length : 12;
    const cells = line.startsWith('|') ? line.split('|').slice(1, -1) : undefined;
    if (cells) {
      y += 20;
      return cells.map((cell, index) => text(12 + index * 90, y, plain(cell)));
    }
    return wrapped(plain(heading ? heading[2] : line), properties.markdown.length > 300 ? 62 : 190).map(part => {
      y += heading ? 24 : 20;
      return text(12, y, part, { size, bold: heading !== null });
    });
  });
}

function states({ properties: { alarms } }: Widget, width: number): string[] {
  const tile = (width - 36) / 2;
  return (alarms as string[]).flatMap((arn, index) => {
    const [x, y] = [12 + (index % 2) * (tile + 12), 36 + Math.floor(index / 2) * 36];
    const ringing = arn.includes('ServerErrors');
    const name = /Monitoring([A-Za-z]+?)[0-9A-F]{8}/.exec(arn)![1].replace(/(?<=[a-z])(?=[A-Z])/g, ' ').replace('Gpu', 'GPU');
    return [
      `<rect x="${round(x)}" y="${y}" width="${round(tile)}" height="30" rx="4" `
        + `fill="${ringing ? '#fdf3f1' : '#f2f8f0'}" stroke="${ringing ? '#d13212' : '#1d8102'}"/>`,
      text(x + 10, y + 20, name),
      text(x + tile - 10, y + 20, ringing ? 'alarm' : 'OK', { fill: ringing ? '#d13212' : '#1d8102', anchor: 'end', bold: true }),
    ];
  });
}

function values({ properties: { metrics } }: Widget, width: number, height: number): string[] {
  const labels = labelsOf(metrics);
  return labels.flatMap((label, index) => {
    const x = (width * (index + 0.5)) / labels.length;
    return [
      text(x, height / 2 + 10, sampleValue(label), { size: 36, anchor: 'middle' }),
      text(x, height / 2 + 40, label, { anchor: 'middle', fill: PALE }),
    ];
  });
}

function graph({ properties: { metrics, yAxis } }: Widget, width: number, height: number): string[] {
  const lines = labelsOf(metrics).map(label => ({ label, points: sampleLine(label) }));
  const top = niceCeiling(Math.max(...lines.flatMap(({ points }) => points)));
  const area = { x: 54, y: 36, width: width - 70, height: height - 86 };
  const xOf = (minute: number) => area.x + (minute / (MINUTES - 1)) * area.width;
  const yOf = (value: number) => area.y + area.height - (value / top) * area.height;
  let legend = 12;
  return [
    ...[0, 0.5, 1].flatMap(share => [
      `<line x1="${area.x}" y1="${round(yOf(top * share))}" x2="${round(area.x + area.width)}" y2="${round(yOf(top * share))}" stroke="#eaeded"/>`,
      text(area.x - 6, yOf(top * share) + 4, (top * share).toLocaleString('en-US'), { anchor: 'end', fill: PALE, size: 11 }),
    ]),
    ...['09:00', '10:30', '12:00'].map((time, index) =>
      text(xOf(((MINUTES - 1) * index) / 2), area.y + area.height + 16, time, { anchor: ['start', 'middle', 'end'][index], fill: PALE, size: 11 })),
    ...yAxis?.left?.label ? [text(width - 12, 22, yAxis.left.label, { anchor: 'end', fill: PALE, size: 11 })] : [],
    ...lines.flatMap(({ label, points }, index) => {
      const x = legend;
      legend += 34 + label.length * 7;
      const path = points.map((value, minute) => `${round(xOf(minute))},${round(yOf(value))}`).join(' ');
      return [
        `<polyline fill="none" stroke="${COLORS[index]}" stroke-width="1.5" points="${path}"/>`,
        `<rect x="${round(x)}" y="${height - 20}" width="10" height="10" fill="${COLORS[index]}"/>`,
        text(x + 16, height - 11, label),
      ];
    }),
  ];
}

/** The labels of the metrics and expressions of a graph that are visible. */
export function labelsOf(metrics: any[][]): string[] {
  return metrics.map(row => row[row.length - 1]).filter(({ visible }) => visible !== false).map(({ label }) => label);
}

function niceCeiling(value: number): number {
  const step = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(factor => factor * step).find(limit => limit >= value)!;
}

function plain(line: string): string {
  return line.replace(/\[(.*?)\]\(.*?\)/g, '$1').replace(/[*`]/g, '').trim();
}

function wrapped(line: string, length: number): string[] {
  return line.split(' ').reduce<string[]>((lines, word) => {
    const last = lines[lines.length - 1];
    return last !== undefined && last.length + word.length < length ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, []);
}

interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly fill?: string;
  readonly anchor?: string;
}

function text(x: number, y: number, content: string, { size, bold, fill = DARK, anchor }: TextStyle = {}): string {
  const style = [size && `font-size="${size}"`, bold && 'font-weight="bold"', anchor && `text-anchor="${anchor}"`].filter(part => part).join(' ');
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}"${style && ` ${style}`}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
