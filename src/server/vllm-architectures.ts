import { SupportedVersions } from './supported-versions';
import { ARCHITECTURES_OF_MODELS, VLLM_ARCHITECTURES, VLLM_IMAGES } from './vllm-architectures.generated';
import { ownEntry } from '../common/own-entry';
import { compareVersions } from '../common/version-order';

/** An architecture that a version of vLLM does not support. */
export interface UnsupportedArchitecture {
  readonly architecture: string;

  /** A version that supports it: the first one if there is no older one, or else the last one. */
  readonly supportedVersion: string;

  /** An image with that version, as `repository:tag`. Undefined if none is known. */
  readonly image?: string;
}

/** The architectures of a model on the Hub; none if they are not known. */
export function architecturesOfModel(modelId: string): readonly string[] {
  return ownEntry(ARCHITECTURES_OF_MODELS, modelId) ?? [];
}

/** The architecture that a version of vLLM does not support, if it supports none of them. */
export function unsupportedArchitecture(architectures: readonly string[], version: string): UnsupportedArchitecture | undefined {
  const unsupported = architectures.map(architecture => unsupportedIn(architecture, version));
  return unsupported.every(each => each !== undefined) ? unsupported[0] : undefined;
}

function unsupportedIn(architecture: string, version: string): UnsupportedArchitecture | undefined {
  const { after, since, until, before }: SupportedVersions = ownEntry(VLLM_ARCHITECTURES, architecture) ?? {};
  const isTooOld = after !== undefined && compareVersions(version, after) <= 0;
  const isTooNew = before !== undefined && compareVersions(version, before) >= 0;
  const limit = isTooOld ? since : isTooNew ? until : undefined;
  if (limit === undefined) {
    return undefined;
  }
  const images = VLLM_IMAGES.filter(([candidate]) => (since === undefined || compareVersions(candidate, since) >= 0)
    && (until === undefined || compareVersions(candidate, until) <= 0));
  const ofHuggingFace = images.filter(([, image]) => image.startsWith('huggingface-vllm:'));
  const [supportedVersion, image] = (ofHuggingFace.length > 0 ? ofHuggingFace : images).at(isTooOld ? 0 : -1) ?? [limit];
  return { architecture, supportedVersion, image };
}
