import { hubModel, localModel, OFFLINE, revision, token } from './common-settings';
import { ServerDefinition } from './server-definition';

/** The settings for an unknown image: the names that most servers read. */
export const UNKNOWN_SERVER: ServerDefinition = {
  neuron: false,
  title: 'an unknown image',
  source: 'https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables',
  settings: [
    hubModel(['HF_MODEL_ID']),
    localModel(['HF_MODEL_ID']),
    revision('HF_MODEL_REVISION'),
    token(),
    OFFLINE,
  ],
};
