import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { componentName, replaceWithName } from './component-name';
import { InferenceComponentBase } from './inference-component-base';
import { isKnown } from '../common/known';
import { ISageMakerEndpoint, VARIANT_NAME } from '../endpoint/sagemaker-endpoint';
import { ModelData } from '../model/model-data';
import { ModelPlan } from '../plan/model-plan';
import { renderFlag } from '../server/flag';

/** An adapter of a component. It has neither resources nor copies of its own: it is loaded into the copies of its base. */
export class Adapter extends InferenceComponentBase {
  public readonly inferenceComponentName: string;
  public readonly endpoint: ISageMakerEndpoint;
  public readonly resource: CfnInferenceComponent;

  constructor(
    scope: Construct, id: string, private readonly base: InferenceComponentBase, baseResource: CfnInferenceComponent, modelData: ModelData,
  ) {
    super(scope, id);
    this.endpoint = base.endpoint;
    const artifactUrl = modelData._s3Uri;
    // SageMaker does not update an adapter, so another archive is another adapter
    const identity = () => [this.endpoint.endpointName, VARIANT_NAME, base.inferenceComponentName, artifactUrl];
    this.inferenceComponentName = componentName(this, this.endpoint, identity);
    this.resource = new CfnInferenceComponent(this, 'InferenceComponent', {
      inferenceComponentName: this.inferenceComponentName,
      endpointName: this.endpoint.endpointName,
      specification: { baseInferenceComponentName: base.inferenceComponentName, container: { artifactUrl } },
    });
    replaceWithName(this.resource, identity);
    this.resource.node.addDependency(baseResource);
    this.node.defaultChild = this.resource;
  }

  /** The containers of the base load the adapter. */
  public get logGroupName(): string {
    return this.base.logGroupName;
  }
}

/** The ranks that vLLM accepts: https://github.com/vllm-project/vllm/blob/main/vllm/config/lora.py */
const RANKS = [1, 8, 16, 32, 64, 128, 256, 320];
const HIGHEST_RANK = 512;

/** The variables that the server of a base needs for its adapters, except for those that the user sets. */
export function adapterVariables({ server, serverVersion, environment, origins }: ModelPlan, ranks: readonly number[]): Record<string, string> {
  const { runtimeAdapters } = server.traits;
  if (!runtimeAdapters) {
    return {};
  }
  const { variables, flags = [], rankVariable } = runtimeAdapters;
  const all = {
    ...variables,
    ...Object.fromEntries(flags.map(name => [name, renderFlag(server, serverVersion, true)])),
    ...ranks.length > 0 ? { [rankVariable]: String(sufficientRank(ranks)) } : {},
  };
  return Object.fromEntries(Object.entries(all)
    .filter(([name]) => !(Object.hasOwn(environment, name) && origins[name] !== 'library'))) as Record<string, string>;
}

/** The lowest rank that is sufficient for all adapters. Only the highest one is, if a rank is an unresolved token. */
function sufficientRank(ranks: readonly number[]): number {
  return RANKS.find(rank => ranks.every(each => isKnown(each) && each <= rank)) ?? HIGHEST_RANK;
}
