import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Aws, Lazy, RemovalPolicy, Token } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { HubSnapshotProps } from '../../../src';
import {
  sameSnapshotFindings, SNAPSHOT_CHECKS, SNAPSHOT_SHAPE, snapshotFindings, SnapshotSurroundings,
} from '../../../src/checks/endpoint/snapshot';
import { readShape } from '../../../src/input/shape';
import { newStack } from '../../util';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const DRAFT = { modelId: 'org/draft', modelRevision: COMMIT };
const token = Lazy.string({ produce: () => '!' });
const anyToken = Token.asAny({ Ref: 'List' }) as unknown as string[];
const hubAccessTokenSecret = secretsmanager.Secret.fromSecretNameV2(newStack(), 'Secret', 'hub');
const vpc = ec2.Vpc.fromVpcAttributes(newStack(), 'Vpc', { vpcId: 'vpc-0', availabilityZones: ['eu-west-1a'] });

const snapshot = (props: Partial<HubSnapshotProps> = {}, surroundings: Partial<SnapshotSurroundings> = {}) => snapshotFindings(
  { modelId: 'org/model', modelRevision: COMMIT, ...props }, { region: 'eu-west-1', hasOtherVpc: false, closed: [], ...surroundings },
);
const subfolder = (name: string) => snapshot({ subfolders: { [name]: DRAFT } });
const byName = (names: readonly string[], find: (name: string) => ReturnType<typeof snapshot>) =>
  Object.fromEntries(names.map(name => [name, find(name)]));

testCases(SNAPSHOT_CHECKS, {
  'snapshot-token': {
    mistakes: [
      ['modelId', {}, snapshot({ modelId: token })],
      ['modelRevision', {}, snapshot({ modelRevision: token })],
      ['include', {}, snapshot({ include: ['a', token] })],
      ['include', {}, snapshot({ include: Token.asList({ Ref: 'List' }) })],
      ['include', {}, snapshot({ include: anyToken })],
      ['exclude', {}, snapshot({ exclude: [token] })],
      ['subfolders.draft.modelId', {}, snapshot({ subfolders: { draft: { ...DRAFT, modelId: token } } })],
      ['subfolders.draft.exclude', {}, snapshot({ subfolders: { draft: { ...DRAFT, exclude: anyToken } } })],
    ],
    neighbors: { 'known values': snapshot({ include: ['a'], exclude: ['b'], subfolders: { draft: DRAFT } }), 'no patterns': snapshot() },
  },
  'snapshot-model-id': {
    mistakes: [
      ...['', 'org/model:Q4', 'a b', 'a/b/c', '/a', 'a/', '!a', 'a!'].map(modelId => ['modelId', { modelId }, snapshot({ modelId })] as const),
      ['subfolders.draft.modelId', { modelId: 'a b' }, snapshot({ subfolders: { draft: { ...DRAFT, modelId: 'a b' } } })],
    ],
    neighbors: { ...byName(['gpt2', 'a', 'a-b.c_D/e-f.g_H'], modelId => snapshot({ modelId })), 'an unresolved token': snapshot({ modelId: token }) },
  },
  'snapshot-revision': {
    mistakes: ['', 'main', `a${COMMIT}`, `${COMMIT}a`, COMMIT.slice(1), COMMIT.toUpperCase(), 'g'.repeat(40)]
      .map(modelRevision => ['modelRevision', { modelRevision }, snapshot({ modelRevision })]),
    neighbors: { 'a commit': snapshot(), 'an unresolved token': snapshot({ modelRevision: token }) },
  },
  'snapshot-pattern': {
    mistakes: [
      ['include', {}, snapshot({ include: [] })],
      ...['', '/a'].flatMap(pattern => (['include', 'exclude'] as const).map(prop => [prop, { pattern }, snapshot({ [prop]: ['a', pattern] })] as const)),
      ['subfolders.draft.include', { pattern: '/a' }, snapshot({ subfolders: { draft: { ...DRAFT, include: ['/a'] } } })],
    ],
    neighbors: {
      'patterns': snapshot({ include: ['*.gguf', 'a/'], exclude: ['a/b'] }),
      'nothing to exclude': snapshot({ exclude: [] }),
      'unresolved tokens': snapshot({ include: anyToken, exclude: anyToken }),
      'none': snapshot(),
    },
  },
  'snapshot-subfolder': {
    mistakes: ['', '.', '..', './a', '../a', 'a/.', 'a/..', 'a/./b', 'a/../b', '/a', 'a/', 'a//b', 'a b', '!a', 'a!', 'a/!b', 'a/b!', '!a/b']
      .map(name => ['subfolders', { name }, subfolder(name)]),
    neighbors: byName(['draft', 'a', '.hidden', '..a', '...', 'a/.b', 'a/..b', 'a/...', 'a/b/c', 'a_b-c.D/e_f-g.H'], subfolder),
  },
  'snapshot-field-without-secret': {
    mistakes: [['hubAccessTokenField', {}, snapshot({ hubAccessTokenField: 'token' })]],
    neighbors: { 'a secret': snapshot({ hubAccessTokenField: 'token', hubAccessTokenSecret }), 'no field': snapshot({ hubAccessTokenSecret }), 'neither': snapshot() },
  },
  'snapshot-twice': { mistakes: [['modelId', { path: 'Stack/Other', prefix: 'a/' }, sameSnapshotFindings('Stack/Other', 'a/')]], neighbors: { one: snapshot() } },
  'snapshot-vpc-of-others': {
    mistakes: [['vpc', { isSet: true }, snapshot({ vpc }, { hasOtherVpc: true })], ['vpc', { isSet: false }, snapshot({}, { hasOtherVpc: true })]],
    neighbors: { 'the same VPC': snapshot({ vpc }) },
  },
  'snapshot-without-way-out': {
    mistakes: [['vpc', { closed: ['isolated'] }, snapshot({ vpc }, { closed: ['isolated'] })]], neighbors: { 'a way out': snapshot({ vpc }) },
  },
  'snapshot-without-codebuild': {
    mistakes: ['ap-east-2', 'ca-west-1', 'mx-central-1'].map(region => ['modelId', { region }, snapshot({}, { region })]),
    neighbors: byName(['ca-central-1', Aws.REGION], region => snapshot({}, { region })),
  },
});

