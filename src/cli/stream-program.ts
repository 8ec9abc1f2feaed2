/**
 * The program that streams an answer, with the AWS SDK that the user has installed: the AWS CLI has no command for it. It reads the request from its
 * standard input, and writes the text of each part as it arrives. The parts are server-sent events or JSON lines, and a chunk can end within one.
 *
 * A program of its own can wait for the parts while the command line, which is synchronous, waits for the program.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export const STREAM_PROGRAM = `
const { endpointName, region, contentType, body, path, sdk } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const { InvokeEndpointWithResponseStreamCommand, SageMakerRuntimeClient } = require(sdk);

async function main() {
  const { Body } = await new SageMakerRuntimeClient({ region }).send(new InvokeEndpointWithResponseStreamCommand({
    EndpointName: endpointName, ContentType: contentType, Body: Buffer.from(body, 'base64'),
  }));
  const decoder = new TextDecoder();
  let rest = '';
  for await (const { PayloadPart } of Body) {
    const lines = (rest + decoder.decode(PayloadPart?.Bytes, { stream: true })).split('\\n');
    rest = lines.pop();
    for (const line of lines.map(each => each.replace(/^data:/, '').trim()).filter(each => each.startsWith('{'))) {
      const text = path.reduce((at, key) => at?.[key], JSON.parse(line));
      process.stdout.write(typeof text === 'string' ? text : '');
    }
  }
}

main().catch(error => {
  console.error(error.name + ': ' + (error.OriginalMessage ?? error.message));
  process.exitCode = 1;
});
`;
