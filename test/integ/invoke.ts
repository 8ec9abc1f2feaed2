import {
  InvokeEndpointCommand, InvokeEndpointWithResponseStreamCommand, SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';

const client = new SageMakerRuntimeClient();

export async function invoke(endpointName: string, request: object): Promise<unknown> {
  const { Body } = await client.send(new InvokeEndpointCommand({
    EndpointName: endpointName,
    ContentType: 'application/json',
    Body: JSON.stringify(request),
  }));
  return JSON.parse(Buffer.from(Body!).toString());
}

export async function* stream(endpointName: string, request: object): AsyncGenerator<string> {
  const { Body } = await client.send(new InvokeEndpointWithResponseStreamCommand({
    EndpointName: endpointName,
    ContentType: 'application/json',
    Body: JSON.stringify({ ...request, stream: true }),
  }));
  const decoder = new TextDecoder();
  for await (const { PayloadPart } of Body!) {
    yield decoder.decode(PayloadPart?.Bytes, { stream: true }); // a part may end within a line, and within a letter
  }
}
