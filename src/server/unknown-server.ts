import { hubModel, localModel, OFFLINE, revision, token } from './common-settings';
import { ServerDefinition } from './server-definition';

/** What is set for an image of which nothing is known: the names that most servers read. */
export const UNKNOWN_SERVER: ServerDefinition = {
  neuron: false,
  title: 'an image that is not known',
  source: 'https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables',
  settings: [
    hubModel(['HF_MODEL_ID']),
    localModel(['HF_MODEL_ID']),
    revision('HF_MODEL_REVISION'),
    token(),
    OFFLINE,
  ],
};
