import { ISageMakerEndpoint } from '../endpoint/sagemaker-endpoint';

/**
 * The attributes of an existing inference component.
 *
 * @stability experimental
 */
export interface InferenceComponentAttributes {
  /** The name of the component. */
  readonly inferenceComponentName: string;

  /** The endpoint of the component, such as one of `HuggingFaceSageMakerEndpoint.fromEndpointName`. */
  readonly endpoint: ISageMakerEndpoint;
}
