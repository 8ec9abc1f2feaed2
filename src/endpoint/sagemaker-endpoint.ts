import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { EndpointGrants } from './endpoint-grants';
import { eventFindings } from '../checks/endpoint/events';
import { report } from '../checks/report';
import { partitionOf } from '../container/registry';
import { EndpointMetricsBase, IEndpointMetrics } from '../monitoring/endpoint-metrics.generated';

const STATE_CHANGE = 'SageMaker Endpoint State Change';

/** Statuses as SageMaker's events write them, at which somebody should look at the endpoint. */
const FAILURES = ['FAILED', 'ROLLING_BACK', 'UPDATE_ROLLBACK_FAILED'];

/** The name of the production variant of every endpoint that the library makes. */
export const VARIANT_NAME = 'AllTraffic';

/** An endpoint of Amazon SageMaker: one of this app, or one that exists already. */
export interface ISageMakerEndpoint extends sagemaker.IEndpoint, IEndpointMetrics {
  /** The name of the production variant, which metrics carry beside the name of the endpoint. */
  readonly variantName: string;

  /** Allows others to call the endpoint. */
  readonly grants: EndpointGrants;

  /**
   * Where clients of OpenAI's API find the endpoint: their `base_url`.
   *
   * SageMaker passes on the path `chat/completions` to servers that know it. The key of the client is a bearer token.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-openai-compatible.html
   */
  readonly openAiBaseUrl: string;

  /**
   * Adds a rule for the changes of the endpoint's status, such as `IN_SERVICE` and `FAILED`.
   *
   * An `eventPattern` of the options narrows it down. SageMaker may send several events for one change.
   *
   * @param id the id of the rule's construct
   * @param options where the events go, and which of them
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
   */
  onStateChange(id: string, options?: events.OnEventOptions): events.Rule;

  /**
   * Adds a rule for the moments at which the endpoint has become able to answer.
   *
   * Statuses that an `eventPattern` of the options names are taken instead.
   *
   * @param id the id of the rule's construct
   * @param options where the events go, and which of them
   */
  onInService(id: string, options?: events.OnEventOptions): events.Rule;

  /**
   * Adds a rule for the moments at which the endpoint has failed, or an update of it has failed or is rolled back.
   *
   * Statuses that an `eventPattern` of the options names are taken instead.
   *
   * @param id the id of the rule's construct
   * @param options where the events go, and which of them
   */
  onFailure(id: string, options?: events.OnEventOptions): events.Rule;

  /**
   * Adds a rule for the steps of an update: the shift of the traffic, the bake time, the end of the old instances.
   *
   * @param id the id of the rule's construct
   * @param options where the events go, and which of them
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
   */
  onDeploymentStateChange(id: string, options?: events.OnEventOptions): events.Rule;
}

/**
 * What a created and an imported endpoint share. Members of the interface have their documentation there.
 *
 * @internal
 */
export abstract class SageMakerEndpointBase extends EndpointMetricsBase implements ISageMakerEndpoint {
  /**
   * The ARN of the endpoint. SageMaker writes the name in it in lower case.
   *
   * @attribute
   */
  public abstract readonly endpointArn: string;

  /**
   * The name of the endpoint.
   *
   * @attribute
   */
  public abstract readonly endpointName: string;

  public readonly grants = EndpointGrants.fromEndpoint(this);

  /** A reference to the endpoint. */
  public get endpointRef(): sagemaker.EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  public get openAiBaseUrl(): string {
    return `https://runtime.sagemaker.${this.env.region}.${partitionOf(this, this.env.region).dnsSuffix}/endpoints/${this.endpointName}/openai/v1`;
  }

  /**
   * Allows an IAM principal to invoke the endpoint. The same as `grants.invoke`.
   *
   * @param grantee who may invoke it
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.grants.invoke(grantee);
  }

  public onStateChange(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent('onStateChange', id, STATE_CHANGE, options);
  }

  public onInService(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onStatus('onInService', id, ['IN_SERVICE'], options);
  }

  public onFailure(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onStatus('onFailure', id, FAILURES, options);
  }

  public onDeploymentStateChange(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent('onDeploymentStateChange', id, 'SageMaker Endpoint Deployment State Change', options);
  }

  /** A rule unites the statuses of two patterns: together with those of the options, which are to be fewer, it would be told of all. */
  private onStatus(method: string, id: string, statuses: string[], options: events.OnEventOptions): events.Rule {
    const rule = this.onEvent(method, id, STATE_CHANGE, options);
    if (options.eventPattern?.detail?.EndpointStatus === undefined) {
      rule.addEventPattern({ detail: { EndpointStatus: statuses } });
    }
    return rule;
  }

  private onEvent(method: string, id: string, detailType: string, { target, ...options }: events.OnEventOptions): events.Rule {
    const rule = new events.Rule(this, id, options);
    rule.addEventPattern({ source: ['aws.sagemaker'], detailType: [detailType], detail: { EndpointName: [this.endpointName] } });
    rule.addTarget(target);
    report(rule, eventFindings(method, this.env, rule.env));
    return rule;
  }
}
