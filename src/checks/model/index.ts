import { ARCHITECTURE_CHECKS, architectureFindings } from './architecture';
import { ARGUMENT_CHECKS, argumentFindings } from './arguments';
import { ENGINE_CHECKS, engineFindings, shareEngineFindings } from './engine';
import { ENVIRONMENT_CHECKS, environmentFindings } from './environment';
import { HARDWARE_CHECKS, hardwareFindings } from './hardware';
import { HUB_CHECKS, hubFindings } from './hub';
import { IMAGE_CHECKS, imageFindings, imageOnShareFindings } from './image';
import { IMAGE_REFERENCE_CHECKS, imageReferenceFindings } from './image-reference';
import { IMAGE_SUPPORT_CHECKS, imageSupportFindings } from './image-support';
import { LMI_CHECKS, lmiFindings, shareLmiFindings } from './lmi';
import { MEMORY_CHECKS, memoryFindings } from './memory';
import { MODEL_CHECKS, modelFindings } from './model';
import { MODEL_DATA_CHECKS, modelDataFindings } from './model-data';
import { NAME_CHECKS, nameFindings } from './names';
import { NEURON_CHECKS, neuronFindings } from './neuron';
import { PARALLELISM_CHECKS, parallelismFindings, shareParallelismFindings } from './parallelism';
import { QUANTIZATION_CHECKS, quantizationFindings, shareQuantizationFindings } from './quantization';
import { SECRET_CHECKS, secretFindings } from './secrets';
import { SERVER_CHECKS, serverFindings } from './server';
import { SGLANG_CHECKS, sglangFindings } from './sglang';
import { START_SCRIPT_CHECKS, startScriptFindings } from './start-script';
import { TEI_CHECKS, teiFindings } from './tei';
import { shareTokenFindings, TOKEN_CHECKS, tokenFindings } from './tgi-and-tei';
import { shareTimeFindings, TIME_CHECKS, timeFindings } from './time';
import { VARIABLE_CHECKS, variableFindings } from './variables';
import { ModelSubject } from '../subject';

/** The subjects that concern one model, in the order in which their findings are reported. */
export const MODEL_SUBJECTS: readonly ModelSubject[] = [
  { title: 'Model', checks: MODEL_CHECKS, ofModel: modelFindings },
  { title: 'Architecture of the model', checks: ARCHITECTURE_CHECKS, ofModel: architectureFindings },
  { title: 'Environment', checks: ENVIRONMENT_CHECKS, ofModel: environmentFindings },
  { title: 'Image names', checks: IMAGE_REFERENCE_CHECKS, ofModel: imageReferenceFindings },
  { title: 'Names', checks: NAME_CHECKS, ofModel: nameFindings },
  { title: 'Image', checks: IMAGE_CHECKS, ofModel: imageFindings, onShare: imageOnShareFindings },
  { title: 'Support of the image', checks: IMAGE_SUPPORT_CHECKS, ofModel: imageSupportFindings },
  { title: 'Hardware', checks: HARDWARE_CHECKS, onShare: hardwareFindings },
  { title: 'Server', checks: SERVER_CHECKS, ofModel: serverFindings },
  { title: 'Arguments', checks: ARGUMENT_CHECKS, ofModel: argumentFindings },
  { title: 'Start scripts', checks: START_SCRIPT_CHECKS, ofModel: startScriptFindings },
  { title: 'Engines', checks: ENGINE_CHECKS, ofModel: engineFindings, onShare: shareEngineFindings },
  { title: 'Quantization', checks: QUANTIZATION_CHECKS, ofModel: quantizationFindings, onShare: shareQuantizationFindings },
  { title: 'SGLang', checks: SGLANG_CHECKS, ofModel: sglangFindings },
  { title: 'Large Model Inference', checks: LMI_CHECKS, ofModel: lmiFindings, onShare: shareLmiFindings },
  { title: 'Models of TEI', checks: TEI_CHECKS, onShare: teiFindings },
  { title: 'Parallelism', checks: PARALLELISM_CHECKS, ofModel: parallelismFindings, onShare: shareParallelismFindings },
  { title: 'TGI and TEI', checks: TOKEN_CHECKS, ofModel: tokenFindings, onShare: shareTokenFindings },
  { title: 'Variables', checks: VARIABLE_CHECKS, ofModel: variableFindings },
  { title: 'AWS Neuron', checks: NEURON_CHECKS, ofModel: neuronFindings },
  { title: 'Memory', checks: MEMORY_CHECKS, onShare: memoryFindings },
  { title: 'Time', checks: TIME_CHECKS, ofModel: timeFindings, onShare: shareTimeFindings },
  { title: 'Secrets', checks: SECRET_CHECKS, ofModel: secretFindings },
  { title: 'Hugging Face Hub', checks: HUB_CHECKS, ofModel: hubFindings },
  { title: 'Model data', checks: MODEL_DATA_CHECKS, ofModel: modelDataFindings },
];
