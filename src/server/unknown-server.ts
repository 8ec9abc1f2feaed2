import { hubModel, hubToken, localModel, OFFLINE, revision } from './common-settings';
import { defineServer } from './server-definition';

/** The settings for an unknown image: the names that most servers read. */
export const UNKNOWN_SERVER = defineServer({
  neuron: false,
  title: 'an unknown image',
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
    copiesKeyValueHeads: true,
    servesTask: undefined,
    loadsOnlyGguf: false,
    quantizationInModelId: {},
    rejectsBfloat16OnOldGpus: false,
    runtimeAdapters: undefined,
    contextSetting: undefined,
    degreeSetting: undefined,
    compiledLengthSetting: undefined,
    variablePrefixes: [],
    alsoReads: [],
  },
});
