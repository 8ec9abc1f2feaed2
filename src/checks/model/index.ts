import { ENVIRONMENT_CHECKS, environmentFindings } from './environment';
import { HARDWARE_CHECKS, hardwareFindings } from './hardware';
import { HUB_CHECKS, hubFindings } from './hub';
import { IMAGE_CHECKS, imageFindings } from './image';
import { IMAGE_REFERENCE_CHECKS, imageReferenceFindings } from './image-reference';
import { MEMORY_CHECKS, memoryFindings } from './memory';
import { MODEL_CHECKS, modelFindings } from './model';
import { MODEL_DATA_CHECKS, modelDataFindings } from './model-data';
import { NEURON_CHECKS, neuronFindings } from './neuron';
import { PARALLELISM_CHECKS, parallelismFindings, shareParallelismFindings } from './parallelism';
import { SECRET_CHECKS, secretFindings } from './secrets';
import { SERVER_CHECKS, serverFindings } from './server';
import { shareTokenFindings, TOKEN_CHECKS, tokenFindings } from './tgi-and-tei';
import { TIME_CHECKS, timeFindings } from './time';
import { VARIABLE_CHECKS, variableFindings } from './variables';
import { EndpointPlan as LegacyPlan, legacyPlan } from '../legacy';
import { Finding } from '../finding';
import { ModelSubject } from '../subject';

/** TEMPORARY */
const legacy = (title: string, checks: readonly any[], findings: (plan: LegacyPlan) => Finding[]): ModelSubject =>
  ({ title, checks, ofModel: model => findings(legacyPlan((model as any).endpoint)) });

/** The subjects that concern one model, in the order in which their findings are reported. */
export const MODEL_SUBJECTS: readonly ModelSubject[] = [
  legacy('Model', MODEL_CHECKS, modelFindings),
  legacy('Environment', ENVIRONMENT_CHECKS, environmentFindings),
  legacy('Image names', IMAGE_REFERENCE_CHECKS, imageReferenceFindings),
  legacy('Image', IMAGE_CHECKS, imageFindings),
  { title: 'Hardware', checks: HARDWARE_CHECKS, onShare: hardwareFindings },
  legacy('Server', SERVER_CHECKS, serverFindings),
  { title: 'Parallelism', checks: PARALLELISM_CHECKS, ofModel: parallelismFindings, onShare: shareParallelismFindings },
  { title: 'TGI and TEI', checks: TOKEN_CHECKS, ofModel: tokenFindings, onShare: shareTokenFindings },
  { title: 'Variables', checks: VARIABLE_CHECKS, ofModel: variableFindings },
  { title: 'AWS Neuron', checks: NEURON_CHECKS, ofModel: neuronFindings },
  { title: 'Memory', checks: MEMORY_CHECKS, onShare: memoryFindings },
  { title: 'Time', checks: TIME_CHECKS, ofModel: timeFindings },
  legacy('Secrets', SECRET_CHECKS, secretFindings),
  legacy('Hugging Face Hub', HUB_CHECKS, hubFindings),
  { title: 'Model data', checks: MODEL_DATA_CHECKS, ofModel: modelDataFindings },
];
