import { compareVersions } from '../../common/version-order';
import { ModelData } from '../../model/model-data';
import { ModelPlan } from '../../plan/model-plan';
import { AdapterOptions } from '../../props/adapter-options';
import { Check, finding, Finding, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage, quoted } from '../ranges';

const PAGE = 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-adapt.html';

const SERVER: Check<{ readonly server: string; readonly version?: string; readonly since?: string }> = {
  id: 'adapter-server',
  severity: 'error',
  what: '`addAdapter` is called for a component whose server is known not to load adapters while it runs. vLLM 0.11.2 and later and Large Model '
    + 'Inference can',
  why: 'the adapter cannot be registered, or every request to it fails',
  fix: 'use an image with vLLM or Large Model Inference',
  source: 'https://github.com/aws/model-hosting-container-standards/blob/main/docs/sagemaker/05_lora_adapter_management.md',
  message: (prop, { server, version, since }) => `'${prop}' requires a server that loads adapters while it runs, `
    + `got ${server}${version === undefined ? '' : ` ${version}, but the first version is ${since}`}`,
};

const ARCHIVE: Check<{ readonly key: string }> = {
  id: 'adapter-archive',
  severity: 'error',
  what: '`modelData` of an adapter is not an archive (`ModelData.s3Archive`)',
  why: 'SageMaker loads an adapter from an archive only',
  fix: 'create an archive with the files of the adapter at its root, and use `ModelData.s3Archive`',
  source: PAGE,
  message: (prop, { key }) => `'${prop}' must be an archive, got the prefix ${quoted(key)}`,
};

const RANK: Check<IntegerFound> = {
  id: 'adapter-rank',
  severity: 'error',
  what: '`maxRank` of an adapter is not an integer from 1 to 512',
  why: 'vLLM rejects it, also in Large Model Inference',
  fix: 'set `r` of the configuration of the adapter',
  source: 'https://github.com/vllm-project/vllm/blob/main/vllm/config/lora.py',
  message: integerMessage,
};

export const ADAPTER_CHECKS = [SERVER, ARCHIVE, RANK];

/** The highest rank that vLLM supports: https://github.com/vllm-project/vllm/blob/main/vllm/config/lora.py */
const HIGHEST_RANK = 512;

/** Checks an adapter of a model. */
export function adapterFindings({ server, serverVersion: version }: ModelPlan, { modelData, maxRank }: AdapterOptions): Finding[] {
  const { traits: { runtimeAdapters }, title } = server;
  const since = runtimeAdapters ? runtimeAdapters.since : undefined;
  const isTooOld = since !== undefined && version !== undefined && compareVersions(version, since) < 0;
  return [
    ...when(runtimeAdapters === false, () => finding(SERVER, 'addAdapter', { server: title })),
    ...when(isTooOld, () => finding(SERVER, 'addAdapter', { server: title, version, since })),
    ...when(isPrefix(modelData), () => finding(ARCHIVE, 'modelData', { key: modelData._key })),
    ...integerFindings(RANK, 'maxRank', maxRank, { minimum: 1, maximum: HIGHEST_RANK }),
  ];
}

function isPrefix(modelData: ModelData | undefined): boolean {
  return modelData !== undefined && !modelData._compressed;
}
