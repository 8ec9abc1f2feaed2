// what the subjects use of packages that only `npm run bench -- --peers` installs

declare module '@cdklabs/generative-ai-cdk-constructs' {
  import { Construct } from 'constructs';

  export namespace sagemaker_deployment {
    interface HuggingFaceSageMakerEndpointProps {
      readonly modelId: string;
      readonly instanceType: SageMakerInstanceType;
      readonly container: ContainerImage;
      readonly environment?: Record<string, string>;
      readonly startupHealthCheckTimeoutInSeconds?: number;
    }
    class HuggingFaceSageMakerEndpoint extends Construct {
      constructor(scope: Construct, id: string, props: HuggingFaceSageMakerEndpointProps);
    }
    class SageMakerInstanceType {
      static of(instanceType: string): SageMakerInstanceType;
    }
    class ContainerImage {}
    class DeepLearningContainerImage extends ContainerImage {
      static fromDeepLearningContainerImage(repositoryName: string, tag: string): ContainerImage;
    }
  }
}

declare module '@aws-cdk/aws-sagemaker-alpha' {
  import { Construct } from 'constructs';

  export class ContainerImage {
    static fromDlc(repositoryName: string, tag: string): ContainerImage;
  }
  export class InstanceType {
    static of(instanceType: string): InstanceType;
  }
  export interface ModelProps {
    readonly containers: { readonly image: ContainerImage; readonly environment?: Record<string, string> }[];
  }
  export class Model extends Construct {
    constructor(scope: Construct, id: string, props: ModelProps);
  }
  export interface InstanceProductionVariantProps {
    readonly model: Model;
    readonly variantName: string;
    readonly instanceType: InstanceType;
    readonly initialInstanceCount: number;
  }
  export class EndpointConfig extends Construct {
    constructor(scope: Construct, id: string, props: { readonly instanceProductionVariants: InstanceProductionVariantProps[] });
  }
  export class Endpoint extends Construct {
    constructor(scope: Construct, id: string, props: { readonly endpointConfig: EndpointConfig });
  }
}
