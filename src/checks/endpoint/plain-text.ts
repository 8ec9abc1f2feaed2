import { EndpointPlan } from '../../plan/endpoint-plan';
import { Finding } from '../finding';
import { formFindings, MEANING, meaningFindings, SECRET } from '../plain-text';

export const PLAIN_TEXT_CHECKS = [SECRET, MEANING];

const BUILD_ARGUMENTS = 'container.buildArgs';

/** Finds a secret in a prop: all of them become part of the template, or of the manifest of the assets. */
export function plainTextFindings({ strings }: EndpointPlan): Finding[] {
  const found = strings.flatMap(({ prop, name, value }) => {
    const byForm = formFindings(prop, value);
    return byForm.length === 0 && prop.startsWith(`${BUILD_ARGUMENTS}.`) ? meaningFindings(prop, name, value) : byForm;
  });
  return [...new Map(found.map(each => [`${each.id} ${each.prop}`, each])).values()];
}
