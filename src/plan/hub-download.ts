/** @see https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables#boolean-values */
const TRUE = /^(1|on|yes|true)$/i;

/** Whether a variable switches the Hub off. */
export function isOffline(environment: Readonly<Record<string, string>>): boolean {
  return TRUE.test(environment.HF_HUB_OFFLINE ?? '');
}
