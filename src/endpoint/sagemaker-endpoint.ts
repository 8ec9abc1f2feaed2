import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { IResource, Stack, Token, TokenComparison } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { EndpointGrants } from './endpoint-grants';
import { eventFindings, targetFindings } from '../checks/endpoint/events';
import { idFindings, ON_EVENT, ruleFindings } from '../checks/endpoint/method-arguments';
import { optionFindings } from '../checks/props';
import { report } from '../checks/report';
import { partitionOf } from '../container/registry';
import { readShape } from '../input/shape';
import { EndpointMetricsBase, IEndpointMetrics } from '../monitoring/endpoint-metrics.generated';

const STATE_CHANGE = 'SageMaker Endpoint State Change';

/** The endpoint statuses in SageMaker events that indicate a failure. */
const FAILURES = ['FAILED', 'ROLLING_BACK', 'UPDATE_ROLLBACK_FAILED'];

/** The name of the production variant of every endpoint that this library creates. */
export const VARIANT_NAME = 'AllTraffic';

/** An Amazon SageMaker endpoint that is defined in this app or imported. */
export interface ISageMakerEndpoint extends sagemaker.IEndpoint, IEndpointMetrics {
  /** The name of the production variant, which is a dimension of metrics. */
  readonly variantName: string;

  /** Grants permissions to invoke the endpoint. */
  readonly grants: EndpointGrants;

  /**
   * The base URL of the endpoint for OpenAI-compatible clients (`base_url`).
   *
   * SageMaker forwards the path `chat/completions` to servers that support it. The API key of the client is a bearer token.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-openai-compatible.html
   */
  readonly openAiBaseUrl: string;

  /**
   * Adds an EventBridge rule for changes of the endpoint status, such as `IN_SERVICE` and `FAILED`.
   *
   * Use `eventPattern` to select fewer events. SageMaker may send several events for one change.
   *
   * @param id the construct ID of the rule
   * @param options the target and the event pattern
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
   */
  onStateChange(id: string, options?: events.OnEventOptions): events.Rule;

  /**
   * Adds an EventBridge rule for events that the endpoint is in service.
   *
   * If `eventPattern` contains endpoint statuses, they are used instead.
   *
   * @param id the construct ID of the rule
   * @param options the target and the event pattern
   */
  onInService(id: string, options?: events.OnEventOptions): events.Rule;

  /**
   * Adds an EventBridge rule for events that the endpoint failed, or that an update failed or is being rolled back.
   *
   * If `eventPattern` contains endpoint statuses, they are used instead.
   *
   * @param id the construct ID of the rule
   * @param options the target and the event pattern
   */
  onFailure(id: string, options?: events.OnEventOptions): events.Rule;

  /**
   * Adds an EventBridge rule for the steps of an update: traffic shifting, baking, and termination of the old instances.
   *
   * @param id the construct ID of the rule
   * @param options the target and the event pattern
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
   */
  onDeploymentStateChange(id: string, options?: events.OnEventOptions): events.Rule;
}

/**
 * The base of endpoints that are defined in this app and of imported endpoints. The interface documents the members.
 *
 * @internal
 */
export abstract class SageMakerEndpointBase extends EndpointMetricsBase implements ISageMakerEndpoint {
  /**
   * The ARN of the endpoint. SageMaker converts the endpoint name in the ARN to lower case.
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
   * Grants permission to send real-time requests. The same as `grants.invoke`.
   *
   * @param grantee the principal that invokes the endpoint
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

  /** EventBridge merges patterns: adding the default statuses would widen the caller's pattern, so they are added only if the caller sets none. */
  private onStatus(method: string, id: string, statuses: string[], options: events.OnEventOptions): events.Rule {
    const rule = this.onEvent(method, id, STATE_CHANGE, options);
    if (options?.eventPattern?.detail?.EndpointStatus === undefined) {
      rule.addEventPattern({ detail: { EndpointStatus: statuses } });
    }
    return rule;
  }

  private onEvent(method: string, id: string, detailType: string, given: events.OnEventOptions): events.Rule {
    const read = readShape(ON_EVENT, given);
    report(this, optionFindings(read, [...idFindings(scopeOfRule(this, read.value.crossStackScope), id), ...ruleFindings(read.value)]));
    const { target, ...options } = read.value;
    const rule = new events.Rule(this, id, options);
    rule.addEventPattern({ source: ['aws.sagemaker'], detailType: [detailType], detail: { EndpointName: [this.endpointName] } });
    try {
      rule.addTarget(target);
    } catch (error) {
      report(this, targetFindings(error));
    }
    report(rule, eventFindings(method, this.env, rule.env));
    return rule;
  }
}

/** Where aws-cdk-lib creates a rule: in the other scope only if that is in another stack of the same account and region. */
function scopeOfRule(endpoint: IResource, other: IConstruct = endpoint): IConstruct {
  const [own, its] = [endpoint.stack, Stack.of(other)];
  const isSame = (a: string, b: string) => [TokenComparison.SAME, TokenComparison.BOTH_UNRESOLVED].includes(Token.compareStrings(a, b));
  return own !== its && isSame(own.region, its.region) && isSame(own.account, its.account) ? other : endpoint;
}
