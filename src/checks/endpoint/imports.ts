import { argumentFindings } from './method-arguments';
import { isKnown } from '../../common/known';
import { having, STRING } from '../../input/kinds';
import { readShape, Shape } from '../../input/shape';
import { Check, finding, Finding } from '../finding';
import { formFindings } from '../plain-text';
import { optionFindings } from '../props';
import { quoted } from '../ranges';

/** What an endpoint is imported by. */
interface ImportedBy {
  readonly endpointArn: string;
  readonly endpointName?: string;
  readonly variantName?: string;
}

const ARN: Check<{ readonly got: string }> = {
  id: 'imported-endpoint-arn',
  severity: 'error',
  what: 'an endpoint is imported by an ARN that is not the ARN of an endpoint',
  why: 'grants, metrics and events would be those of another resource, or of none',
  fix: 'use the ARN of the endpoint',
  source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html',
  message: (prop, { got }) => `'${prop}' must be an ARN such as arn:aws:sagemaker:us-east-1:111122223333:endpoint/name, got ${quoted(got)}`,
};

const NAME: Check<{ readonly got: string }> = {
  id: 'imported-endpoint-name',
  severity: 'error',
  what: 'an endpoint is imported by a name that no endpoint can have',
  why: 'grants, metrics and events would be those of no endpoint',
  fix: 'use the name of the endpoint',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html',
  message: (prop, { got }) => `'${prop}' must have 1 to 63 letters, digits and hyphens, and begin and end with a letter or digit, got ${quoted(got)}`,
};

export const IMPORT_CHECKS = [ARN, NAME];

const ATTRIBUTES: Shape<ImportedBy> = {
  endpointArn: { required: STRING }, endpointName: STRING, variantName: STRING,
};

const ENDPOINT_ARN = /^arn:[^:]+:sagemaker:[^:]+:[^:]+:endpoint\/.+$/;
const ENDPOINT_NAME = /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

/** Reads the attributes that an endpoint is imported by, and finds what is wrong with them. */
export function readEndpointAttributes(attributes: ImportedBy): { readonly value: ImportedBy; readonly findings: readonly Finding[] } {
  const read = readShape(ATTRIBUTES, attributes);
  const { endpointArn: arn, endpointName: name } = read.value;
  const findings = optionFindings(read, [
    ...isKnown(arn) && !ENDPOINT_ARN.test(arn) ? [finding(ARN, 'endpointArn', { got: arn })] : [],
    ...formFindings('endpointArn', arn ?? ''),
    ...nameFindings(name),
  ]);
  return { value: read.value, findings };
}

const COMPONENT_ATTRIBUTES: Shape<{ readonly inferenceComponentName: string; readonly endpoint: object }> = {
  inferenceComponentName: { required: STRING },
  endpoint: { required: having('an endpoint', ['endpointName', 'endpointArn'], 'use a construct such as that of `fromEndpointName`') },
};

/** Finds what is wrong with the attributes that an inference component is imported by. */
export function componentAttributeFindings(attributes: { readonly inferenceComponentName: string; readonly endpoint: object }): Finding[] {
  const read = readShape(COMPONENT_ATTRIBUTES, attributes);
  return optionFindings(read, formFindings('inferenceComponentName', read.value.inferenceComponentName ?? ''));
}

/** Finds what is wrong with the name that an endpoint is imported by. */
export function importedNameFindings(name: string): Finding[] {
  const wrong = argumentFindings(STRING, name, 'endpointName');
  return wrong.length > 0 ? wrong : nameFindings(name);
}

function nameFindings(name: string | undefined): Finding[] {
  return [
    ...isKnown(name) && !ENDPOINT_NAME.test(name) ? [finding(NAME, 'endpointName', { got: name })] : [],
    ...formFindings('endpointName', name ?? ''),
  ];
}
