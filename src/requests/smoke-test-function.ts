/**
 * The program of a smoke test: a custom resource that sends requests to an endpoint, and fails with the answer of the server. It uses the AWS SDK
 * of the runtime. AWS Lambda limits such a program in a template to 4,096 characters, and CloudFormation a response to 4,096 bytes.
 *
 * What has passed is the physical ID. During a rollback, CloudFormation sends the old properties with the old ID: this passes without a request,
 * so a slow answer does not stop the rollback.
 *
 * A role that was created a moment ago may not have its permissions yet, so a denied request is sent again for up to two minutes.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export const SMOKE_TEST_FUNCTION = `
const { createHash } = require('crypto');
const { InvokeEndpointCommand, SageMakerRuntimeClient } = require('@aws-sdk/client-sagemaker-runtime');

const client = new SageMakerRuntimeClient();

async function send(EndpointName, request) {
  for (let attempt = 1; ; attempt += 1) {
    const start = Date.now();
    try {
      const { Body } = await client.send(new InvokeEndpointCommand({
        EndpointName,
        ContentType: request.ContentType,
        CustomAttributes: request.CustomAttributes,
        Body: request.File === undefined ? request.Body : Buffer.from(request.File, 'base64'),
      }));
      return { seconds: (Date.now() - start) / 1000, text: Buffer.from(Body).toString() };
    } catch (error) {
      if (!/^AccessDenied/.test(error.name) || attempt === 12) {
        const { OriginalStatusCode: status, OriginalMessage: answer } = error;
        throw new Error(answer ? 'the server answered with status ' + status + ': ' + answer : error.name + ': ' + error.message);
      }
      await new Promise(resolve => setTimeout(resolve, 10000));
    }
  }
}

async function test({ EndpointName, Requests, MaximumSeconds }) {
  for (const [index, request] of Requests.entries()) {
    const name = 'request ' + (index + 1) + ' of ' + Requests.length;
    const { seconds, text } = await send(EndpointName, request).catch(error => {
      throw new Error(name + ' failed: ' + error.message);
    });
    if (request.Contains && !text.includes(request.Contains)) {
      throw new Error('the answer to ' + name + ' must contain ' + JSON.stringify(request.Contains) + ', got: ' + text);
    }
    if (seconds > Number(MaximumSeconds)) {
      throw new Error('the answer to ' + name + ' must take at most ' + MaximumSeconds + ' seconds, got ' + seconds);
    }
  }
}

exports.handler = async ({ RequestType, ResponseURL, PhysicalResourceId, ResourceProperties, StackId, RequestId, LogicalResourceId }) => {
  const { ServiceToken, ServiceTimeout, ...properties } = ResourceProperties;
  const sorted = JSON.stringify(properties, Object.keys(properties).sort().concat('Body', 'File', 'ContentType', 'CustomAttributes', 'Contains'));
  const passed = createHash('sha256').update(sorted).digest('hex');
  let reason;
  if (RequestType !== 'Delete' && PhysicalResourceId !== passed) {
    reason = await test(properties).then(() => undefined, error => error.message.slice(0, 1000));
  }
  const id = RequestType === 'Delete' || reason ? PhysicalResourceId || 'failed' : passed;
  const answer = { Status: reason ? 'FAILED' : 'SUCCESS', Reason: reason, PhysicalResourceId: id, StackId, RequestId, LogicalResourceId };
  await fetch(ResponseURL, { method: 'PUT', body: Buffer.from(JSON.stringify(answer)) });
};
`.trim();
