import { CatalogInputs } from '../../projenrc/update-data/catalog-types';
import {
  DLC_FOLDER, GPU_INFO_FILE, HUB_DOCS_FILE, KARPENTER_FILE, OPTIMUM_NEURON_FILE, SDK_FOLDER, UpstreamFiles,
} from '../../projenrc/update-data/upstream-files';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { Architecture } from '../../src/instance/architecture';

export const ACCOUNTS = { 'us-east-1': '763104351884', 'eu-west-1': '763104351884' };
export const TGI_TAG = '2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04';
export const VLLM_TAG = '0.25.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04';

/** The file of the SDK that names TGI 3.3.6, with the fields that a test wants otherwise. */
export function tgiFile(fields: Record<string, unknown> = {}): string {
  const version = {
    py_versions: ['py311'],
    registries: ACCOUNTS,
    tag_prefix: '2.7.0-tgi3.3.6',
    repository: 'huggingface-pytorch-tgi-inference',
    container_version: { gpu: 'cu124-ubuntu22.04' },
    ...fields,
  };
  return JSON.stringify({ inference: { processors: ['gpu'], versions: { '3.3.6': version } } });
}

/** The file of an image of AWS, with the lines that a test wants otherwise. */
export function dlcFile(fields: Record<string, unknown> = {}): string {
  return JSON.stringify({
    framework: 'vLLM',
    version: '0.25.1',
    accelerator: 'gpu',
    python: 'py312',
    cuda: 'cu130',
    os: 'ubuntu22.04',
    platform: 'sagemaker',
    tags: [VLLM_TAG, '0.25-gpu-v1'],
    ...fields,
  });
}

/** A section of Karpenter's list, with the labels that a test wants otherwise. */
export function karpenterSection(type: string, labels: Record<string, string | number> = {}): string {
  const all = { 'karpenter.k8s.aws/instance-cpu': 8, 'karpenter.k8s.aws/instance-memory': 32768, 'kubernetes.io/arch': 'amd64', ...labels };
  return `### \`${type}\`\n#### Labels\n | Label | Value |\n |--|--|\n${Object.entries(all).map(([name, value]) => ` |${name}|${value}|\n`).join('')}`;
}

export const G5_LABELS = {
  'karpenter.k8s.aws/instance-gpu-count': 1,
  'karpenter.k8s.aws/instance-gpu-memory': 22888,
  'karpenter.k8s.aws/instance-gpu-name': 'a10g',
  'karpenter.k8s.aws/instance-local-nvme': 450,
  'karpenter.k8s.aws/instance-network-bandwidth': 5000,
};

/** A small set of upstream's files in which nothing is wrong. */
export function upstream(changes: Record<string, string | undefined> = {}): UpstreamFiles {
  const files: Record<string, string | undefined> = {
    [`${SDK_FOLDER}/huggingface-llm.json`]: tgiFile(),
    [`${DLC_FOLDER}/huggingface-vllm/0.25.1-gpu-sagemaker.yml`]: dlcFile(),
    [HUB_DOCS_FILE]: `| 763104351884.dkr.ecr.us-west-2.amazonaws.com/huggingface-vllm:${VLLM_TAG} | GPU |`,
    [OPTIMUM_NEURON_FILE]: '`763104351884.dkr.ecr.us-west-2.amazonaws.com/huggingface-pytorch-training-neuronx:2.8.0-neuronx`',
    [GPU_INFO_FILE]: '{"us-east-1":{"ml.p3.2xlarge":{"Count":1,"TotalGpuMemoryInMiB":16384}}}',
    [KARPENTER_FILE]: `# Types\n## g5 Family\n${karpenterSection('g5.2xlarge', G5_LABELS)}`,
    ...changes,
  };
  return Object.fromEntries(Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** What a run starts from in addition to upstream's files, in the smallest form. */
export function inputs(changes: Partial<CatalogInputs> = {}): CatalogInputs {
  return {
    additionalImages: [],
    accelerators: {
      accelerators: {
        a10g: { name: 'A10G', kind: AcceleratorKind.GPU, source: 'https://aws.amazon.com/ec2/instance-types/g5/' },
        inferentia2: { name: 'Inferentia2', kind: AcceleratorKind.NEURON, memoryMiB: 32768, source: 'https://aws.amazon.com/ec2/instance-types/inf2/' },
        v100: { name: 'V100', kind: AcceleratorKind.GPU, source: 'https://aws.amazon.com/ec2/instance-types/p3/' },
      },
      families: { p3: 'v100' },
      sizes: {
        'ml.p3.8xlarge': { vcpus: 32, memoryMiB: 249856, architecture: Architecture.X86_64, localStorageGB: 0, source: 'https://aws.amazon.com/ec2/instance-types/p3/' },
      },
    },
    instanceTypes: ['ml.g5.2xlarge', 'ml.p3.2xlarge'],
    regions: [
      { name: 'us-east-1', partition: 'aws', dnsSuffix: 'amazonaws.com' },
      { name: 'eu-west-1', partition: 'aws', dnsSuffix: 'amazonaws.com' },
      { name: 'cn-north-1', partition: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' },
    ],
    findRegion: name => name === 'sa-west-1' ? { name, partition: 'aws', dnsSuffix: 'amazonaws.com' } : undefined,
    ...changes,
  };
}
