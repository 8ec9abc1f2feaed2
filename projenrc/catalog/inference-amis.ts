import { markerLine, quoted } from './source-text';
import { SageMakerInstanceType } from '../../src/instance/sagemaker-instance-type.generated';

/** A row of data/inference-amis.json, which is kept by hand. */
export interface InferenceAmiRow {
  readonly family: string;
  readonly evidence: string;
}

/** The list of the instance families of the AMI with CUDA 13. */
export function inferenceAmisFile(rows: readonly InferenceAmiRow[]): string[] {
  const families = new Set(Object.values(SageMakerInstanceType).map(type => String(type).split('.')[1]));
  const wrong = rows.find(({ family, evidence }) => !families.has(family) || !/: https:\/\/\S+$/.test(evidence));
  if (wrong) {
    throw new Error(`data/inference-amis.json: ${wrong.family}: must be an instance family, with evidence that ends with a link`);
  }
  return [
    markerLine('inference-amis.json'),
    '',
    '/** The instance families for which AWS documents or demonstrates the AMI with CUDA 13. */',
    `export const FAMILIES_OF_GPU_4_1: readonly string[] = [${rows.map(({ family }) => quoted(family)).join(', ')}];`,
    '',
  ];
}

/** A table in Markdown of the evidence for each family. */
export function inferenceAmiEvidence(rows: readonly InferenceAmiRow[]): string[] {
  const evidences = [...new Set(rows.map(({ evidence }) => evidence))];
  const familiesOf = (evidence: string) => rows.filter(row => row.evidence === evidence).map(({ family }) => family).join(', ');
  return [
    '| instance families | evidence |',
    '|:--|:--|',
    ...evidences.map(evidence => `| ${familiesOf(evidence)} | ${evidence.replace(/: (https:\S+)$/, ' ([source]($1))')} |`),
  ];
}
