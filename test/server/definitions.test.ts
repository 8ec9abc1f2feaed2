import { ModelServer, ServerFamily } from '../../src';
import { SERVERS } from '../../src/server/definitions';

const FACTORIES = Object.entries(Object.getOwnPropertyDescriptors(ModelServer))
  .filter(([name, { value }]) => typeof value === 'function' && !name.startsWith('_'))
  .map(([, { value }]) => (value as () => ModelServer)()._definition);

test.each(Object.values(ServerFamily))('%s has a definition', family => {
  expect(SERVERS.map(server => server.family)).toContain(family);
});

test.each(SERVERS.map(server => [server.title, server] as const))('%s has a factory', (_, server) => {
  expect(FACTORIES).toContain(server);
});

test.each(SERVERS.map(server => [server.title, server] as const))('%s names its settings once each', (_, { settings }) => {
  const names = settings.map(({ name }) => name as string);
  expect(new Set(names).size).toBe(names.length);
});
