import { SERVERS } from '../../src/server/definitions';
import { ModelServer } from '../../src/server/model-server';
import { ReservedVariable, ServerDefinition } from '../../src/server/server-definition';
import { ServerSetting, SettingForm, SettingVariable } from '../../src/server/server-setting';
import { UNKNOWN_SERVER } from '../../src/server/unknown-server';

/** What a value of each other form is, and how it is written. */
const FORMS: Readonly<Record<Exclude<SettingForm, 'count' | 'flag'>, string>> = {
  duration: '`Duration`, written in seconds',
  list: 'list, written with commas',
  map: 'map: one entry as name=path, several as JSON',
  share: 'number above 0, at most 1',
  size: '`Size`, written in bytes',
  text: 'text',
};

/** What is a name or a value in the text of a default: props, and what a variable is set to. */
const CODE = new RegExp([
  /(?<!`)\b(hubAccessToken|loraAdapters|modelData|modelId|modelRevision)\b(?!`)/,
  /\/opt\/ml\/model/,
  /^(?:[\d.]+|half|true|sentence-similarity)(?=$| with| on)/,
  /(?<=the prop )\w+/,
].map(({ source }) => source).join('|'), 'g');

/** A section in Markdown for each server: its settings, and what it may be told beside them. */
export function serverTables(): string[] {
  return [...SERVERS, UNKNOWN_SERVER].flatMap(section).slice(0, -1);
}

/** One table in Markdown of the variables that the library refuses, or takes with some values only. */
export function reservedVariables(): string[] {
  return [
    '| server | variable | values that work | why |',
    '|:--|:--|:--|:--|',
    ...SERVERS.flatMap(({ title, reserved = [] }) => reserved.map(variable => reservedRow(title, variable))),
  ];
}

function section(server: ServerDefinition): string[] {
  return [
    `### ${server.title.replace(/^an /, 'An ')}`,
    '',
    introduction(server),
    '',
    '| setting | variable | other names that you may set | value | default |',
    '|:--|:--|:--|:--|:--|',
    ...server.settings.map(setting => row(server, setting)),
    '',
  ];
}

function introduction(server: ServerDefinition): string {
  const factory = factoryOf(server);
  const example = server.argumentVariable?.('some-argument');
  return [
    `${factory ? `\`ModelServer.${factory}()\`; read` : 'Read'} from [its source](${server.source}).`,
    example && `\`extraArguments: { 'some-argument': 'x' }\` becomes \`${example}=x\`.`,
    factory && !example && 'It has no `extraArguments`: set other variables by `environment`.',
  ].filter(sentence => sentence).join(' ');
}

function factoryOf(server: ServerDefinition): string | undefined {
  const factories = Object.entries(Object.getOwnPropertyDescriptors(ModelServer)).filter(([, { value }]) => typeof value === 'function');
  return factories.find(([, { value }]) => value()._definition === server)?.[0];
}

function row(server: ServerDefinition, setting: ServerSetting): string {
  const { name, typed, variables, aliases = [] } = setting;
  const others = aliases.filter(alias => !variables.some(variable => variable.name === alias));
  const cells = [typed ? code(name) : name, variables.map(variableText).join('<br>'), others.map(code).join(', '), valueOf(server, setting), defaultOf(setting)];
  return `| ${cells.join(' | ')} |`;
}

function valueOf({ flagsSince }: ServerDefinition, { form, minimum = 1 }: ServerSetting): string {
  switch (form) {
    case 'count':
      return `integer, at least ${minimum}`;
    case 'flag':
      return flagsSince === undefined ? '`true` or `false`' : `\`true\`, or empty before ${flagsSince}; nothing for \`false\``;
    default:
      return FORMS[form];
  }
}

function variableText({ name, since, before }: SettingVariable): string {
  const versions = [since && `from ${since}`, before && `before ${before}`].filter(part => part).join(', ');
  return versions ? `${code(name)} (${versions})` : code(name);
}

function defaultOf({ defaultText, unless = [] }: ServerSetting): string {
  if (defaultText === undefined) {
    return 'the server\'s own';
  }
  const text = defaultText.replace(CODE, code('$&'));
  return unless.length > 0 ? `${text}; nothing with ${unless.map(code).join(', ')}` : text;
}

function reservedRow(title: string, { name, allowed, reason, answers }: ReservedVariable): string {
  const values = answers ? 'any, with the warning `server-key`' : allowed.length > 0 ? allowed.map(code).join(', ') : 'none';
  return `| ${title} | ${code(name)} | ${values} | ${reason} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
