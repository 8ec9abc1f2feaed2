import { RemovalPolicy, Token } from 'aws-cdk-lib/core';
import { isKnown } from '../../common/known';
import { BOOLEAN, having, Kind, kind, listOf, oneOf, STRING } from '../../input/kinds';
import { readShape, Shape } from '../../input/shape';
import { ClosedSubnets } from '../../network/selected-network';
import { HubRepositoryOptions } from '../../snapshot/hub-repository-options';
import { HubSnapshotProps } from '../../snapshot/hub-snapshot-props';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

const TOKENS = 'https://docs.aws.amazon.com/cdk/v2/guide/tokens.html';
const HUB = 'https://huggingface.co/docs/hub/repositories';
const BUILD_VPC = 'https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html';

const PATTERNS = listOf('strings', STRING);

/** A token in place of a string. */
const anyString = () => Token.asString({ Ref: 'AWS::NoValue' });

const REPOSITORY: Shape<HubRepositoryOptions> = {
  modelId: { required: STRING, standIn: anyString },
  modelRevision: { required: STRING, standIn: anyString },
  include: PATTERNS,
  exclude: PATTERNS,
  trustRemoteCode: BOOLEAN,
};

const MAP: Kind = kind('a map of models by the name of their folder', value =>
  typeof value === 'object' && !Array.isArray(value) && !Token.isUnresolved(value));

const SUBFOLDERS: Kind = {
  ...MAP,
  read(given, prop) {
    const map = MAP.read(given, prop);
    if (map.wrong.length > 0) {
      return map;
    }
    const folders = Object.entries(given as object).map(([name, options]) => [name, readShape(REPOSITORY, options, `${prop}.${name}`)] as const);
    const wrong = folders.flatMap(([, read]) => read.wrong.map(each => ({ ...each, leftOut: prop })));
    return { value: wrong.length > 0 ? undefined : Object.fromEntries(folders.map(([name, { value }]) => [name, value])), wrong };
  },
};

export const SNAPSHOT_SHAPE: Shape<HubSnapshotProps> = {
  ...REPOSITORY,
  subfolders: SUBFOLDERS,
  bucket: having('a bucket', ['bucketArn'], 'use a construct such as that of Bucket.fromBucketName'),
  hubAccessTokenSecret: having('a secret of AWS Secrets Manager', ['secretArn'], 'use a construct such as that of Secret.fromSecretNameV2', true),
  hubAccessTokenField: STRING,
  vpc: having('a VPC', ['selectSubnets'], 'use a construct such as that of Vpc.fromLookup'),
  removalPolicy: oneOf({ RETAIN: RemovalPolicy.RETAIN, DESTROY: RemovalPolicy.DESTROY }),
  copyDuringDeployment: BOOLEAN,
};

const UNKNOWN: Check<object> = {
  id: 'snapshot-token',
  severity: 'error',
  what: 'a name, a revision or a pattern of a `HubSnapshot` is an unresolved token',
  why: 'the prefix of the copy is computed from it at synth, so that a change of the model changes the template',
  fix: 'use a value that is known at synth',
  source: TOKENS,
  message: prop => `'${prop}' must be known at synth, because the prefix of the copy is computed from it, got an unresolved token`,
};

const MODEL: Check<{ readonly modelId: string }> = {
  id: 'snapshot-model-id',
  severity: 'error',
  what: '`modelId` of a `HubSnapshot` is not a model ID on the Hugging Face Hub',
  why: 'nothing can be copied',
  fix: 'use the ID of the page of the model, such as `Qwen/Qwen3-8B`; use `include` to select a quantization',
  source: HUB,
  message: (prop, { modelId }) => `'${prop}' must be a model ID on the Hugging Face Hub, got ${quoted(modelId)}`,
};

const REVISION: Check<{ readonly modelRevision: string }> = {
  id: 'snapshot-revision',
  severity: 'error',
  what: '`modelRevision` of a `HubSnapshot` is not the hash of a commit',
  why: 'a branch or a tag can change, so the copy would not be what you deployed before',
  fix: 'copy a hash from the commits of the page of the model, or from the output of `git ls-remote https://huggingface.co/<modelId>`',
  source: HUB,
  message: (prop, { modelRevision }) => `'${prop}' must be the hash of a commit with 40 hexadecimal digits, got ${quoted(modelRevision)}`,
};

