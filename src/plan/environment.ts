import { ImageProfile } from '../container/image-profile';
import { DefaultSetting, withDefault } from '../server/default-setting';
import { modelIdSetting } from '../server/model-id';

/** Python's number for the level INFO: https://docs.python.org/3/library/logging.html#logging-levels */
const INFO = '20';

const LOG_LEVEL: DefaultSetting = { variables: ['SAGEMAKER_CONTAINER_LOG_LEVEL'] };
const REGION: DefaultSetting = { variables: ['SAGEMAKER_REGION'] };

/** The environment of the container: the library's defaults, then what the user says, which wins. */
export function environmentOf(
  modelId: string,
  profile: ImageProfile | undefined,
  region: string,
  userEnvironment: Readonly<Record<string, string>>,
): Record<string, string> {
  const defaults: [DefaultSetting, string][] = [
    [LOG_LEVEL, INFO],
    [REGION, region],
    [modelIdSetting(profile), modelId],
  ];
  const environment = defaults.reduce((before, [setting, value]) => withDefault(before, setting, value, userEnvironment), {});
  return { ...environment, ...userEnvironment };
}
