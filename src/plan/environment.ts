import { namesOf, renderSetting, ServerContext, ServerSetting, variablesFor } from '../server/server-setting';

/** What the environment of a container is made of. */
export interface EnvironmentInput {
  readonly region: string;
  readonly settings: readonly ServerSetting[];
  /** The version of the server, where it is known. */
  readonly version?: string;
  readonly context: ServerContext;
  /** The arguments without a typed option, as variables. */
  readonly extraVariables: Readonly<Record<string, string>>;
  readonly userEnvironment: Readonly<Record<string, string>>;
}

/** Python's number for the level INFO: https://docs.python.org/3/library/logging.html#logging-levels */
const INFO = '20';

/** The environment of the container: the library's defaults, then what the typed options say, then what the user says, which wins. */
export function environmentOf({ region, settings, version, context, extraVariables, userEnvironment }: EnvironmentInput): Record<string, string> {
  const environment: Record<string, string> = {};
  const said = (name: string) => Object.hasOwn(userEnvironment, name) || Object.hasOwn(extraVariables, name);

  const general = [plain('SAGEMAKER_CONTAINER_LOG_LEVEL', INFO), plain('SAGEMAKER_REGION', region)];
  for (const setting of [...general, ...settings]) {
    const typed = setting.typed ? context.options[setting.name] : undefined;
    if (namesOf(setting).some(said)) {
      continue;
    }
    const value = typed ?? (setting.unless?.some(said) ? undefined : setting.default?.(context));
    const text = value === undefined ? undefined : renderSetting(setting.form, value);
    if (text !== undefined) {
      variablesFor(setting, version).forEach(variable => { environment[variable] = text; });
    }
  }
  return { ...environment, ...extraVariables, ...userEnvironment };
}

function plain(name: string, value: string): ServerSetting {
  return { name, form: 'text', variables: [{ name }], default: () => value };
}
