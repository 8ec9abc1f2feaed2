import { Size } from 'aws-cdk-lib/core';
import { ServerContext, ServerSetting, setting, SettingVariable } from './server-setting';
import { largestSplit } from '../model/heads';

/** The names that the client library reads: https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_auth.py */
const TOKEN_NAMES = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'];

/** The largest body that SageMaker takes: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const SAGEMAKER_PAYLOAD_LIMIT = 6_291_456;

/** Which model from the Hub is served. */
export function hubModel(variables: string[], aliases: string[] = []) {
  return setting({
    name: 'modelOnHub',
    form: 'text',
    variables: named(variables),
    aliases,
    default: ({ weights }) => weights.modelId,
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
    default: ({ weights }) => weights.path,
    defaultText: '/opt/ml/model with modelData, otherwise modelId if it is a path',
  });
}

/** The revision of the model on the Hub. */
export function revision(variables: string | (string | SettingVariable)[], aliases: string[] = []) {
  return setting({
    name: 'revision',
    form: 'text',
    variables: [variables].flat().map(variable => typeof variable === 'string' ? { name: variable } : variable),
    aliases,
    default: ({ modelRevision }) => modelRevision,
    defaultText: 'modelRevision',
  });
}

/** The token for the Hub. */
export function hubToken(variables: SettingVariable[] = [{ name: 'HF_TOKEN' }], aliases: string[] = TOKEN_NAMES) {
  return setting({
    name: 'hubToken',
    form: 'text',
    variables,
    aliases,
    default: ({ hubAccessToken }) => hubAccessToken,
    defaultText: 'hubAccessToken',
  });
}

/** Weights from S3 are there before the server starts, so that it need not ask the Hub, unless a variable names a model there. */
export const OFFLINE = setting({
  name: 'offline',
  form: 'text',
  variables: named(['HF_HUB_OFFLINE']),
  default: ({ weights, needsHub }) => weights.fromS3 && !needsHub ? '1' : undefined,
  defaultText: '1 with modelData',
});

/** The same for a server with adapters, which it downloads if they are IDs on the Hub. */
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
    default: ({ weights, modelId }) => weights.fromS3 ? modelId : undefined,
    defaultText: 'modelId with modelData, otherwise the server uses the model ID',
  });
}

/** A typed option that has no default here. */
export function option<const Name extends string>(
  name: Name, form: ServerSetting['form'], variable: string | SettingVariable[], aliases: string[] = [],
): ServerSetting<Name> {
  return { name, typed: true, form, variables: typeof variable === 'string' ? named([variable]) : variable, aliases };
}

/** A parser of tool calls has no effect if the model must not choose a tool itself. */
export function toolChoice({ options }: ServerContext): boolean | undefined {
  return options.toolCallParser === undefined ? undefined : true;
}

/** Over how many accelerators a model is split: as many as its heads allow; undefined for a single one. */
export function severalAccelerators(context: ServerContext): number | undefined {
  return context.share.acceleratorCount === 1 ? undefined : allAccelerators(context, true);
}

/** The same, for a server that needs the number for a single accelerator, too. */
export function allAccelerators({ share: { acceleratorCount: count }, heads }: ServerContext, copiesHeads: boolean): number | undefined {
  if (!count) {
    return undefined;
  }
  return heads ? largestSplit(heads, count, copiesHeads) : count;
}

function named(names: string[]): SettingVariable[] {
  return names.map(name => ({ name }));
}
