import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { IResource } from 'aws-cdk-lib/core';
import { EndpointGrants } from '../endpoint/endpoint-grants';
import { ISageMakerEndpoint } from '../endpoint/sagemaker-endpoint';
import { IInferenceComponentMetrics, InferenceComponentMetricsBase } from '../monitoring/component-metrics.generated';

/**
 * An inference component, or an adapter of one, that is defined in this app or imported.
 *
 * @stability experimental
 */
export interface IInferenceComponent extends IResource, sagemaker.IInferenceComponentRef, IInferenceComponentMetrics {
  /** The name of the component. Requests name it in addition to the endpoint, as `InferenceComponentName`. */
  readonly inferenceComponentName: string;

  /** The ARN of the component. */
  readonly inferenceComponentArn: string;

  /** The endpoint of the component. */
  readonly endpoint: ISageMakerEndpoint;

  /** Grants permissions to invoke the component, and no other one of the endpoint. */
  readonly grants: EndpointGrants;

  /**
   * The base URL of the component for OpenAI-compatible clients (`base_url`). The API key of the client is a bearer token.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-openai-compatible.html
   */
  readonly openAiBaseUrl: string;

  /** The name of the log group of the containers. */
  readonly logGroupName: string;
}

/**
 * The base of components that are defined in this app and of imported components. The interface documents the members.
 *
 * @internal
 */
export abstract class InferenceComponentBase extends InferenceComponentMetricsBase implements IInferenceComponent {
  public abstract readonly inferenceComponentName: string;
  public abstract readonly endpoint: ISageMakerEndpoint;

  public get inferenceComponentArn(): string {
    const { region, account } = this.env;
    return this.stack.formatArn({
      service: 'sagemaker', resource: 'inference-component', resourceName: this.inferenceComponentName, region, account,
    });
  }

  /** A reference to the component. */
  public get inferenceComponentRef(): sagemaker.InferenceComponentReference {
    return { inferenceComponentArn: this.inferenceComponentArn };
  }

  public get grants(): EndpointGrants {
    return EndpointGrants._ofComponent(this.endpoint, this.inferenceComponentArn);
  }

  public get openAiBaseUrl(): string {
    return this.endpoint.openAiBaseUrl.replace('/openai/v1', `/inference-components/${this.inferenceComponentName}/openai/v1`);
  }

  public get logGroupName(): string {
    return `/aws/sagemaker/InferenceComponents/${this.inferenceComponentName}`;
  }
}
