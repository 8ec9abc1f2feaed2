import { Size } from 'aws-cdk-lib/core';
import { ServerContext, ServerSetting, setting, SettingVariable } from './server-setting';
import { largestSplit } from '../model/heads';

const TOKEN_NAMES = ['HF_TOKEN', 'HF_API_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_HUB_TOKEN'];

/** The largest body that SageMaker takes: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const SAGEMAKER_PAYLOAD_LIMIT = 6_291_456;

/** Which model of the Hub is served. */
export function hubModel(variables: string[], aliases: string[] = []) {
  return setting({
    name: 'modelOnHub',
    form: 'text',
    variables: named(variables),
    aliases,
    default: ({ weights }) => weights.kind === 'hub' ? weights.modelId : undefined,
    defaultText: 'modelId',
  });
}

/** Where in the container the model is. */
export function localModel(variables: string[], aliases: string[] = []) {
  return setting({
    name: 'modelInContainer',
    form: 'text',
    variables: named(variables),
    aliases,
    default: ({ weights }) => weights.kind === 'local' ? weights.path : undefined,
    defaultText: '/opt/ml/model with modelData, otherwise modelId if it is a path',
  });
}

/** The revision of the model on the Hub. */
export function revision(variables: string | string[], aliases: string[] = []) {
  return setting({
    name: 'revision',
    form: 'text',
    variables: named([variables].flat()),
    aliases,
    default: ({ modelRevision }) => modelRevision,
    defaultText: 'modelRevision',
  });
}

/** The token for the Hub. */
export function hubToken(variables: SettingVariable[] = [{ name: 'HF_TOKEN' }]) {
  return setting({
    name: 'hubToken',
    form: 'text',
    variables,
    aliases: TOKEN_NAMES,
    default: ({ hubAccessToken }) => hubAccessToken,
    defaultText: 'hubAccessToken',
  });
}

/** Weights from S3 are there before the server starts, so that it need not ask the Hub. */
export const OFFLINE = setting({
  name: 'offline',
  form: 'text',
  variables: named(['HF_HUB_OFFLINE']),
  default: ({ weights, hasAdapterOfHub }) => weights.kind === 'local' && weights.fromS3 && !hasAdapterOfHub ? '1' : undefined,
  defaultText: '1 with modelData',
});

/** The same for a server that may be told of adapters, which it downloads where they are ids on the Hub. */
export const OFFLINE_WITHOUT_ADAPTERS = setting({ ...OFFLINE, defaultText: `${OFFLINE.defaultText}, unless an adapter is on the Hub` });

/** The size of a request: SageMaker's own limit, where that of the server is lower. */
export function payloadLimit(since?: string) {
  return setting({
    name: 'payloadLimit',
    typed: true,
    form: 'size',
    variables: [{ name: 'PAYLOAD_LIMIT', since }],
    default: () => Size.bytes(SAGEMAKER_PAYLOAD_LIMIT),
    defaultText: '6291456',
  });
}

/** The name by which requests call the model. */
export function servedModelName(variable: string) {
  return setting({
    ...option('servedModelName', 'text', variable),
    default: ({ weights, modelId }) => weights.kind === 'local' && weights.fromS3 ? modelId : undefined,
    defaultText: 'modelId with modelData, otherwise the server uses the model ID',
  });
}

/** A typed option that has no default here. */
export function option<const Name extends string>(
  name: Name, form: ServerSetting['form'], variable: string | SettingVariable[], aliases: string[] = [],
): ServerSetting<Name> {
  return { name, typed: true, form, variables: typeof variable === 'string' ? named([variable]) : variable, aliases };
}

/** Over how many accelerators a model is split: as many as its heads allow; undefined where there is no more than one. */
export function severalAccelerators(context: ServerContext): number | undefined {
  const degree = allAccelerators(context);
  return degree !== undefined && (degree > 1 || context.share.acceleratorCount !== 1) ? degree : undefined;
}

/** The same, where the server is told of a single accelerator too. */
export function allAccelerators({ share: { acceleratorCount: count }, heads }: ServerContext): number | undefined {
  return count && heads ? largestSplit(heads, count) : count || undefined;
}

function named(names: string[]): SettingVariable[] {
  return names.map(name => ({ name }));
}
