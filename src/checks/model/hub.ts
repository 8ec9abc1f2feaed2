import { isKnown } from '../../common/known';
import { effectiveSetting } from '../../plan/effective-setting';
import { HubSource, hubSource } from '../../plan/hub-source';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

/** What is downloaded from the Hub, and where. */
type FromHub = Pick<HubSource, 'kind' | 'ids'> & { readonly partition: string };

const MIRROR = 'set the address of a mirror of the Hub as `environment.HF_ENDPOINT`';

const FIX = `put the weights into Amazon S3 and set \`modelData\`, or ${MIRROR}`;

/** An adapter or a draft model that is not downloaded is in the container, and named by its path. */
const FOLDER_FIX = `put it into a folder of \`modelData\` and set its path, such as \`/opt/ml/model/sql\`, or ${MIRROR}`;

const OUT_OF_REACH: Check<FromHub> = {
  id: 'hub-out-of-reach',
  severity: 'error',
  what: 'a model or an adapter comes from the Hugging Face Hub in an isolated partition, without a mirror',
  why: 'the download fails, and the endpoint never becomes healthy',
  fix: FIX,
  source: 'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html',
  message: (prop, { partition, ...source }) => `${hubSourceText(prop, source)}, which is not reachable from the partition ${partition}`,
};

const HARD_TO_REACH: Check<FromHub> = {
  id: 'hub-hard-to-reach',
  severity: 'warning',
  what: 'a model or an adapter comes from the Hugging Face Hub in China, without a mirror',
  why: 'the download may fail',
  fix: FIX,
  source: 'https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables',
  message: (prop, { partition, ...source }) => `${hubSourceText(prop, source)}, which may not be reachable from the partition ${partition}`,
};

const WITHOUT_HUB: Check<{ readonly from: 'modelData' | 'modelId' }> = {
  id: 'model-revision-without-hub',
  severity: 'error',
  what: '`modelRevision` is set, but the model does not come from the Hugging Face Hub',
  why: 'the revision has no effect',
  fix: 'remove `modelRevision`',
  source: 'https://huggingface.co/docs/hub/repositories',
  message: (prop, { from }) => `'${prop}' must not be set together with ${from === 'modelData' ? "'modelData'" : "a path in 'modelId'"}, `
    + 'because the model does not come from the Hugging Face Hub',
};

const REVISION: Check<{ readonly server: string }> = {
  id: 'model-revision',
  severity: 'error',
  what: '`modelRevision` is set, but the server has no setting for a revision',
  why: 'the revision has no effect: the server loads the latest one',
  fix: 'remove `modelRevision`, or put the weights of that revision into Amazon S3 and set `modelData`',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh',
  message: (prop, { server }) => `'${prop}' has no effect, because ${server} has no setting for a revision`,
};

const EMPTY_REVISION: Check<{ readonly modelRevision: string }> = {
  id: 'model-revision-empty',
  severity: 'error',
  what: '`modelRevision` is an empty string',
  why: 'the server gets a revision without a name, and exits or reads the next argument as the revision',
  fix: 'set a revision, or remove `modelRevision`',
  source: 'https://huggingface.co/docs/hub/repositories',
  message: (prop, { modelRevision }) => `'${prop}' must be a branch, a tag or a commit, got ${quoted(modelRevision)}`,
};

/** The beginning of a message about it, such as `'modelId' names the model org/name on the Hugging Face Hub`. */
function hubSourceText(prop: string, { kind, ids }: Pick<HubSource, 'kind' | 'ids'>): string {
  const what = { model: 'the model', adapters: ids.length > 1 ? 'the adapters' : 'the adapter', draft: 'the draft model' }[kind];
  return `'${prop}' names ${what} ${ids.join(', ')} on the Hugging Face Hub`;
}

export const HUB_CHECKS = [OUT_OF_REACH, HARD_TO_REACH, WITHOUT_HUB, REVISION, EMPTY_REVISION];

/** Finds what cannot be downloaded from the Hugging Face Hub. */
export function hubFindings(model: ModelPlan): Finding[] {
  return [...partitionFindings(model), ...revisionFindings(model)];
}

function partitionFindings(model: ModelPlan): Finding[] {
  const { environment, scope: { partition } } = model;
  const source = hubSource(model);
  if (!source || !isKnown(partition) || environment.HF_ENDPOINT !== undefined) {
    return [];
  }
  const { prop, kind, ids } = source;
  const fix = kind === 'model' ? FIX : FOLDER_FIX;
  return [
    ...when(partition.startsWith('aws-iso'), () => finding(OUT_OF_REACH, prop, { kind, ids, partition }, fix)),
    ...when(partition === 'aws-cn', () => finding(HARD_TO_REACH, prop, { kind, ids, partition }, fix)),
  ];
}

/** Only the props decide whether the library passes the revision to the server; `environment` may name another model besides. */
function revisionFindings(model: ModelPlan): Finding[] {
  const { modelRevision, modelData, modelId, server } = model;
  if (modelRevision === undefined) {
    return [];
  }
  if (modelData || modelId.startsWith('/')) {
    return [finding(WITHOUT_HUB, 'modelRevision', { from: modelData ? 'modelData' : 'modelId' })];
  }
  if (effectiveSetting(model, 'revision') === undefined) {
    return [finding(REVISION, 'modelRevision', { server: server.title })];
  }
  return when(modelRevision === '', () => finding(EMPTY_REVISION, 'modelRevision', { modelRevision }));
}
