import { SERVERS } from '../../src/server/definitions';
import { ModelServer } from '../../src/server/model-server';
import { ReservedVariable, ServerDefinition } from '../../src/server/server-definition';
import { ServerSetting, SettingForm, SettingVariable } from '../../src/server/server-setting';
import { UNKNOWN_SERVER } from '../../src/server/unknown-server';

/** The values of each other form, and how they are written. */
const FORMS: Readonly<Record<Exclude<SettingForm, 'count' | 'flag'>, string>> = {
  duration: '`Duration`, set in seconds',
  json: 'map, set as JSON',
  list: 'list, separated by commas',
  map: 'map: one entry as name=path, several entries as JSON',
  share: 'number greater than 0 and at most 1',
  size: '`Size`, set in bytes',
  text: 'string',
};

/** The names of props and the values of variables in the text of a default. */
const CODE = new RegExp([
  /(?<!`)\b(fallbackInstanceTypes|hubAccessToken|instanceType|loraAdapters|modelData|modelId|modelRevision|toolCallParser)\b(?!`)/,
  /\/opt\/ml\/model/,
  /^(?:[\d.]+|half|true|sentence-similarity)(?=$| with| if| for)/,
  /(?<=the prop )\w+/,
].map(({ source }) => source).join('|'), 'g');

/** A Markdown section for each server: its settings, and how to set anything else. */
export function serverTables(): string[] {
  return [...SERVERS, UNKNOWN_SERVER].flatMap(section).slice(0, -1);
}

/** A Markdown table of the variables that must not be set, or only to certain values. */
export function reservedVariables(): string[] {
  return [
    '| server | variable | allowed values | reason |',
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
    '| setting | variable | aliases that you can set | value | default |',
    '|:--|:--|:--|:--|:--|',
    ...server.settings.map(setting => row(server, setting)),
    '',
  ];
}

function introduction(server: ServerDefinition): string {
  const factory = factoryOf(server);
  const example = server.argumentVariable?.('some-argument');
  return [
    `${factory ? `Options of \`ModelServer.${factory}()\`, according` : 'According'} to [its source](${server.source}).`,
    example && `\`extraArguments: { 'some-argument': 'x' }\` sets \`${example}=x\`.`,
    factory && !example && 'It has no `extraArguments`: use `environment` to set other variables.',
  ].filter(sentence => sentence).join(' ');
}

function factoryOf(server: ServerDefinition): string | undefined {
  const factories = Object.entries(Object.getOwnPropertyDescriptors(ModelServer)).filter(([, { value }]) => typeof value === 'function');
  return factories.find(([, { value }]) => value()._definition === server)?.[0];
}

function row(server: ServerDefinition, setting: ServerSetting): string {
  const { name, typed, variables, aliases = [] } = setting;
  const others = aliases.filter(alias => !variables.some(variable => variable.name === alias));
  const cells = [
    typed ? code(name) : name, variables.map(variableText).join('<br>'), others.map(code).join(', '), valueOf(server, setting), defaultOf(setting),
  ];
  return `| ${cells.join(' | ')} |`;
}

function valueOf({ flagsSince }: ServerDefinition, { form, minimum = 1, allowsAutomatic }: ServerSetting): string {
  switch (form) {
    case 'count':
      return `integer, at least ${minimum}${allowsAutomatic ? ', or -1' : ''}`;
    case 'flag':
      return flagsSince === undefined ? '`true` or `false`' : `\`true\`, or empty before ${flagsSince}; nothing for \`false\``;
    default:
      return FORMS[form];
  }
}

function variableText({ name, since, before, isNegative }: SettingVariable): string {
  const versions = [since && `from ${since}`, before && `before ${before}`, isNegative && 'for `false`'].filter(part => part).join(', ');
  return versions ? `${code(name)} (${versions})` : code(name);
}

function defaultOf({ defaultText, unless = [] }: ServerSetting): string {
  if (defaultText === undefined) {
    return 'chosen by the server';
  }
  const text = defaultText.replace(CODE, code('$&'));
  return unless.length > 0 ? `${text}, unless ${unless.map(code).join(', ')} is set` : text;
}

function reservedRow(title: string, { name, allowed, reason, answers }: ReservedVariable): string {
  const values = answers ? 'any, with the warning `server-key`' : allowed.length > 0 ? allowed.map(code).join(', ') : 'none';
  return `| ${title} | ${code(name)} | ${values} | ${reason} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
