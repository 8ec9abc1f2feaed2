import { Aws, CfnMapping, CfnOutput, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EndpointOutputs } from './endpoint-outputs';
import { SageMakerEndpointBase } from './sagemaker-endpoint';
import { outputFindings } from '../checks/endpoint/outputs';
import { report } from '../checks/report';
import { partitionOf } from '../container/registry';
import { ServerFamily } from '../container/server-family';
import { EndpointPlan } from '../plan/endpoint-plan';
import { sampleRequest } from '../plan/sample-request';
import { invokeCommand, logsCommand } from '../requests/invocation-commands';
import { GENERATION_TASKS } from '../server/tasks';

/** The construct ID within the endpoint. */
const ID = 'Outputs';

/** https://docs.aws.amazon.com/general/latest/gr/rande.html: the console has a domain of its own in each partition. */
const CONSOLE_DOMAINS: Readonly<Record<string, string>> = {
  'aws': 'console.aws.amazon.com', 'aws-cn': 'console.amazonaws.cn', 'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The servers for which AWS documents the path of OpenAI's clients. */
const WITH_OPENAI_PATH: readonly (ServerFamily | undefined)[] = [ServerFamily.VLLM, ServerFamily.SGLANG];

/** Adds what a user of the endpoint needs to the outputs of the stack. Throws if they have already been added. */
export function addOutputs(endpoint: SageMakerEndpointBase, plan: EndpointPlan, servedModelName: string): EndpointOutputs {
  report(endpoint, outputFindings(endpoint.node.tryFindChild(ID) !== undefined));
  const { endpointName, env: { region } } = endpoint;
  const [model] = plan.models;
  const asynchronous = plan.asyncInference !== undefined;
  const scope = new Construct(endpoint, ID);
  const output = (id: string, value: string, description: string) => new CfnOutput(scope, id, { value, description });
  return {
    endpointName: output('EndpointName', endpointName, 'The name of the endpoint'),
    model: output('Model', servedModelName, 'The name of the model in requests'),
    openAiBaseUrl: hasOpenAiPath(plan) ? output('OpenAiBaseUrl', endpoint.openAiBaseUrl, "The base URL for clients of OpenAI's API") : undefined,
    invoke: output('Invoke', invokeCommand({ endpointName, region, format: sampleRequest(model), servedModelName, asynchronous }), 'Sends a request'),
    logs: output('Logs', logsCommand(endpointName, region), 'Follows the logs of the container'),
    console: output('Console', `https://${consoleOf(scope, region)}/sagemaker/home?region=${region}#/endpoints/${endpointName}`,
      'The endpoint in the AWS Management Console'),
  };
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-openai-compatible.html */
function hasOpenAiPath({ models: [{ server, task = 'text-generation' }], asyncInference }: EndpointPlan): boolean {
  return asyncInference === undefined && !server.neuron && WITH_OPENAI_PATH.includes(server.family) && GENERATION_TASKS.includes(task);
}

/** The host name of the console, from a mapping if the partition is not known at synth. */
function consoleOf(scope: Construct, region: string): string {
  const { partition } = partitionOf(scope, region);
  const domain = Token.isUnresolved(partition)
    ? new CfnMapping(scope, 'Consoles', {
      mapping: Object.fromEntries(Object.entries(CONSOLE_DOMAINS).map(([name, value]) => [name, { domain: value }])),
    }).findInMap(Aws.PARTITION, 'domain')
    : CONSOLE_DOMAINS[partition] ?? CONSOLE_DOMAINS.aws;
  return `${region}.${domain}`;
}
