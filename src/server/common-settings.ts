import { ServerContext, ServerSetting, SettingVariable } from './server-setting';

const TOKEN_NAMES = ['HF_TOKEN', 'HF_API_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_HUB_TOKEN'];

/** The largest body that SageMaker takes: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const SAGEMAKER_PAYLOAD_LIMIT = 6_291_456;

/** Which model of the Hub is served. */
export function hubModel(variables: string[], aliases: string[] = []): ServerSetting {
  return {
    name: 'model on the Hub',
    form: 'text',
    variables: named(variables),
    aliases,
    default: ({ weights }) => weights.kind === 'hub' ? weights.modelId : undefined,
    defaultText: 'modelId',
  };
}

/** Where in the container the model is. */
export function localModel(variables: string[], aliases: string[] = []): ServerSetting {
  return {
    name: 'model in the container',
    form: 'text',
    variables: named(variables),
    aliases,
    default: ({ weights }) => weights.kind === 'local' ? weights.path : undefined,
    defaultText: '/opt/ml/model with modelData, else modelId where it is a path',
  };
}

/** The revision of the model on the Hub. */
export function revision(variable: string, aliases: string[] = []): ServerSetting {
  return {
    name: 'revision',
    form: 'text',
    variables: named([variable]),
    aliases,
    default: ({ modelRevision }) => modelRevision,
    defaultText: 'modelRevision',
  };
}

/** The token for the Hub. */
export function token(variables: SettingVariable[] = [{ name: 'HF_TOKEN' }]): ServerSetting {
  return {
    name: 'token for the Hub',
    form: 'text',
    variables,
    aliases: TOKEN_NAMES,
    default: ({ hubAccessToken }) => hubAccessToken,
    defaultText: 'hubAccessToken',
  };
}

/** Weights from S3 are there before the server starts, so that it need not ask the Hub. */
export const OFFLINE: ServerSetting = {
  name: 'offline',
  form: 'text',
  variables: named(['HF_HUB_OFFLINE']),
  default: ({ weights }) => weights.kind === 'local' && weights.fromS3 ? '1' : undefined,
  defaultText: '1 with modelData',
};

/** The size of a request: SageMaker's own limit, where that of the server is lower. */
export function payloadLimit(since?: string): ServerSetting {
  return {
    name: 'payloadLimit',
    typed: true,
    form: 'size',
    variables: [{ name: 'PAYLOAD_LIMIT', since }],
    default: () => ({ toBytes: () => SAGEMAKER_PAYLOAD_LIMIT }),
    defaultText: '6291456',
  };
}

/** A typed option that has no default here. */
export function option(name: string, form: ServerSetting['form'], variable: string | SettingVariable[], aliases: string[] = []): ServerSetting {
  return { name, typed: true, form, variables: typeof variable === 'string' ? named([variable]) : variable, aliases };
}

/** The accelerators of the instance; undefined where there is no more than one, or their number is not known. */
export function severalAccelerators({ instanceType }: ServerContext): number | undefined {
  const count = instanceType.acceleratorCount;
  return count !== undefined && count > 1 ? count : undefined;
}

function named(names: string[]): SettingVariable[] {
  return names.map(name => ({ name }));
}
