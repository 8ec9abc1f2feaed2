import { SERVERS } from '../../src/server/definitions';
import { ServerDefinition } from '../../src/server/server-definition';
import { ServerSetting } from '../../src/server/server-setting';
import { UNKNOWN_SERVER } from '../../src/server/unknown-server';

/** A row on one line. Functions are tested with what they compute. */
function line(row: object): string {
  return JSON.stringify(row, (_key, value) => typeof value === 'function' ? undefined : value);
}

const NAMED = [...SERVERS, UNKNOWN_SERVER].map((server: ServerDefinition) => [`${server.title}${server.neuron ? ', neuron' : ''}`, server] as const);

/** What is known of each server, on one page for a reviewer. */
test.each(NAMED)('the traits of %s', (_title, { traits, reserved = [] }) => {
  const rows = [...Object.entries(traits).map(([name, value]) => ({ [name]: value })), ...reserved];
  expect(rows.map(line).filter(text => text !== '{}').join('\n')).toMatchSnapshot();
});

function variables({ variables: names, aliases = [], unless = [], defaultText }: ServerSetting): string {
  const read = names.map(({ name, since, before }) => [name, since && `>=${since}`, before && `<${before}`].filter(Boolean).join(' '));
  return [...read, ...aliases.map(name => `or ${name}`), ...unless.map(name => `unless ${name}`), ...defaultText ? [`default ${defaultText}`] : []].join(', ');
}

test.each(NAMED)('the variables of %s', (_title, { settings }) => {
  expect(settings.map(setting => `${setting.name}: ${variables(setting)}`).join('\n')).toMatchSnapshot();
});
