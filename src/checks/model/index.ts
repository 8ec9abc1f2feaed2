import { ARCHITECTURE_CHECKS, architectureFindings } from './architecture';
import { ENVIRONMENT_CHECKS, environmentFindings } from './environment';
import { HARDWARE_CHECKS, hardwareFindings } from './hardware';
import { HUB_CHECKS, hubFindings } from './hub';
import { IMAGE_CHECKS, imageFindings, imageOnShareFindings } from './image';
import { IMAGE_REFERENCE_CHECKS, imageReferenceFindings } from './image-reference';
import { IMAGE_SUPPORT_CHECKS, imageSupportFindings } from './image-support';
import { MEMORY_CHECKS, memoryFindings } from './memory';
import { MODEL_CHECKS, modelFindings } from './model';
import { NEURON_CHECKS, neuronFindings } from './neuron';
import { PARALLELISM_CHECKS, parallelismFindings } from './parallelism';
import { SECRET_CHECKS, secretFindings } from './secrets';
import { SERVER_CHECKS, serverFindings } from './server';
import { STORAGE_CHECKS, storageFindings } from './storage';
import { TOKEN_CHECKS, tokenFindings } from './tgi-and-tei';
import { TIME_CHECKS, timeFindings } from './time';
import { VARIABLE_CHECKS, variableFindings } from './variables';
import { Finding } from '../finding';
import { EndpointPlan as LegacyPlan, legacyPlan } from '../legacy';
import { ModelSubject } from '../subject';

/** TEMPORARY */
const legacy = (title: string, checks: readonly any[], findings: (plan: LegacyPlan) => Finding[]): ModelSubject =>
  ({ title, checks, ofModel: model => findings(legacyPlan((model as any).endpoint)) });

/** The subjects that concern one model, in the order in which their findings are reported. */
export const MODEL_SUBJECTS: readonly ModelSubject[] = [
  { title: 'Model', checks: MODEL_CHECKS, ofModel: modelFindings },
  { title: 'Architecture of the model', checks: ARCHITECTURE_CHECKS, ofModel: architectureFindings },
  { title: 'Environment', checks: ENVIRONMENT_CHECKS, ofModel: environmentFindings },
  { title: 'Image names', checks: IMAGE_REFERENCE_CHECKS, ofModel: imageReferenceFindings },
  { title: 'Image', checks: IMAGE_CHECKS, ofModel: imageFindings, onShare: imageOnShareFindings },
  { title: 'Support of the image', checks: IMAGE_SUPPORT_CHECKS, ofModel: imageSupportFindings },
  legacy('Hardware', HARDWARE_CHECKS, hardwareFindings),
  { title: 'Server', checks: SERVER_CHECKS, ofModel: serverFindings },
  legacy('Parallelism', PARALLELISM_CHECKS, parallelismFindings),
  legacy('TGI and TEI', TOKEN_CHECKS, tokenFindings),
  legacy('Variables', VARIABLE_CHECKS, variableFindings),
  legacy('AWS Neuron', NEURON_CHECKS, neuronFindings),
  { title: 'Memory', checks: MEMORY_CHECKS, onShare: memoryFindings },
  legacy('Time and disk space', TIME_CHECKS, timeFindings),
  { title: 'Secrets', checks: SECRET_CHECKS, ofModel: secretFindings },
  { title: 'Hugging Face Hub', checks: HUB_CHECKS, ofModel: hubFindings },
  legacy('Storage', STORAGE_CHECKS, storageFindings),
];
