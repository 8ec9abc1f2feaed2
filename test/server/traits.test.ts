import { SERVERS } from '../../src/server/definitions';
import { ServerDefinition } from '../../src/server/server-definition';

/** A row on one line. Functions are tested with what they compute. */
function line(row: object): string {
  return JSON.stringify(row, (_key, value) => typeof value === 'function' ? undefined : value);
}

const NAMED = SERVERS.map((server: ServerDefinition) => [`${server.title}${server.neuron ? ', neuron' : ''}`, server] as const);

/** What is known of each server, on one page for a reviewer. `docs/servers.md` has the settings. */
test.each(NAMED)('the traits of %s', (_title, { traits, reserved = [] }) => {
  const rows = [...Object.entries(traits).map(([name, value]) => ({ [name]: value })), ...reserved];
  expect(rows.map(line).filter(text => text !== '{}').join('\n')).toMatchSnapshot();
});
