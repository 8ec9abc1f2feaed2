import { RecommendedImageRow } from './recommended-images';
import { constantName } from './source-text';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { familyOf } from '../../src/instance/instance-family';
import { SageMakerInstanceType } from '../../src/instance/sagemaker-instance-type.generated';
import { HuggingFaceTask } from '../../src/model/hugging-face-task';
import { chooseImage } from '../../src/plan/image-choice';
import { inferenceAmiFor } from '../../src/plan/inference-ami';

const TYPES = constantsOf<SageMakerInstanceType>(SageMakerInstanceType);
const TASKS = constantsOf<HuggingFaceTask>(HuggingFaceTask).map(String);

/** Two Markdown tables: the server for each task, and the default images with the evidence for each. */
export function recommendedImagesTables(rows: readonly RecommendedImageRow[]): string[] {
  const servers = [...new Set(rows.map(({ server }) => server))];
  return [
    '| task | server |',
    '|:--|:--|',
    ...servers.map(server => `| ${tasksOf(server)} | ${code(server)} |`),
    '',
    '| server | image | constant | instance families | evidence |',
    '|:--|:--|:--|:--|:--|',
    ...rows.map(row => `| ${code(row.server)} | ${code(imageOf(row))} | ${code(constantName(row.repository, row.tag))} `
      + `| ${familiesOf(row)} | ${withLink(row.evidence)} |`),
  ];
}

/** CUDA versions, with one example for each group that has the same rule. */
const CUDA_GROUPS = [
  { title: 'CUDA up to 12.3', cudaVersion: '12.3' },
  { title: 'CUDA 12.4 to 12.9', cudaVersion: '12.9' },
  { title: 'CUDA 13.0 and later', cudaVersion: '13.0' },
];

/** Images for AWS Neuron, with one example for each group that has the same rule. */
const NEURON_GROUPS = [
  { title: 'vLLM for AWS Neuron, and TGI 3.x or later for AWS Neuron', profile: { server: ServerFamily.VLLM } },
  { title: 'other images for AWS Neuron', profile: { server: ServerFamily.INFERENCE_TOOLKIT } },
];

/** Two Markdown tables: the default AMIs for GPUs and for AWS Neuron. */
export function inferenceAmiTables(): string[] {
  return [
    `| instance families | ${CUDA_GROUPS.map(({ title }) => title).join(' | ')} |`,
    `|:--|${':--|'.repeat(CUDA_GROUPS.length)}`,
    ...amiRows(AcceleratorKind.GPU, type => CUDA_GROUPS.map(({ cudaVersion }) => inferenceAmiFor({ cudaVersion }, type))),
    '',
    `| instance families | ${NEURON_GROUPS.map(({ title }) => title).join(' | ')} |`,
    `|:--|${':--|'.repeat(NEURON_GROUPS.length)}`,
    ...amiRows(AcceleratorKind.NEURON, type =>
      NEURON_GROUPS.map(({ profile }) => inferenceAmiFor({ ...profile, acceleratorKind: AcceleratorKind.NEURON }, type))),
  ];
}

/** The tasks of a server. */
function tasksOf(server: ServerFamily): string {
  return TASKS.filter(task => TYPES.some(type => pickedServer(task, type) === server)).map(code).join(', ');
}

function familiesOf(row: RecommendedImageRow): string {
  const [task] = TASKS.filter(candidate => TYPES.some(type => pickedServer(candidate, type) === row.server));
  const families = distinct(TYPES.filter(type => pickedImage(task, type) === imageOf(row)).map(familyOf));
  return row.acceleratorKind === AcceleratorKind.NONE ? 'every x86_64 family without accelerators' : families.join(', ');
}

function pickedServer(task: string, type: SageMakerInstanceType): ServerFamily | undefined {
  const pick = chooseImage(task, type);
  return 'image' in pick ? pick.image.profile?.server : undefined;
}

function pickedImage(task: string, type: SageMakerInstanceType): string | undefined {
  const pick = chooseImage(task, type);
  return 'image' in pick ? pick.image._availability?.image : undefined;
}

/** One row for all families with the same rule. */
function amiRows(kind: AcceleratorKind, amis: (type: SageMakerInstanceType) => unknown[]): string[] {
  const groups = new Map<string, string[]>();
  for (const type of TYPES.filter(({ acceleratorKind }) => acceleratorKind === kind)) {
    const cells = amis(type).map(ami => ami === undefined ? 'none' : code(String(ami))).join(' | ');
    groups.set(cells, distinct([...groups.get(cells) ?? [], familyOf(type)]));
  }
  return [...groups].map(([cells, families]) => `| ${families.join(', ')} | ${cells} |`);
}

function imageOf({ repository, tag }: RecommendedImageRow): string {
  return `${repository}:${tag}`;
}

/** `the latest: https://…`, with the URL as a link. */
function withLink(evidence: string): string {
  return evidence.replace(/: (https:\S+)$/, ' ([source]($1))');
}

function distinct(names: string[]): string[] {
  return [...new Set(names)];
}

function code(text: string): string {
  return `\`${text}\``;
}

function constantsOf<T>(values: object): T[] {
  return Object.entries(values).filter(([name]) => /^[A-Z]/.test(name)).map(([, value]) => value as T);
}
