import { modelProp, taskProp, variableProp } from '../../src/plan/given-props';

const setting = (name: string, variable: string, others: object = {}) => ({ name, form: 'text', variables: [{ name: variable }], ...others });

const SETTINGS = [
  setting('modelInContainer', 'PATH', { typed: true }), setting('modelOnHub', 'ID', { serverDefaults: [{ value: 'org/default' }] }),
  setting('task', 'TASK', { typed: true }), setting('other', 'PATH'), { ...setting('dataType', 'TYPE', { typed: true }), variables: [{ name: 'OLD' }, { name: 'TYPE' }] },
];

const plan = (origins: Record<string, string>, settings: object[] = SETTINGS) => ({
  server: { settings }, origins, environment: Object.fromEntries(Object.keys(origins).map(name => [name, 'value'])),
}) as any;

test.each<[Record<string, string>, string]>([
  [{}, 'modelId'], // the default of the server
  [{ PATH: 'environment', ID: 'environment' }, 'environment.PATH'],
  [{ ID: 'environment' }, 'environment.ID'],
  [{ PATH: 'library', ID: 'environment' }, 'modelId'],
  [{ ID: 'library' }, 'modelId'],
  [{ ID: 'argument' }, 'server.extraArguments'],
])('with %j, the model is set by %s', (origins, expected) => {
  expect(modelProp(plan(origins))).toBe(expected);
});

test('a server without a setting for the model gets it by its ID', () => {
  expect(modelProp(plan({ ID: 'environment' }, []))).toBe('modelId');
});

test.each<[Record<string, string>, string]>([
  [{ TASK: 'environment' }, 'environment.TASK'], [{ TASK: 'library' }, 'task'], [{ TASK: 'argument' }, 'task'], [{}, 'task'],
])('with %j, the task is set by %s', (origins, expected) => {
  expect(taskProp(plan(origins))).toBe(expected);
});

test.each<[string, string | undefined, string]>([
  ['TYPE', 'argument', 'server.extraArguments'], ['TYPE', 'option', 'server.dataType'], ['TYPE', 'environment', 'environment.TYPE'],
  ['TYPE', 'library', 'environment.TYPE'], ['TYPE', undefined, 'environment.TYPE'], ['PATH', 'option', 'server.modelInContainer'],
  ['UNKNOWN', undefined, 'environment.UNKNOWN'],
])('the variable %s with the origin %s is set by %s', (variable, origin, expected) => {
  expect(variableProp(plan(origin ? { [variable]: origin } : {}), variable)).toBe(expected);
});

test('a setting without an option is not set by one', () => {
  const settings = [setting('other', 'PATH'), setting('modelInContainer', 'PATH', { typed: true })];
  expect(variableProp(plan({ PATH: 'option' }, settings), 'PATH')).toBe('server.modelInContainer');
});
