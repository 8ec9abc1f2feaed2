/**
 * A string as a part of the ARN of a resource, or of a condition, in which wildcards and policy variables have their literal meaning. Unresolved
 * tokens are kept.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function literalInPolicy(value: string): string {
  return value.replace(/[*?]|\$(?!\{Token\[)/g, character => `\${${character}}`);
}
