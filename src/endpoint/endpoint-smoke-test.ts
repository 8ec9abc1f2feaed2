import { readFileSync } from 'fs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { CustomResource, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { SageMakerEndpointBase } from './sagemaker-endpoint';
import { ReadRequest, SMOKE_TEST, smokeTestFindings } from '../checks/endpoint/smoke-test';
import { optionFindings } from '../checks/props';
import { report } from '../checks/report';
import { amountIn } from '../input/amounts';
import { readShape } from '../input/shape';
import { EndpointPlan } from '../plan/endpoint-plan';
import { requestsOf } from '../plan/sample-request';
import { RequestFormat } from '../requests/request-format';
import { SMOKE_TEST_FUNCTION } from '../requests/smoke-test-function';
import { SmokeTestOptions } from '../requests/smoke-test-options';
import { SmokeTestRequest } from '../requests/smoke-test-request';
import { renderJson } from '../server/json-value';

/** The construct ID within the endpoint. */
const ID = 'SmokeTest';

/** SageMaker waits for an answer for 60 seconds: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const LONGEST = Duration.seconds(60);

/** Adds a test that runs after each change of the configuration, and fails the deployment. Throws if it has already been added. */
export function addSmokeTest(endpoint: SageMakerEndpointBase, config: CfnEndpointConfig, plan: EndpointPlan, given: SmokeTestOptions): void {
  const { models: [model] } = plan;
  // a request that every model of the task can answer
  const format = requestsOf(model).find(({ body, unless }) => body && !unless);
  const read = readShape(SMOKE_TEST, given);
  const requests = (read.value.requests ?? [{}]).map(request => readRequest(request, format, model.servedModelName));
  report(endpoint, optionFindings(read, smokeTestFindings({
    calledBefore: endpoint.node.tryFindChild(ID) !== undefined,
    asynchronous: plan.asyncInference !== undefined,
    server: model.server.title,
    task: model.task,
    requests,
  }, read.value)));

  const scope = new Construct(endpoint, ID);
  const tester = new lambda.Function(scope, 'Function', {
    description: `Sends requests to the endpoint of ${model.modelId} after it is created or updated`.slice(0, 256),
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(SMOKE_TEST_FUNCTION),
    timeout: Duration.minutes(15),
    // no permissions for logs: CloudFormation shows the reason
    role: new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
  });
  const test = new CustomResource(scope, 'Resource', {
    serviceToken: tester.functionArn,
    resourceType: 'Custom::SageMakerEndpointSmokeTest',
    serviceTimeout: Duration.minutes(20),
    properties: {
      EndpointName: endpoint.endpointName,
      // a change of the model, the image or a setting makes a new configuration, whose name differs
      EndpointConfigName: config.attrEndpointConfigName,
      MaximumSeconds: amountIn('seconds', read.value.maximumLatency ?? LONGEST),
      Requests: requests.map(({ request, sent }) => ({
        ...sent!(Stack.of(scope)),
        ContentType: request.contentType ?? 'application/json',
        CustomAttributes: request.customAttributes ?? (hasOwnBody(request) ? undefined : route(format)),
        Contains: request.contains,
      })),
    },
  });
  endpoint.grants.invoke(tester).applyBefore(test);
}

/** A request: the body as text, or the file in Base64 if it can be read. */
interface SendableRequest extends ReadRequest {
  readonly sent?: (stack: Stack) => { readonly Body?: string; readonly File?: string };
}

function readRequest(request: SmokeTestRequest, format: RequestFormat | undefined, servedModelName: string): SendableRequest {
  const { file, body = file === undefined ? format?.body?.(servedModelName) : undefined } = request;
  if (file !== undefined) {
    return { request, isUnknown: false, ...readFile(file) };
  }
  return {
    request,
    isUnknown: body === undefined,
    bytes: Buffer.byteLength(renderJson(body ?? '') ?? ''),
    sent: stack => ({ Body: stack.toJsonString(body) }),
  };
}

function readFile(file: string): Pick<SendableRequest, 'bytes' | 'unreadable' | 'sent'> {
  try {
    const content = readFileSync(file);
    return { bytes: content.length, sent: () => ({ File: content.toString('base64') }) };
  } catch (error) {
    return { bytes: 0, unreadable: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}

function hasOwnBody({ body, file }: SmokeTestRequest): boolean {
  return body !== undefined || file !== undefined;
}

function route(format: RequestFormat | undefined): string | undefined {
  return format?.route && `route=${format.route}`;
}
