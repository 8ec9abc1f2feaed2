import { knownHubId } from './hub-id';
import { ServerFamily } from '../../container/server-family';
import { effectiveArgument } from '../../plan/effective-setting';
import { modelProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { architecturesOfModel, UnsupportedArchitecture, unsupportedArchitecture } from '../../server/vllm-architectures';
import { Check, finding, Finding } from '../finding';

const ARCHITECTURE: Check<UnsupportedArchitecture & { readonly version: string }> = {
  id: 'model-architecture',
  severity: 'warning',
  what: 'the version of vLLM has no implementation of the architecture of the model, which `modelProfile` or the model ID reveals',
  why: 'vLLM exits when it starts, unless Transformers in the image has an implementation that vLLM can use',
  fix: 'set `container` to an image with a version that supports it',
  source: 'https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/models/registry.py',
  message: (prop, { architecture, version, supportedVersion, image }) => `'${prop}' has the architecture ${architecture}, `
    + `which vLLM ${version} does not support, but vLLM ${supportedVersion} does${image === undefined ? '' : ` (image ${image})`}`,
};

export const ARCHITECTURE_CHECKS = [ARCHITECTURE];

/** Arguments with which vLLM loads the model as another architecture, or by Transformers. */
const ARGUMENTS = ['hf-overrides', 'model-impl', 'hf-config-path'];

/** Finds a model that the version of the server does not support. */
export function architectureFindings(model: ModelPlan): Finding[] {
  const { server, serverVersion, profile } = model;
  const isOther = ARGUMENTS.some(argument => effectiveArgument(model, argument));
  if (server.family !== ServerFamily.VLLM || server.neuron || serverVersion === undefined || isOther) {
    return [];
  }
  const architectures = profile?.architecture === undefined ? architecturesOfModel(knownHubId(model) ?? '') : [profile.architecture];
  const unsupported = unsupportedArchitecture(architectures, serverVersion);
  const prop = profile?.architecture === undefined ? modelProp(model) : 'modelProfile';
  return unsupported ? [finding(ARCHITECTURE, prop, { ...unsupported, version: serverVersion })] : [];
}