const PATTERN: Check<{ readonly pattern?: string }> = {
  id: 'snapshot-pattern',
  severity: 'error',
  what: '`include` of a `HubSnapshot` is empty, or a pattern is empty or begins with a slash',
  why: 'it matches no file',
  fix: 'use patterns such as `*.gguf`, or leave it out',
  source: 'https://huggingface.co/docs/huggingface_hub/guides/cli',
  message: (prop, { pattern }) => pattern === undefined
    ? `'${prop}' must have at least one pattern, got none` : `'${prop}' must have patterns of paths such as "*.gguf", got ${quoted(pattern)}`,
};

const FOLDER: Check<{ readonly name: string }> = {
  id: 'snapshot-subfolder',
  severity: 'error',
  what: 'a name in `subfolders` of a `HubSnapshot` is not that of a folder',
  why: 'SageMaker cannot write the files into such a folder',
  fix: 'use letters, digits, dots, hyphens and underscores, with slashes between folders, such as `adapters/sql`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html',
  message: (prop, { name }) => `'${prop}' must have names of folders, got ${quoted(name)}`,
};

const FIELD: Check<object> = {
  id: 'snapshot-field-without-secret',
  severity: 'error',
  what: '`hubAccessTokenField` is set without `hubAccessTokenSecret`',
  why: 'it has no effect',
  fix: 'set the secret, or leave it out',
  source: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html',
  message: prop => `'${prop}' requires 'hubAccessTokenSecret', got none`,
};

const TWICE: Check<{ readonly path: string; readonly prefix: string }> = {
  id: 'snapshot-twice',
  severity: 'error',
  what: 'two snapshots of an app have the same prefix in the same bucket',
  why: 'they copy the same files, and the removal of one could delete those of the other',
  fix: 'pass the one snapshot to both endpoints',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/resources.html',
  message: (prop, { path, prefix }) =>
    `'${prop}' must not be that of another snapshot in the same bucket, got that of ${path} with the prefix ${prefix}`,
};

const OTHER_VPC: Check<{ readonly isSet: boolean }> = {
  id: 'snapshot-vpc-of-others',
  severity: 'error',
  what: 'the `vpc` of a `HubSnapshot` is not that of the other snapshots of the stack',
  why: 'one project of AWS CodeBuild copies all snapshots of a stack, and it is in one VPC or in none',
  fix: 'set the same `vpc` for all snapshots of the stack, or create the snapshot in a stack of its own',
  source: BUILD_VPC,
  message: (prop, { isSet }) => `'${prop}' must be that of the other snapshots of the stack, got ${isSet ? 'another one' : 'none'}`,
};

const NO_WAY_OUT: Check<{ readonly closed: readonly ClosedSubnets[] }> = {
  id: 'snapshot-without-way-out',
  severity: 'warning',
  what: 'the `vpc` of a `HubSnapshot` has no private subnets with internet access',
  why: 'the network interface of a build has no public IP address, so the copy cannot reach the Hugging Face Hub',
  fix: 'use a VPC with a NAT gateway, or leave `vpc` out',
  source: BUILD_VPC,
  message: (prop, { closed }) => `'${prop}' must connect the copy to the internet, got only ${closed.join(' and ')} subnets`,
};

const NO_BUILDS: Check<{ readonly region: string }> = {
  id: 'snapshot-without-codebuild',
  severity: 'warning',
  what: 'a `HubSnapshot` is in a region that had no AWS CodeBuild when this version of the library was released',
  why: 'CloudFormation rejects the project that copies',
  fix: 'copy the model to a bucket in the region by hand and use `ModelData.s3Prefix`, or acknowledge this warning if the region has AWS CodeBuild',
  source: 'https://docs.aws.amazon.com/general/latest/gr/codebuild.html',
  message: (prop, { region }) => `'${prop}' is copied by AWS CodeBuild, which was not available in ${region}`,
};

