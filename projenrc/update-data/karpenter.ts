import { AcceleratorsData, InstanceRow } from './catalog-types';
import { withoutUndefined } from './tag-facts';
import { KARPENTER_FILE, textOf, UpstreamFiles } from './upstream-files';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { Architecture } from '../../src/instance/architecture';

type Labels = Readonly<Record<string, string>>;

const ARCHITECTURES: Readonly<Record<string, Architecture>> = { amd64: Architecture.X86_64, arm64: Architecture.ARM_64 };

/** The labels of every instance type in Karpenter's list, by its name in EC2 (`g5.2xlarge`). */
export function karpenterLabels(files: UpstreamFiles): Readonly<Record<string, Labels>> {
  const sections = textOf(files, KARPENTER_FILE).split(/^### /m).slice(1);
  const labels = sections.map(section => labelsOf(section));
  if (labels.length === 0) {
    throw new Error(`${KARPENTER_FILE}: must have a section '### \`<instance type>\`' for each instance type, got none`);
  }
  return Object.fromEntries(labels.map(each => [each.type, each]));
}

/** The facts of an instance type from its labels. */
export function factsOfLabels(labels: Labels, { accelerators }: AcceleratorsData): InstanceRow {
  const id = labels['instance-gpu-name'] ?? labels['instance-accelerator-name'];
  const accelerator = accelerators[id];
  if (id && !accelerator) {
    throw new Error(`data/accelerators.json: accelerators: must have '${id}', the accelerator of ${labels.type}`);
  }
  const architecture = ARCHITECTURES[labels.arch];
  if (!architecture) {
    throw new Error(`${KARPENTER_FILE}: arch of ${labels.type}: must be one of ${Object.keys(ARCHITECTURES).join(', ')}, got '${labels.arch}'`);
  }
  return withoutUndefined({
    vcpus: numberOf(labels, 'instance-cpu'),
    memoryMiB: numberOf(labels, 'instance-memory'),
    architecture,
    acceleratorKind: accelerator?.kind ?? AcceleratorKind.NONE,
    acceleratorName: accelerator?.name,
    acceleratorCount: accelerator && numberOf(labels, 'instance-gpu-name' in labels ? 'instance-gpu-count' : 'instance-accelerator-count'),
    acceleratorMemoryMiB: 'instance-gpu-memory' in labels ? numberOf(labels, 'instance-gpu-memory') : accelerator?.memoryMiB,
    localStorageGB: 'instance-local-nvme' in labels ? numberOf(labels, 'instance-local-nvme') : 0,
    networkMbps: 'instance-network-bandwidth' in labels ? numberOf(labels, 'instance-network-bandwidth') : undefined,
  });
}

/** The rows ` |karpenter.k8s.aws/instance-cpu|8|` of a section, under what follows the slash. */
function labelsOf(section: string): Labels {
  const type = /^`([^`]+)`/.exec(section)?.[1];
  if (!type) {
    throw new Error(`${KARPENTER_FILE}: a section must begin with an instance type, got '${section.split('\n')[0]}'`);
  }
  const rows = [...section.matchAll(/^ \|[\w.]+\/([\w-]+)\|([^|]*)\|$/gm)];
  return { ...Object.fromEntries(rows.map(([, name, value]) => [name, value])), type };
}

function numberOf(labels: Labels, name: string): number {
  const value = Number(labels[name] || Number.NaN);
  if (!Number.isFinite(value)) {
    throw new Error(`${KARPENTER_FILE}: ${name} of ${labels.type}: must be a number, got '${labels[name]}'`);
  }
  return value;
}
