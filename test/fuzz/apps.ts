import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, NestedStack, RemovalPolicies, Stack, Stage, Tags } from 'aws-cdk-lib/core';
import { ASSET_RESOURCE_METADATA_ENABLED_CONTEXT as ASSET_METADATA_ENABLED, CloudAssembly } from 'aws-cdk-lib/cx-api';
import { Surroundings } from './surroundings';
import { Literals } from '../api-model/literals';

/** A kind of stack: the one of the endpoint, another one of the same environment, and where both are deployed. */
interface StackKind {
  readonly at: Literals;
  readonly create: (app: App) => { readonly stack: Stack; readonly other: Stack };
}

const IRELAND: Literals = { region: 'eu-west-1', partition: 'aws', dnsSuffix: 'amazonaws.com' };
const BEIJING: Literals = { region: 'cn-north-1', partition: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' };
const GOV: Literals = { region: 'us-gov-west-1', partition: 'aws-us-gov', dnsSuffix: 'amazonaws.com' };
const ACCOUNT = '111122223333';

const twoStacks = (at: Literals, env: { region?: string; account?: string }): StackKind => ({
  at, create: app => ({ stack: new Stack(app, 'Stack', { env }), other: new Stack(app, 'Other', { env }) }),
});

export const STACK_KINDS: Readonly<Record<string, StackKind>> = {
  'environment-agnostic': twoStacks(IRELAND, {}),
  'of an account and a region': twoStacks(IRELAND, { account: ACCOUNT, region: IRELAND.region }),
  'of a region': twoStacks({ ...IRELAND, region: 'us-west-2' }, { region: 'us-west-2' }),
  'of a stage in another account': {
    at: IRELAND,
    create: app => {
      const stage = new Stage(app, 'Production', { env: { account: '222233334444', region: IRELAND.region } });
      return { stack: new Stack(stage, 'Stack'), other: new Stack(stage, 'Other') };
    },
  },
  'in China': twoStacks(BEIJING, { account: ACCOUNT, region: BEIJING.region }),
  'in AWS GovCloud': twoStacks(GOV, { region: GOV.region }),
  'nested': {
    at: IRELAND,
    create: app => {
      const other = new Stack(app, 'Parent', { env: { account: ACCOUNT, region: IRELAND.region } });
      return { stack: new NestedStack(other, 'Stack'), other };
    },
  },
};

/** What an app does to all that is in it. */
interface Habit {
  readonly context?: Record<string, unknown>;
  readonly before?: (app: App) => void;
  readonly apply?: (app: App, stack: Stack) => void;
}

/** Feature flags that a new app sets, and that concern what the library creates. */
const FLAGS = ['@aws-cdk/aws-iam:minimizePolicies', '@aws-cdk/core:checkSecretUsage', '@aws-cdk/core:enablePartitionLiterals',
  '@aws-cdk/aws-iam:standardizedServicePrincipals', '@aws-cdk/aws-kms:reduceCrossAccountRegionPolicyScope',
  '@aws-cdk/aws-ec2:restrictDefaultSecurityGroup', '@aws-cdk/core:aspectPrioritiesMutating',
  '@aws-cdk/core:explicitStackTags', '@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction'];

export const HABITS: Readonly<Record<string, Habit>> = {
  'nothing else': {},
  'the flags of a new app': { context: Object.fromEntries(FLAGS.map(flag => [flag, true])) },
  'a permissions boundary': {
    apply: (_, stack) => iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary')),
  },
  'a permissions boundary of the context': { context: { '@aws-cdk/core:permissionsBoundary': { name: 'boundary' } } },
  'tags': { apply: app => ['team', 'cost-center', 'aws-cdk:owner'].forEach(key => Tags.of(app).add(key, 'search')) },
  'removal policies': { apply: (_, stack) => RemovalPolicies.of(stack).destroy() },
  'precreated roles': {
    before: app => iam.Role.customizeRoles(app, { usePrecreatedRoles: Object.fromEntries(ROLES.map(role => [role, 'precreated'])) }),
  },
};

/** The paths of the roles in an app. */
const ROLES = [
  ...['Stack', 'Production/Stack', 'Parent/Stack'].flatMap(stack => [
    'Endpoint/Role', 'Endpoint/SmokeTest/Role', 'HuggingFaceHubSnapshots/Project/Role', 'HuggingFaceHubSnapshots/Function/ServiceRole', 'hereRole',
  ].map(role => `${stack}/${role}`)),
  ...['Other', 'Production/Other', 'Parent'].map(stack => `${stack}/besideRole`),
];

/** An app with a stack of a kind and a habit, into which something is put; its assembly is read before it is deleted. */
export function withAssembly<T>(
  kind: string, habit: string, build: (around: Surroundings) => void, read: (assembly: CloudAssembly) => T,
): T {
  const outdir = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const print = console.error;
  console.error = () => undefined; // warnings
  try {
    const { context, before, apply } = HABITS[habit];
    const app = new App({ outdir, analyticsReporting: false, context: { [ASSET_METADATA_ENABLED]: true, ...context } });
    before?.(app);
    const { stack, other } = STACK_KINDS[kind].create(app);
    apply?.(app, stack);
    build(new Surroundings(stack, other));
    return read(app.synth());
  } finally {
    console.error = print;
    rmSync(outdir, { recursive: true });
  }
}
