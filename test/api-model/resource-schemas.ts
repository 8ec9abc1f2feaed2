import { execFileSync } from 'child_process';
import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { CREATION } from './requests';
import { pythonEnvironment } from '../../local-aws/python-environment';

/** The newest region, whose schemas are used for a type that a region does not have: a check of the library reports that. */
const DEFAULT_REGION = 'us-east-1';

/** Writes the schemas of resource types in regions, with the corrections of cfn-lint: https://github.com/aws-cloudformation/cfn-lint */
const PROGRAM = `
import json, sys
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER as manager
from cfnlint.schema import ResourceNotFoundError
types, regions = json.load(sys.stdin)
def schemas(region):
    for type in types:
        try:
            yield type, manager.get_resource_schema(region, type).schema
        except ResourceNotFoundError:
            pass
json.dump({region: dict(schemas(region)) for region in regions}, sys.stdout)
`;

/** CloudFormation's schemas of resources, which cfn-lint has for each region. */
export class ResourceSchemas {
  public static async load(regions: readonly string[]): Promise<ResourceSchemas> {
    const python = await pythonEnvironment(() => undefined);
    const types = Object.keys(CREATION).filter(type => type.startsWith('AWS::'));
    const input = JSON.stringify([types, [...new Set([DEFAULT_REGION, ...regions])]]);
    return new ResourceSchemas(JSON.parse(execFileSync(python, ['-c', PROGRAM], { input, encoding: 'utf8', maxBuffer: 1e9 })));
  }

  private readonly ajv = new Ajv({ strict: false, allErrors: true, verbose: true, validateFormats: false, logger: false, code: { regExp } });
  private readonly validators = new Map<object, ValidateFunction>();

  private constructor(private readonly schemas: Record<string, Record<string, any>>) {
    KEYWORDS.forEach(([keyword, macro]) => this.ajv.addKeyword({ keyword, macro }));
  }

  /** What CloudFormation would reject in the properties of a resource, which have no intrinsic functions. */
  public rejections(type: string, properties: unknown, region: string): string[] {
    const schema = this.schemas[region]?.[type] ?? this.schemas[DEFAULT_REGION][type];
    if (!schema) {
      throw new Error(`the schema of ${type} is not known here`);
    }
    const validate = this.validators.get(schema) ?? this.compile(schema);
    return validate(properties) ? [] : validate.errors!.filter(({ keyword }) => !KEYWORDS.some(([macro]) => macro === keyword)).map(error => `${type}${describe(error)}`);
  }

  private compile({ $schema: _, $id: __, ...schema }: any): ValidateFunction {
    const compiled = this.ajv.compile(schema);
    this.validators.set(schema, compiled);
    return compiled;
  }
}

/** The keywords of cfn-lint that JSON Schema does not have: https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/cfn-schema-specification.md */
const KEYWORDS: readonly [string, (value: any) => object][] = [
  ['requiredOr', (names: string[]) => ({ anyOf: names.map(name => ({ required: [name] })) })],
  ['requiredXor', (names: string[]) => ({ oneOf: names.map(name => ({ required: [name] })) })],
  ['dependentExcluded', (all: Record<string, string[]>) => ({
    allOf: Object.entries(all).flatMap(([name, others]) => others.map(other => ({ not: { required: [name, other] } }))),
  })],
  ['dependentRequired', (all: Record<string, string[]>) => ({ dependencies: all })],
];

/** The patterns are those of Java and Python, and some are not those of Unicode. */
const regExp = Object.assign((foreign: string): RegExp => {
  const pattern = foreign.replaceAll('\\Z', '$').replaceAll('\\p{Print}', '[\\x20-\\x7e]');
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}, { code: 'new RegExp' });

function describe({ instancePath: path, message, data, params }: ErrorObject): string {
  return `${path.replaceAll('/', '.')} ${message}${params.additionalProperty ? ` (${params.additionalProperty})` : ''}, got ${JSON.stringify(data)?.slice(0, 200)}`;
}