export const SNAPSHOT_CHECKS = [UNKNOWN, MODEL, REVISION, PATTERN, FOLDER, FIELD, TWICE, OTHER_VPC, NO_WAY_OUT, NO_BUILDS];

/**
 * The regions with Amazon SageMaker and without AWS CodeBuild: neither the endpoints of botocore 1.44.5 nor the resource types of cfn-lint 1.58.0
 * have it there.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/endpoints.json
 * @see https://pypi.org/project/cfn-lint/1.58.0/
 */
const WITHOUT_CODEBUILD = ['ap-east-2', 'ca-west-1', 'mx-central-1'];

const MODEL_ID = /^[\w.-]+(\/[\w.-]+)?$/;
const COMMIT = /^[0-9a-f]{40}$/;
const FOLDER_NAME = /^(?!\.{1,2}(\/|$))[\w.-]+(\/(?!\.{1,2}(\/|$))[\w.-]+)*$/;

/** What the app knows about a snapshot in addition to its props. */
export interface SnapshotSurroundings {
  /** The region of the stack; may be an unresolved token. */
  readonly region: string;

  /** Whether the VPC is not that of the other snapshots of the stack. */
  readonly hasOtherVpc: boolean;

  /** The types of the subnets that the copy runs in and that have no internet access. */
  readonly closed: readonly ClosedSubnets[];
}

/** Finds what is wrong with the props of a snapshot. */
export function snapshotFindings(props: HubSnapshotProps, { region, hasOtherVpc, closed }: SnapshotSurroundings): Finding[] {
  const { subfolders = {}, hubAccessTokenField, hubAccessTokenSecret, vpc } = props;
  return [
    ...repositoryFindings(props, ''),
    ...Object.entries(subfolders).flatMap(([name, options]) => repositoryFindings(options, `subfolders.${name}.`)),
    ...Object.keys(subfolders).filter(name => !FOLDER_NAME.test(name)).map(name => finding(FOLDER, 'subfolders', { name })),
    ...when(hubAccessTokenField !== undefined && !hubAccessTokenSecret, () => finding(FIELD, 'hubAccessTokenField', {})),
    ...when(hasOtherVpc, () => finding(OTHER_VPC, 'vpc', { isSet: vpc !== undefined })),
    ...when(closed.length > 0, () => finding(NO_WAY_OUT, 'vpc', { closed })),
    ...when(WITHOUT_CODEBUILD.includes(region), () => finding(NO_BUILDS, 'modelId', { region })),
  ];
}

/** Reports another snapshot with the same prefix. */
export function sameSnapshotFindings(path: string, prefix: string): Finding[] {
  return [finding(TWICE, 'modelId', { path, prefix })];
}

function repositoryFindings({ modelId, modelRevision, include, exclude }: HubRepositoryOptions, path: string): Finding[] {
  const patterns = { include, exclude };
  const values = { modelId: [modelId], modelRevision: [modelRevision], ...patterns };
  const unknown = Object.entries(values).filter(([, list]) => Token.isUnresolved(list) || list?.some(value => Token.isUnresolved(value)));
  return [
    ...unknown.map(([prop]) => finding(UNKNOWN, path + prop, {})),
    ...when(isKnown(modelId) && !MODEL_ID.test(modelId), () => finding(MODEL, `${path}modelId`, { modelId })),
    ...when(isKnown(modelRevision) && !COMMIT.test(modelRevision), () => finding(REVISION, `${path}modelRevision`, { modelRevision },
      MODEL_ID.test(modelId) ? commitsOf(modelId) : undefined)),
    ...when(isKnown(include) && include.length === 0, () => finding(PATTERN, `${path}include`, {})),
    ...Object.entries(patterns).flatMap(([prop, list]) => isKnown(list) ? list.filter(pattern => pattern === '' || pattern.startsWith('/'))
      .map(pattern => finding(PATTERN, path + prop, { pattern })) : []),
  ];
}

function commitsOf(modelId: string): string {
  const page = `https://huggingface.co/${modelId}`;
  return `copy a hash from ${page}/commits/main, or from the output of \`git ls-remote ${page}\``;
}
