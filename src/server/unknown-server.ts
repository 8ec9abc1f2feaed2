import { hubModel, hubToken, localModel, OFFLINE, revision } from './common-settings';
import { defineServer } from './server-definition';

/** What is set for an image of which nothing is known: the names that most servers read. */
export const UNKNOWN_SERVER = defineServer({
  neuron: false,
  title: 'an image that is not known',
  source: 'https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables',
  settings: [
    hubModel(['HF_MODEL_ID']),
    localModel(['HF_MODEL_ID']),
    revision('HF_MODEL_REVISION'),
    hubToken(),
    OFFLINE,
  ],
  traits: {
    memoryShare: undefined,
    holdsWeightsOnAccelerators: false,
    servesLargeModels: false,
    runsSingleCopy: false,
    servesTask: undefined,
    loadsOnlyGguf: false,
    quantizationInModelId: {},
    rejectsBfloat16OnOldGpus: false,
    contextSetting: undefined,
    degreeSetting: undefined,
    variablePrefixes: [],
    alsoReads: [],
  },
});
