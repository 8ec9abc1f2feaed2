import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { accountFindings, effectFindings, grantFindings } from '../checks/endpoint/grants';
import { granteeFindings } from '../checks/endpoint/method-arguments';
import { report } from '../checks/report';
import { argument, having } from '../input/kinds';

/** The actions that the methods allow. */
const ACTIONS = {
  invoke: 'sagemaker:InvokeEndpoint',
  invokeWithResponseStream: 'sagemaker:InvokeEndpointWithResponseStream',
  invokeWithBidirectionalStream: 'sagemaker:InvokeEndpointWithBidirectionalStream',
  invokeAsync: 'sagemaker:InvokeEndpointAsync',
} as const;

const ENDPOINT = having('an endpoint', ['endpointRef'], 'use a construct such as a CfnEndpoint');

/** An endpoint, and whether it accepts asynchronous requests only. An imported endpoint, and one of another library, does not know it. */
interface GrantedEndpoint extends sagemaker.IEndpointRef {
  readonly _asynchronous?: boolean;

  /** The ARN, with a wildcard, of its inference components. Requests to one of them need permissions for both. */
  readonly _componentArns?: string;

  /** What gets a permission that is granted to a principal, if it is not the principal itself. */
  readonly _granteeFor?: (grantee: iam.IGrantable) => iam.IGrantable | undefined;
}

/**
 * Grants permissions to invoke an Amazon SageMaker endpoint.
 *
 * @example
 * declare const application: lambda.Function;
 *
 * const endpoint = new HuggingFaceSageMakerEndpoint(this, 'Endpoint', {
 *   modelId: 'Qwen/Qwen3-8B',
 *   instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
 * });
 * endpoint.grants.invoke(application);
 * endpoint.grants.invokeWithResponseStream(application);
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export class EndpointGrants {
  /**
   * The grants of any endpoint, including one that this library did not create.
   *
   * @param endpoint the endpoint to invoke
   */
  public static fromEndpoint(endpoint: sagemaker.IEndpointRef): EndpointGrants {
    return new EndpointGrants(argument(ENDPOINT, endpoint, 'endpoint'));
  }

  /**
   * The grants of one inference component of an endpoint.
   *
   * @internal
   */
  public static _ofComponent(endpoint: sagemaker.IEndpointRef, componentArn: string): EndpointGrants {
    return new EndpointGrants(endpoint, componentArn);
  }

  private constructor(private readonly endpoint: GrantedEndpoint, private readonly componentArn?: string) {}

  /**
   * Grants permission to send real-time requests.
   *
   * @param grantee the principal that invokes the endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
   */
  public invoke(grantee: iam.IGrantable): iam.Grant {
    return this.allow(grantee, 'invoke');
  }

  /**
   * Grants permission to send real-time requests with a streaming response.
   *
   * @param grantee the principal that invokes the endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html
   */
  public invokeWithResponseStream(grantee: iam.IGrantable): iam.Grant {
    return this.allow(grantee, 'invokeWithResponseStream');
  }

  /**
   * Grants permission to stream requests and responses in both directions, for containers that support it, such as those for speech.
   *
   * @param grantee the principal that invokes the endpoint
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
   */
  public invokeWithBidirectionalStream(grantee: iam.IGrantable): iam.Grant {
    return this.allow(grantee, 'invokeWithBidirectionalStream');
  }

  /**
   * Grants permission to send asynchronous requests to an endpoint with `asyncInference`.
   *
   * If the caller uploads requests to Amazon S3, grant it write access to the bucket separately.
   *
   * @param grantee the principal that invokes the endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
   */
  public invokeAsync(grantee: iam.IGrantable): iam.Grant {
    return this.allow(grantee, 'invokeAsync');
  }

  /**
   * Grants permission to send OpenAI-compatible requests with a bearer token to `openAiBaseUrl`.
   *
   * `sagemaker:CallWithBearerToken` does not support resources, so its resource is `*`. The token is limited to this endpoint, because
   * `sagemaker:InvokeEndpoint` is granted for this endpoint only.
   *
   * @param grantee the principal whose credentials create the token
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-openai-compatible.html
   */
  public invokeWithBearerToken(grantee: iam.IGrantable): iam.Grant {
    report(this.endpoint, granteeFindings(grantee));
    const bearerToken = iam.Grant.addToPrincipal({ grantee, actions: ['sagemaker:CallWithBearerToken'], resourceArns: ['*'] });
    return this.invoke(grantee).combine(bearerToken);
  }

  private allow(grantee: iam.IGrantable, method: keyof typeof ACTIONS): iam.Grant {
    report(this.endpoint, granteeFindings(grantee));
    report(this.endpoint, [
      ...grantFindings(`grants.${method}`, method === 'invokeAsync', this.endpoint._asynchronous),
      ...accountFindings(`grants.${method}`, this.endpoint.env.account, accountOf(grantee.grantPrincipal)),
    ]);
    const component = this.componentArn ?? this.endpoint._componentArns;
    const resourceArns = [this.endpoint.endpointRef.endpointArn, ...component === undefined ? [] : [component]];
    const grant = iam.Grant.addToPrincipal({ grantee: this.endpoint._granteeFor?.(grantee) ?? grantee, actions: [ACTIONS[method]], resourceArns });
    report(this.endpoint, effectFindings(`grants.${method}`, grant.success, grantee.grantPrincipal));
    return grant;
  }
}

/** The account of a principal, where it is known: `ArnPrincipal` has it in its ARN only. */
function accountOf(principal: iam.IPrincipal): string | undefined {
  return principal.principalAccount ?? (principal as Partial<iam.ArnPrincipal>).arn?.split(':')[4];
}
