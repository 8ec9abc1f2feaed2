import { ServerFamily } from '../../src/container/server-family';
import { invokeCommand, logsCommand } from '../../src/requests/invocation-commands';
import { REQUEST_FORMATS, RequestFormat } from '../../src/requests/request-format';

/** A Markdown table of the requests of a server. `model` of a body is the name of the model in requests. */
export function requestTable(server: ServerFamily): string[] {
  return [
    '| purpose | task | body | answer |',
    '|:--|:--|:--|:--|',
    ...REQUEST_FORMATS[server].map(format =>
      `| [${format.purpose}](${format.source}) | ${tasks(format)} | ${body(format)} | ${format.answer}${note(format)} |`),
  ];
}

/** The commands of the outputs, for an endpoint whose name is in a variable. */
export function invocationCommands(): string[] {
  const [endpointName, region] = ['"$ENDPOINT"', '"$AWS_REGION"'];
  return ['```sh', invokeCommand({ endpointName, servedModelName: '' }), logsCommand(endpointName, region).replace(/"/g, ''), '```'];
}

function tasks({ tasks: names }: RequestFormat): string {
  return names.map(name => `\`${name}\``).join(', ');
}

function body({ body: of, contentType, route }: RequestFormat): string {
  const text = of ? `\`${JSON.stringify(of('Qwen/Qwen3-8B'))}\`` : `the file, with its content type, such as \`${contentType}\``;
  return route === undefined ? text : `${text}, with the custom attribute \`route=${route}\``;
}

/** What some models of the task lack. */
function note({ unless, messagesApi }: RequestFormat): string {
  const messages = messagesApi ? '; not before 1.4.0, and only with the option `messagesApi` before 2.4.0' : '';
  return `${messages}${unless ? `; the model must have ${unless === 'mask token' ? 'this mask token' : `a ${unless}`}` : ''}`;
}
