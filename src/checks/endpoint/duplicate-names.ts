import { Check, finding, Finding } from '../finding';

/** Another resource with the name of a resource of an endpoint. */
export interface SameName {
  /** The prop that sets the name. */
  readonly prop: string;
  readonly what: 'endpoint' | 'log group' | 'rule' | 'dashboard';
  readonly name: string;

  /** The path of the other resource. */
  readonly path: string;

  /** Whether the other resource is in another stage of the app. */
  readonly isInOtherStage: boolean;
}

const message = (prop: string, { what, name, path }: SameName) => `'${prop}' must differ from the names of other ${what}s in the account`
  + `${what === 'dashboard' ? '' : ' and region'}, got ${name}, which is the name of ${path}, too`;

const DUPLICATE: Check<SameName> = {
  id: 'duplicate-name',
  severity: 'error',
  what: 'an endpoint, its log group, one of its rules or its dashboard has the name of another one that the app creates in the same account and '
    + 'region. Endpoint names that differ only in upper and lower case are the same, and dashboards of all regions share their names',
  why: 'AWS rejects the second resource, and the deployment is rolled back',
  fix: 'use another name, or let CloudFormation generate one',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html',
  message,
};

const DUPLICATE_IN_STAGE: Check<SameName> = {
  id: 'duplicate-name-in-stage',
  severity: 'warning',
  what: 'the same, and the other resource is in another stage of the app',
  why: 'only one of the stages can be deployed at a time',
  fix: 'use another name in each stage, or let CloudFormation generate one',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html',
  message,
};

export const DUPLICATE_NAME_CHECKS = [DUPLICATE, DUPLICATE_IN_STAGE];

/** Finds names that are not unique. */
export function duplicateFindings(sameNames: readonly SameName[]): Finding[] {
  return sameNames.map(each => finding(each.isInOtherStage ? DUPLICATE_IN_STAGE : DUPLICATE, each.prop, each));
}
