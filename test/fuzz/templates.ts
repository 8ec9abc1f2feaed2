import { readFileSync } from 'fs';
import { join } from 'path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { ApiModel } from '../api-model/api-model';
import { Evaluator, Literals, OtherTemplates } from '../api-model/literals';
import { CREATION } from '../api-model/requests';
import { ResourceSchemas } from '../api-model/resource-schemas';
import { circular } from '../dependencies';

/** What the library does not create, but its surroundings or aws-cdk-lib do. */
const OF_OTHERS = /^AWS::EC2::(?!SecurityGroup$)|^AWS::(CDK::Metadata|CloudFormation::Stack|SecretsManager::(Secret|ResourcePolicy)|IAM::ManagedPolicy|ECR::Repository)$|^Custom::(S3AutoDelete|VpcRestrict)/;
const PSEUDO_PARAMETERS = /^AWS::(Region|Partition|URLSuffix|AccountId|StackName|StackId|NotificationARNs|NoValue)$/;

/** A template of an assembly, and what its functions give that other templates decide. */
interface DeployedTemplate {
  readonly name: string;
  readonly template: any;
  readonly others: OtherTemplates;
}

/** What AWS would reject in the templates of an assembly. */
export class TemplateCheck {
  public static async load(regions: readonly string[]): Promise<TemplateCheck> {
    return new TemplateCheck(await ApiModel.load(), await ResourceSchemas.load(regions));
  }

  private constructor(private readonly api: ApiModel, private readonly schemas: ResourceSchemas) {}

  /**
   * What the API, the schemas of CloudFormation, a reference or a circular dependency would reject. Empty if the app can be deployed. A token of
   * the wrong type has a value only when it is deployed, so the values are not looked at.
   */
  public rejections(assembly: CloudAssembly, at: Literals, hasUnknownValues = false): string[] {
    return templatesOf(assembly, at).flatMap(({ name, template, others }) => {
      const broken = [
        ...dangling(template).map(reference => `${reference} is not in the template`),
        ...circular(template).map(id => `${id} depends on itself`),
      ];
      return (broken.length > 0 || hasUnknownValues ? broken : this.ofResources(template, at, others)).map(each => `${name}: ${each}`);
    });
  }

  private ofResources(template: any, at: Literals, others: OtherTemplates): string[] {
    const own = Object.fromEntries(Object.entries<any>(template.Resources).filter(([, { Type: type }]) => !OF_OTHERS.test(type)));
    const evaluator = new Evaluator(template, at, others);
    return [
      ...this.api.refusals(template, at, { others, resources: own }),
      ...Object.values<any>(own).filter(({ Type: type }) => type in CREATION && type.startsWith('AWS::')).flatMap(({ Type: type, Properties: properties = {} }) =>
        this.schemas.rejections(type, evaluator.evaluate(properties), at.region)),
    ];
  }
}

/** All templates: those of the stacks, and those of nested stacks in them. */
function templatesOf(assembly: CloudAssembly, at: Literals): DeployedTemplate[] {
  const exported: Record<string, () => unknown> = {};
  const deployed: DeployedTemplate[] = [];
  const add = (name: string, file: any, directory: string, parameters: Record<string, () => unknown>): DeployedTemplate => {
    const template = { Resources: {}, ...file };
    const nested: Record<string, DeployedTemplate> = {};
    const others: OtherTemplates = (called, argument) => {
      const known = called === 'Ref' ? parameters[argument] : undefined;
      if (known) {
        return known();
      }
      if (called === 'Fn::ImportValue') {
        return exported[argument]?.();
      }
      const output = called === 'Fn::GetAtt' && nested[argument[0]] ? argument[1].replace('Outputs.', '') : undefined;
      return output && evaluate(nested[argument[0]], nested[argument[0]].template.Outputs[output].Value);
    };
    const own: DeployedTemplate = { name, template, others };
    const evaluate = (of: DeployedTemplate, value: unknown) => new Evaluator(of.template, at, of.others).evaluate(value);
    Object.values<any>(template.Outputs ?? {}).filter(({ Export }) => Export).forEach(({ Export, Value }) => {
      exported[Export.Name] = () => evaluate(own, Value);
    });
    Object.entries<any>(template.Resources).filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack').forEach(([id, { Properties, Metadata }]) => {
      const nestedTemplate = JSON.parse(readFileSync(join(directory, Metadata['aws:asset:path']), 'utf8'));
      const given = Object.entries(Properties.Parameters ?? {}).map(([parameter, value]) => [parameter, () => evaluate(own, value)]);
      nested[id] = add(`${name}/${id}`, nestedTemplate, directory, Object.fromEntries(given));
    });
    deployed.push(own);
    return own;
  };
  assembly.stacksRecursively.forEach(({ id, template, assembly: { directory } }) => add(id, template, directory, {}));
  return deployed;
}

/** What a template refers to, but does not have. */
function dangling(template: any): string[] {
  const { Resources: resources, Parameters: parameters = {}, Mappings: mappings = {}, Conditions: conditions = {} } = template;
  const isKnown = (id: string) => id in resources || id in parameters || PSEUDO_PARAMETERS.test(id);
  const visit = (value: any): string[] => {
    if (typeof value !== 'object' || value === null) {
      return [];
    }
    const own = Object.entries<any>(value).flatMap(([key, child]) => {
      switch (key) {
        case 'Ref': return isKnown(child) ? [] : [child];
        case 'Fn::GetAtt': return [Array.isArray(child) ? child[0] : child.split('.')[0]].filter(id => !(id in resources));
        case 'Fn::Sub': return [...String([child].flat()[0]).matchAll(/\$\{([^!}.]+)/g)].map(([, id]) => id).filter(id => !isKnown(id));
        case 'Fn::FindInMap': return child[0] in mappings ? [] : [child[0]];
        default: return [];
      }
    });
    return [...own, ...Object.values(value).flatMap(visit)];
  };
  const explicit = Object.values<any>(resources).flatMap(({ DependsOn: ids = [], Condition: condition = [] }) =>
    [...[ids].flat().filter(id => !(id in resources)), ...[condition].flat().filter(name => !(name in conditions))]);
  return [...new Set([...visit([resources, template.Outputs]), ...explicit])];
}
