import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { accountFindings, grantFindings } from '../checks/endpoint/grants';
import { report } from '../checks/report';

/** The actions that the methods allow. */
const ACTIONS = {
  invoke: 'sagemaker:InvokeEndpoint',
  invokeWithResponseStream: 'sagemaker:InvokeEndpointWithResponseStream',
  invokeAsync: 'sagemaker:InvokeEndpointAsync',
} as const;

/** An endpoint, and whether it accepts asynchronous requests only. An imported endpoint, and one of another library, does not know it. */
interface GrantedEndpoint extends sagemaker.IEndpointRef {
  readonly _asynchronous?: boolean;
}

/**
 * Allows others to call an endpoint of Amazon SageMaker, in each way that there is.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export class EndpointGrants {
  /**
   * The grants of an endpoint, of this library or of another.
   *
   * @param endpoint the endpoint that is called
   */
  public static fromEndpoint(endpoint: sagemaker.IEndpointRef): EndpointGrants {
    return new EndpointGrants(endpoint);
  }

  private constructor(private readonly endpoint: GrantedEndpoint) {}

  /**
   * Allows requests that are answered at once.
   *
   * @param grantee who may call the endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
   */
  public invoke(grantee: iam.IGrantable): iam.Grant {
    return this.allow(grantee, 'invoke');
  }

  /**
   * Allows requests whose answer comes in parts, while the model generates it.
   *
   * @param grantee who may call the endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html
   */
  public invokeWithResponseStream(grantee: iam.IGrantable): iam.Grant {
    return this.allow(grantee, 'invokeWithResponseStream');
  }

  /**
   * Allows requests that are queued, and answered into Amazon S3: those of an endpoint with `asyncInference`.
   *
   * The caller puts each request into Amazon S3 first, and needs the permission to do so from elsewhere.
   *
   * @param grantee who may call the endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
   */
  public invokeAsync(grantee: iam.IGrantable): iam.Grant {
    return this.allow(grantee, 'invokeAsync');
  }

  /**
   * Allows requests of clients of OpenAI's API, which carry a bearer token: those to `openAiBaseUrl`.
   *
   * `sagemaker:CallWithBearerToken` knows no resource, and is allowed for `*`. What a token opens is limited by the first action, which is
   * allowed for this endpoint alone.
   *
   * @param grantee whose credentials the token is made of
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-openai-compatible.html
   */
  public invokeWithBearerToken(grantee: iam.IGrantable): iam.Grant {
    const bearerToken = iam.Grant.addToPrincipal({ grantee, actions: ['sagemaker:CallWithBearerToken'], resourceArns: ['*'] });
    return this.invoke(grantee).combine(bearerToken);
  }

  private allow(grantee: iam.IGrantable, method: keyof typeof ACTIONS): iam.Grant {
    report(this.endpoint, [
      ...grantFindings(`grants.${method}`, method === 'invokeAsync', this.endpoint._asynchronous),
      ...accountFindings(`grants.${method}`, this.endpoint.env.account, accountOf(grantee.grantPrincipal)),
    ]);
    return iam.Grant.addToPrincipal({ grantee, actions: [ACTIONS[method]], resourceArns: [this.endpoint.endpointRef.endpointArn] });
  }
}

/** The account of a principal, where it is known: `ArnPrincipal` has it in its ARN only. */
function accountOf(principal: iam.IPrincipal): string | undefined {
  return principal.principalAccount ?? (principal as Partial<iam.ArnPrincipal>).arn?.split(':')[4];
}
