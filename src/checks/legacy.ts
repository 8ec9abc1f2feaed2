// TEMPORARY: the shape of a plan and of a check that unconverted subjects still use
import { HuggingFaceSageMakerEndpointProps } from '../props/huggingface-sagemaker-endpoint-props';
import { EndpointPlan as NewPlan } from '../plan/endpoint-plan';
import { ModelPlan } from '../plan/model-plan';
import { PlanScope } from '../plan/plan-scope';
import { InstanceShare } from '../instance/instance-share';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { ContainerImage } from '../container/container-image';
import { Finding } from './finding';

export { Finding } from './finding';
export const REFUSED = 'SageMaker refuses it, and the deployment is rolled back';

export interface Check { readonly id: string; readonly severity: 'error' | 'warning'; readonly what: string; readonly why: string; readonly fix: string; readonly source: string }

export function finding({ id, severity }: Check, message: string): Finding {
  return { id: `huggingface-sagemaker:${id}`, severity, prop: /^'([^']*)'/.exec(message)?.[1] ?? '', values: {}, message };
}

export interface EndpointPlan extends Omit<NewPlan, 'scope'>, Omit<ModelPlan, 'scope'> {
  readonly props: HuggingFaceSageMakerEndpointProps;
  readonly scope: PlanScope & { readonly s3Endpoint?: () => boolean; readonly nothingOut?: () => boolean };
  readonly instanceType: SageMakerInstanceType;
  readonly container?: ContainerImage;
  readonly noContainer?: string;
  readonly adaptersOfHub: readonly string[];
  readonly fromHub: boolean;
  readonly userEnvironment: Readonly<Record<string, string>>;
  readonly model: ModelPlan;
  readonly share: InstanceShare;
}

export function legacyPlan(plan: NewPlan, share: InstanceShare = plan.shares[0], routes: object = {}): EndpointPlan {
  const [model] = plan.models;
  const own = (origin: string[]) => Object.fromEntries(Object.entries(model.environment).filter(([name]) => origin.includes(model.origins[name])));
  const extra = Object.keys(own(['argument'])).filter(name => !model.server.settings.some(s => s.variables.some(v => v.name === name)) || name in extraOf(model));
  return {
    ...model,
    ...plan,
    scope: { ...plan.scope, ...routes },
    instanceType: share.instanceType,
    fallbackInstanceTypes: share === plan.shares[0] ? plan.fallbackInstanceTypes : [],
    container: model.image,
    noContainer: model.noImage && `no image: ${model.noImage.reason}`,
    adaptersOfHub: model.adaptersFromHub,
    fromHub: model.isFromHub,
    userEnvironment: { ...Object.fromEntries(extra.map(name => [name, model.environment[name]])), ...own(['environment']) },
    model,
    share,
    props: (plan as any).givenProps,
  };
}

function extraOf({ givenServer }: ModelPlan): Record<string, string> {
  const variable = givenServer?._definition.argumentVariable;
  return variable ? Object.fromEntries(Object.entries(givenServer!._extraArguments).map(([argument, value]) => [variable(argument), value])) : {};
}

export function hubSource({ fromHub, adaptersOfHub }: EndpointPlan) {
  return fromHub ? {
    named: "'modelId' names a model",
    instead: "put the weights into Amazon S3 and name them with 'modelData'",
  } : adaptersOfHub.length === 0 ? undefined : {
    named: `'server.loraAdapters' names ${adaptersOfHub.join(', ')}, an adapter`,
    instead: "put the adapter beside the weights and name its path, which begins with '/'",
  };
}
