/** A folder, or a file, with one purpose. */
export interface Room {
  /** From the root of the repository. */
  readonly path: string;

  /** What is in it, as a phrase of the table in CONTRIBUTING.md. */
  readonly holds: string;

  /** Folders within the room that must not import each other. */
  readonly parts?: readonly string[];
}

/** Rooms that must not import each other, but may import every room of the tiers below. */
export interface Tier {
  readonly rooms: readonly Room[];

  /** The step of the data flow that happens here. */
  readonly step?: string;
}

/**
 * The rooms of the source, from the top.
 *
 * The lint rules, and the table and the drawing in CONTRIBUTING.md, are generated from this list: docs/adr/0015-rooms-in-tiers.md.
 */
export const TIERS: readonly Tier[] = [
  {
    rooms: [
      { path: 'src/index.ts', holds: 'what users can import, and nothing else' },
      { path: 'src/cli', holds: 'the command line: the same pure code in a terminal' },
    ],
  },
  { rooms: [{ path: 'src/component', holds: 'endpoints with inference components: several models on the same instances' }] },
  {
    step: 'resources and handles',
    rooms: [{ path: 'src/endpoint', holds: 'the constructs: what creates an endpoint, and what created and imported endpoints share' }],
  },
  {
    step: 'findings',
    rooms: [{
      path: 'src/checks',
      holds: 'plan → findings, one file per subject: `model/` checks what is served and where it runs, `endpoint/` checks what serves it',
      parts: ['src/checks/model', 'src/checks/endpoint'],
    }],
  },
  { step: 'plan', rooms: [{ path: 'src/plan', holds: 'props → plan: the image, the environment, the memory that the model needs' }] },
  { step: 'props', rooms: [{ path: 'src/props', holds: 'what a user writes: the props of the construct' }] },
  {
    rooms: [
      { path: 'src/monitoring', holds: 'metrics, alarms, dashboards' },
      { path: 'src/updates', holds: 'how a new configuration replaces the running one' },
      { path: 'src/capacity', holds: 'instances, routing, the options of scaling' },
      { path: 'src/requests', holds: 'what servers accept and respond, asynchronous inference, captured requests' },
      { path: 'src/network', holds: 'VPC, subnets, security groups' },
      { path: 'src/snapshot', holds: 'copies of models from the Hub in Amazon S3, and the programs that copy' },
    ],
  },
  { rooms: [{ path: 'src/role', holds: 'what the container is allowed to do' }] },
  { rooms: [{ path: 'src/server', holds: 'how each server is configured: one file per server, with a table of its settings' }] },
  { rooms: [{ path: 'src/model', holds: 'what is served: tasks, weights in Amazon S3, the profile of a model' }] },
  { rooms: [{ path: 'src/container', holds: 'what runs: images, registries, and what is known about an image' }] },
  { rooms: [{ path: 'src/instance', holds: 'where it runs: instance types and their facts' }] },
  { rooms: [{ path: 'src/input', holds: 'what a user may give: the kinds of props and options, and times and sizes as numbers' }] },
  { rooms: [{ path: 'src/common', holds: 'code that knows nothing about all this' }] },
];

/** A room outside the source, which the source must not import. */
export interface Surrounding extends Room {
  /** What it may import, as a phrase. */
  readonly imports?: string;
}

/** What surrounds the source. */
export const SURROUNDINGS: readonly Surrounding[] = [
  { path: '.projenrc.ts', holds: 'the project: its dependencies, tasks and components', imports: '`projenrc/`' },
  { path: 'projenrc', holds: 'how the repository builds itself: one component per habit' },
  {
    path: 'projenrc/catalog',
    holds: 'writes the generated files from `data/`, and the tables of the documentation from `data/` and `src/`',
    imports: 'tables and pure functions of `src/`',
  },
  { path: 'projenrc/update-data', holds: 'renews `data/` from the files of upstream', imports: 'enums and tables of `src/`' },
  { path: 'projenrc/pictures', holds: 'draws the pictures of the documentation that show what the library does', imports: '`src/`' },
  { path: 'projenrc/scripts', holds: 'programs that the tasks run: no components' },
  { path: 'data', holds: 'the facts about images, registries, instance types and metrics. No code' },
  { path: 'test', holds: 'mirrors `src/` and `projenrc/`; snapshots and property tests', imports: 'everything' },
  { path: 'examples', holds: 'the same app in each language: a new capability goes into all of them', imports: 'the package' },
  { path: 'rosetta', holds: 'what surrounds the examples of the documentation when they are compiled', imports: 'the package' },
  { path: 'bench', holds: 'measures import and synth, compared with L1 constructs', imports: 'the package' },
  { path: 'site', holds: 'the website: what is not generated from docs/, checks and data', imports: 'pure code of `src/`' },
  { path: 'local-aws', holds: 'an AWS on this machine, for the demo and for tests', imports: 'the package' },
  { path: 'docs', holds: 'one task per page; `docs/adr/` has one page for each lasting decision' },
  { path: 'apidocs', holds: 'the generated API reference' },
];