test('all types of closed subnets are in the message', () => {
  expect(snapshot({ vpc }, { closed: ['isolated', 'public'] }).map(({ message }) => message)).toEqual([expect.stringContaining('isolated and public subnets')]);
});

test('nothing is found in a snapshot', () => {
  expect(snapshot({ include: ['*.gguf'], exclude: [], subfolders: { draft: DRAFT }, hubAccessTokenSecret, vpc })).toEqual([]);
});

test.each([
  ['org/model', 'copy a hash from https://huggingface.co/org/model/commits/main, or from the output of `git ls-remote https://huggingface.co/org/model`'],
  ['a b', "or from the output of 'git ls-remote https://huggingface.co/<modelId>'"],
  [token, "or from the output of 'git ls-remote https://huggingface.co/<modelId>'"],
])('the hash of a commit of the model is on its page: %s', (modelId, fix) => {
  const messages = snapshot({ modelId, modelRevision: 'main' }).filter(({ id }) => id.endsWith('revision')).map(({ message }) => message);
  expect(messages).toEqual([expect.stringContaining(fix.replace(/`/g, "'"))]);
});

const read = (props: object) => readShape<any>(SNAPSHOT_SHAPE as any, { modelId: 'org/model', modelRevision: COMMIT, ...props });
const wrongIn = (props: object) => read(props).wrong.map(({ prop, leftOut, message }) => ({ prop, leftOut, message }));

test('props of other types are found', () => {
  const props = [
    'modelId', 'modelRevision', 'include', 'exclude', 'trustRemoteCode', 'subfolders', 'bucket', 'hubAccessTokenSecret', 'hubAccessTokenField', 'vpc',
    'removalPolicy', 'copyDuringDeployment',
  ];
  expect(wrongIn(Object.fromEntries(props.map(prop => [prop, 1]))).map(({ prop }) => prop)).toEqual(props);
  expect(wrongIn({ bucket: {}, hubAccessTokenSecret: 'hf', vpc: {}, removalPolicy: RemovalPolicy.SNAPSHOT, include: [1] }).map(({ message }) => message)).toEqual([
    "'include[0]' must be a string, got the number 1",
    "'bucket' must be a bucket, got an object",
    "'hubAccessTokenSecret' must be a secret of AWS Secrets Manager, got a string",
    "'vpc' must be a VPC, got an object",
    "'removalPolicy' must be one of retain, destroy, got \"snapshot\"",
  ]);
  expect(wrongIn({ include: 'a' }).map(({ message }) => message)).toEqual(["'include' must be an array of strings, got \"a\""]);
  expect(wrongIn({ hubAccessTokenSecret: {} }).map(({ prop }) => prop)).toEqual(['hubAccessTokenSecret']);
  expect(read({ bucket: 1, hubAccessTokenSecret: 1, vpc: 1 }).wrong.map(({ fix }) => fix)).toEqual([
    'use a construct such as that of Bucket.fromBucketName', 'use a construct such as that of Secret.fromSecretNameV2', 'use a construct such as that of Vpc.fromLookup',
  ]);
  expect(wrongIn({ removalPolicy: RemovalPolicy.DESTROY, vpc, hubAccessTokenSecret, bucket: { bucketArn: 'a' } })).toEqual([]);
});

test.each([['a string', '"a string"'], [[], 'an array'], [Token.asAny({ Ref: 'Map' }), 'an unresolved token']])('subfolders are a map, not %p', (subfolders, got) => {
  expect(wrongIn({ subfolders })).toEqual([
    { prop: 'subfolders', leftOut: 'subfolders', message: `'subfolders' must be a map of models by the name of their folder, got ${got}` },
  ]);
});

test('a subfolder has the props of a repository, and is read like one', () => {
  expect(read({ subfolders: { draft: { ...DRAFT, exclude: null } } })).toEqual({
    value: { modelId: 'org/model', modelRevision: COMMIT, subfolders: { draft: DRAFT } }, wrong: [],
  });
  expect(wrongIn({ subfolders: { draft: { modelId: 1, modelRevision: COMMIT }, other: DRAFT } }))
    .toEqual([{ prop: 'subfolders.draft.modelId', leftOut: 'subfolders', message: "'subfolders.draft.modelId' must be a string, got the number 1" }]);
  expect(read({ subfolders: { draft: { modelId: 1, modelRevision: COMMIT } } }).value).toEqual({ modelId: 'org/model', modelRevision: COMMIT });
});

test('an unresolved token replaces a required string, so that the others are checked', () => {
  const noValue = { Ref: 'AWS::NoValue' };
  expect(newStack().resolve(readShape<any>(SNAPSHOT_SHAPE as any, {}).value)).toEqual({ modelId: noValue, modelRevision: noValue });
});
