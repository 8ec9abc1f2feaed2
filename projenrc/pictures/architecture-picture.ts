import { graphlib, layout } from '@dagrejs/dagre';
import { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';

const WIDTH = 290;
const HEIGHT = 52;
const MARGIN = 16;

/** Both schemes of colors are in the picture: the one of the reader applies. */
const STYLE = [
  '<style>',
  '  text { fill: #16191f; } .type { fill: #545b64; font-size: 11px; } rect { fill: #ffffff; stroke: #545b64; }',
  '  path { fill: none; stroke: #545b64; } .head { fill: #545b64; }',
  '  @media (prefers-color-scheme: dark) {',
  '    text { fill: #f2f3f3; } .type { fill: #aab7b8; } rect { fill: #1b2530; stroke: #aab7b8; } path { stroke: #aab7b8; } .head { fill: #aab7b8; }',
  '  }',
  '</style>',
];

interface Resource {
  readonly Type: string;
  readonly DependsOn?: string | string[];
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

/** An SVG picture of the resources of a stack: an arrow leads from a resource to one that it needs. */
export function architecturePicture(title: string, stack: Stack): string[] {
  const resources: Record<string, Resource> = Template.fromStack(stack).toJSON().Resources;
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 40, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  const names = nameOf(stack);
  for (const [id, { Type }] of Object.entries(resources)) {
    graph.setNode(id, { width: WIDTH, height: HEIGHT, name: names(id), type: Type.replace(/^AWS::/, '').replace('::', ' ') });
  }
  for (const [id, resource] of Object.entries(resources)) {
    [...new Set(referencesIn(resource))].filter(target => target in resources && target !== id).sort().forEach(target => graph.setEdge(id, target));
  }
  layout(graph);
  const { width, height } = graph.graph() as { width: number; height: number };
  const size = [width, height].map(Math.ceil);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size[0]} ${size[1]}" width="${size[0]}" height="${size[1]}" role="img" `
      + 'aria-labelledby="title desc" font-family="Helvetica, Arial, \'DejaVu Sans\', sans-serif" font-size="13">',
    `  <title id="title">${escaped(title)}</title>`,
    `  <desc id="desc">${escaped(graph.edges().map(({ v, w }) => `${names(v)} needs ${names(w)}`).join('; '))}</desc>`,
    ...STYLE.map(line => `  ${line}`),
    '  <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">',
    '    <path class="head" d="M0 0 8 4 0 8z"/>',
    '  </marker>',
    ...graph.edges().map(edge => {
      const points = (graph.edge(edge) as { points: { x: number; y: number }[] }).points;
      return `  <path marker-end="url(#arrow)" d="M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join(' L')}"/>`;
    }),
    ...graph.nodes().flatMap(id => {
      const { x, y, name, type } = graph.node(id) as unknown as { x: number; y: number; name: string; type: string };
      return [
        `  <g transform="translate(${(x - WIDTH / 2).toFixed(1)} ${(y - HEIGHT / 2).toFixed(1)})">`,
        `    <rect width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
        `    <text x="12" y="22">${escaped(name)}</text>`,
        `    <text x="12" y="40" class="type">${escaped(type)}</text>`,
        '  </g>',
      ];
    }),
    '</svg>',
    '',
  ];
}

/** The path of a resource below the stack, without what CDK calls the resource itself. */
function nameOf(stack: Stack): (id: string) => string {
  const paths = new Map(stack.node.findAll().flatMap(construct => {
    const child = construct as { logicalId?: string };
    return typeof child.logicalId === 'string'
      ? [[String(stack.resolve(child.logicalId)), construct.node.path.slice(stack.node.path.length + 1).replace(/\/Resource$/, '')] as const] : [];
  }));
  return id => {
    const parts = (paths.get(id) ?? id).split('/');
    return parts.slice(-2).join('/');
  };
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(referencesIn);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    switch (key) {
      case 'Ref':
        return [String(inner)];
      case 'Fn::GetAtt':
        return [String(Array.isArray(inner) ? inner[0] : String(inner).split('.')[0])];
      case 'DependsOn':
        return [inner].flat().map(String);
      default:
        return referencesIn(inner);
    }
  });
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
