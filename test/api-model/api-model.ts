import { Evaluator, generatedName, IRELAND, Literals, OtherTemplates } from './literals';
import { RequestCheck, requestCheck } from './request-schema';
import { ApiCall, CREATION, SERVICES } from './requests';
import { serviceModels } from './service-model';

export interface CallOptions {
  readonly others?: OtherTemplates;

  /** The resources whose calls are made: all by default. */
  readonly resources?: object;
}

/** AWS's own model of its API, which templates are held against. */
export class ApiModel {
  public static async load(): Promise<ApiModel> {
    const models = await serviceModels(SERVICES);
    return new ApiModel(Object.fromEntries(Object.entries(models).map(([service, model]) => [service, requestCheck(model)])));
  }

  private constructor(private readonly checks: Record<string, RequestCheck>) {}

  /** What AWS would refuse in the calls that create the resources of a template. */
  public refusals(template: any, at: Literals = IRELAND, options: CallOptions = {}): string[] {
    return callsOf(template, at, options).flatMap(({ service, operation, input }) => this.checks[service](operation, input));
  }
}

/** The calls that create the resources of a template; a resource of a type that is not known here is an error. */
export function callsOf(template: any, at: Literals = IRELAND, { others, resources = template.Resources }: CallOptions = {}): ApiCall[] {
  const evaluator = new Evaluator(template, at, others);
  return Object.entries<any>(resources).flatMap(([id, { Type: type, Properties: properties = {} }]) => {
    const mapping = CREATION[type];
    if (!mapping) {
      throw new Error(`${id}: the call that creates a resource of type ${type} is not known here`);
    }
    return mapping(evaluator.evaluate(properties), generatedName(id));
  });
}
