import { renderFlag } from '../server/flag';
import { ServerDefinition } from '../server/server-definition';
import { isWithin, namesOf, namesRead, renderSetting, ServerContext, ServerSetting, SettingVariable, variablesFor } from '../server/server-setting';
import { forStartScript, StartScript } from '../server/start-script';

/**
 * Where the value of a variable comes from: the user's environment, a typed option, an argument without a typed option, a default of the
 * library, or a default of the server itself, which no variable carries.
 */
export type Origin = 'environment' | 'option' | 'argument' | 'library' | 'server';

/** What the environment of a container is computed from. */
export interface EnvironmentInput {
  readonly region: string;
  readonly server: ServerDefinition;
  /** The version of the server, if it is known. */
  readonly version?: string;
  /** The start script of the image, if it was read. */
  readonly startScript?: StartScript;
  readonly context: ServerContext;
  /** The arguments without a typed option, as variables. */
  readonly extraVariables: Readonly<Record<string, string>>;
  readonly userEnvironment: Readonly<Record<string, string>>;
}

/** The environment of a container, and where each variable comes from. */
export interface ContainerEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<string, Origin>>;
}

/** Python's number for the level INFO: https://docs.python.org/3/library/logging.html#logging-levels */
const INFO = '20';

/** The environment of the container: the library's defaults, then the typed options, then the user's variables, which override everything. */
export function environmentOf(input: EnvironmentInput): ContainerEnvironment {
  const { region, server, version, context, extraVariables, userEnvironment } = input;
  const variables: Record<string, string> = {};
  const origins: Record<string, Origin> = {};
  const isSet = (name: string) => Object.hasOwn(userEnvironment, name) || Object.hasOwn(extraVariables, name);
  const namesOfOptions = server.settings.filter(({ name }) => context.options[name] !== undefined).flatMap(namesOf);
  const isDecided = (name: string) => isSet(name) || namesOfOptions.includes(name);

  const general = [plain('SAGEMAKER_CONTAINER_LOG_LEVEL', INFO), plain('SAGEMAKER_REGION', region)];
  for (const setting of [...general, ...server.settings]) {
    const typed = setting.typed ? context.options[setting.name] : undefined;
    if (namesRead(setting, version).some(isSet)) {
      for (const name of copies(setting, version, userEnvironment).filter(each => !isSet(each))) {
        variables[name] = userEnvironment[setting.copied!.name];
        origins[name] = 'library';
      }
      continue;
    }
    const value = typed ?? (setting.unless?.some(isDecided) ? undefined : setting.default?.(context));
    for (const variable of variablesFor(setting, version)) {
      const text = value === undefined ? undefined : textFor(input, setting, variable, value);
      if (text !== undefined) {
        variables[variable.name] = text;
        origins[variable.name] = typed === undefined ? 'library' : 'option';
      }
    }
  }
  Object.keys(extraVariables).forEach(name => { origins[name] = 'argument'; });
  Object.keys(userEnvironment).forEach(name => { origins[name] = 'environment'; });
  return { variables: { ...variables, ...extraVariables, ...userEnvironment }, origins };
}

/** The variables that get the value of the one that the user sets: a model on the Hub. A path is not copied: servers have another option for it. */
function copies(setting: ServerSetting, version: string | undefined, userEnvironment: EnvironmentInput['userEnvironment']): string[] {
  const { name, before } = setting.copied ?? {};
  const value: unknown = name === undefined || !Object.hasOwn(userEnvironment, name) ? undefined : userEnvironment[name];
  const isModel = typeof value === 'string' && value !== '' && !value.startsWith('/');
  return isModel && (before === undefined || (version !== undefined && isWithin(version, undefined, before)))
    ? variablesFor(setting, version).map(variable => variable.name) : [];
}

/** What a variable is set to for a value, so that this server gets it from this start script. Undefined if it must not be set. */
function textFor(
  { server, version, startScript }: EnvironmentInput, { form }: ServerSetting, { name, isNegative }: SettingVariable, value: unknown,
): string | undefined {
  if (form === 'flag') {
    return isNegative ? value === false ? renderFlag(server, version, true) : undefined : renderFlag(server, version, value as boolean);
  }
  const text = renderSetting(form, value);
  return text === undefined || !isArgument(server, name) ? text : forStartScript(startScript, text, form !== 'list');
}

/** Whether a variable becomes an argument in the start script, which is the only thing that a start script changes. */
function isArgument({ argumentVariable }: ServerDefinition, name: string): boolean {
  return name.startsWith(argumentVariable?.('') ?? name);
}

function plain(name: string, value: string): ServerSetting {
  return { name, form: 'text', variables: [{ name }], default: () => value };
}
