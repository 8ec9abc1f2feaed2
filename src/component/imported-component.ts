import { Construct } from 'constructs';
import { InferenceComponentAttributes } from './inference-component-attributes';
import { InferenceComponentBase } from './inference-component-base';
import { ISageMakerEndpoint } from '../endpoint/sagemaker-endpoint';

/** A component that the app does not create. It is in the account and region of its endpoint. */
export class ImportedComponent extends InferenceComponentBase {
  public readonly inferenceComponentName: string;
  public readonly endpoint: ISageMakerEndpoint;

  constructor(scope: Construct, id: string, { inferenceComponentName, endpoint }: InferenceComponentAttributes) {
    super(scope, id, { account: endpoint.env.account, region: endpoint.env.region });
    this.inferenceComponentName = inferenceComponentName;
    this.endpoint = endpoint;
  }
}
