/**
 * A setting of a server that the library gives a default.
 *
 * A default belongs to the setting, not to one of its variables: where the user names any of them, the library sets none.
 */
export interface DefaultSetting {
  /** The variables that the library sets. */
  readonly variables: readonly string[];

  /** Other names of the same setting. */
  readonly aliases?: readonly string[];
}

/** Adds the default of a setting to an environment, unless the user says something under any of its names. */
export function withDefault(
  environment: Record<string, string>,
  setting: DefaultSetting,
  value: string,
  userEnvironment: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = [...setting.variables, ...setting.aliases ?? []];
  if (names.some(name => Object.hasOwn(userEnvironment, name))) {
    return environment;
  }
  return { ...environment, ...Object.fromEntries(setting.variables.map(variable => [variable, value])) };
}