/** The imports that no file of `target` may have. */
export interface Zone {
  readonly target: string;
  readonly from: readonly string[];
  readonly message: string;
}

/** A room imports only from lower tiers, never from another room of its own tier. Nothing in the source imports what surrounds it. */
export function forbiddenImports(): Zone[] {
  const relative = (paths: readonly string[]) => paths.map(path => `./${path}`);
  const zone = (target: string, from: readonly string[], message: string): Zone => ({ target: `./${target}`, from: relative(from), message });
  return [
    ...TIERS.flatMap(({ rooms }, index) => rooms.map(room => {
      const above = TIERS.slice(0, index).flatMap(tier => tier.rooms);
      const others = [...above, ...rooms].filter(other => other !== room);
      return zone(room.path, others.map(({ path }) => path), 'a room imports only from the tiers below it: see CONTRIBUTING.md');
    })),
    ...TIERS.flatMap(({ rooms }) => rooms).flatMap(({ parts = [] }) => parts.map(part =>
      zone(part, parts.filter(other => other !== part), 'the parts of a room do not import each other: see CONTRIBUTING.md'))),
    zone('src', SURROUNDINGS.map(({ path }) => path).filter(path => !path.includes('/')), 'a library does not know what surrounds it'),
  ].filter(({ from }) => from.length > 0);
}

/** The table of all rooms, in Markdown. */
export function roomsTable(): string[] {
  const row = (path: string, holds: string, imports: string) => `| \`${/\.ts$/.test(path) ? path : `${path}/`}\` | ${holds} | ${imports} |`;
  return [
    '| room | what is in it | may import |',
    '|:--|:--|:--|',
    ...TIERS.flatMap(({ rooms }, index) => rooms.map(({ path, holds }) => row(path, holds, index === TIERS.length - 1 ? '' : 'the tiers below'))),
    ...SURROUNDINGS.map(({ path, holds, imports = '' }) => row(path, holds, imports)),
  ];
}

/** The inner width of the drawing. */
const WIDTH = 66;

/** A drawing of the tiers, the top one first. */
export function roomsDrawing(): string[] {
  const floors = TIERS.map(({ rooms }) => cells(rooms.map(({ path }) => path.replace('src/', ''))));
  return [
    '```text',
    border('┌', '┐', [], floors[0]),
    ...floors.flatMap((floor, index) => [
      `│${floor.join('│')}│${TIERS[index].step ? `  ${TIERS[index].step}` : ''}`,
      index === floors.length - 1 ? border('└', '┘', floor, []) : border('├', '┤', floor, floors[index + 1]),
    ]),
    '```',
  ];
}

/** Names in cells of nearly equal width. */
function cells(names: readonly string[]): string[] {
  const room = WIDTH - names.length + 1;
  return names.map((name, index) => {
    const width = Math.floor(room * (index + 1) / names.length) - Math.floor(room * index / names.length);
    return ` ${name}`.padEnd(width);
  });
}

/** The line between two floors, joined to the walls of each. */
function border(left: string, right: string, above: readonly string[], below: readonly string[]): string {
  const [up, down] = [above, below].map(walls);
  const line = Array.from({ length: WIDTH }, (_, column) => '─┴┬┼'[Number(up.has(column)) + 2 * Number(down.has(column))]);
  return left + line.join('') + right;
}

/** The columns of the walls between cells. */
function walls(floor: readonly string[]): Set<number> {
  return new Set(floor.slice(0, -1).map((_, index) => floor.slice(0, index + 1).join('│').length));
}
