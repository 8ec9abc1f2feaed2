import { renderFlag } from '../server/flag';
import { ServerDefinition } from '../server/server-definition';
import { namesRead, renderSetting, ServerContext, ServerSetting, variablesFor } from '../server/server-setting';

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
export function environmentOf({ region, server, version, context, extraVariables, userEnvironment }: EnvironmentInput): ContainerEnvironment {
  const variables: Record<string, string> = {};
  const origins: Record<string, Origin> = {};
  const isSet = (name: string) => Object.hasOwn(userEnvironment, name) || Object.hasOwn(extraVariables, name);

  const general = [plain('SAGEMAKER_CONTAINER_LOG_LEVEL', INFO), plain('SAGEMAKER_REGION', region)];
  for (const setting of [...general, ...server.settings]) {
    const typed = setting.typed ? context.options[setting.name] : undefined;
    if (namesRead(setting, version).some(isSet)) {
      continue;
    }
    const value = typed ?? (setting.unless?.some(isSet) ? undefined : setting.default?.(context));
    const text = value === undefined ? undefined
      : setting.form === 'flag' ? renderFlag(server, version, value as boolean) : renderSetting(setting.form, value);
    if (text !== undefined) {
      variablesFor(setting, version).forEach(variable => {
        variables[variable] = text;
        origins[variable] = typed === undefined ? 'library' : 'option';
      });
    }
  }
  Object.keys(extraVariables).forEach(name => { origins[name] = 'argument'; });
  Object.keys(userEnvironment).forEach(name => { origins[name] = 'environment'; });
  return { variables: { ...variables, ...extraVariables, ...userEnvironment }, origins };
}

function plain(name: string, value: string): ServerSetting {
  return { name, form: 'text', variables: [{ name }], default: () => value };
}
