import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnOutput, CustomResource, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import { Construct, IConstruct } from 'constructs';
import { templateFindings } from './secrets-in-template';
import { sameSnapshotFindings, snapshotFindings, SNAPSHOT_SHAPE } from '../checks/endpoint/snapshot';
import { Finding } from '../checks/finding';
import { optionFindings } from '../checks/props';
import { report } from '../checks/report';
import { readShape } from '../input/shape';
import { ModelData } from '../model/model-data';
import { selectNetwork } from '../network/selected-network';
import { HubSnapshotProps } from '../snapshot/hub-snapshot-props';
import { SnapshotBuilds } from '../snapshot/snapshot-builds';
import { snapshotContent } from '../snapshot/snapshot-content';

/**
 * A copy of a model on the Hugging Face Hub in Amazon S3. The deployment makes it, and verifies each file by its hash.
 *
 * Instances then need neither the Hub, nor internet access, nor a Hub token. The construct is experimental: it has not been deployed to a real
 * account yet.
 *
 * @stability experimental
 * @example
 * const snapshot = new HubSnapshot(this, 'Weights', {
 *   modelId: 'Qwen/Qwen3-8B',
 *   modelRevision: 'b968826d9c46dd6066d109eabc6255188de91218',
 * });
 *
 * new HuggingFaceSageMakerEndpoint(this, 'Endpoint', {
 *   modelId: snapshot.modelId,
 *   modelData: snapshot.modelData,
 *   instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
 *   networkIsolation: true,
 * });
 */
export class HubSnapshot extends Construct {
  /** The model ID on the Hugging Face Hub. */
  public readonly modelId: string;

  /** The weights, for the prop `modelData` of an endpoint. The model of the endpoint is created after the copy. */
  public readonly modelData: ModelData;

  /** The bucket of the copy. */
  public readonly bucket: s3.IBucket;

  /** The prefix of the copied objects, with a slash at its end. Another model, commit or selection of files has another prefix. */
  public readonly prefix: string;

  constructor(scope: Construct, id: string, props: HubSnapshotProps) {
    super(scope, id);
    const read = readShape(SNAPSHOT_SHAPE, props);
    const given = read.value;
    const others = SnapshotBuilds.find(this);
    const { network } = selectNetwork({ vpc: given.vpc });
    report(this, optionFindings(read, snapshotFindings(given, {
      region: Stack.of(this).region,
      hasOtherVpc: others !== undefined && others.vpc !== given.vpc,
      closed: network?.closed ?? [],
    })));

    const builds = SnapshotBuilds.of(this, given.vpc);
    const { prefix, json, digest } = snapshotContent(given);
    this.modelId = given.modelId;
    this.prefix = prefix;
    this.bucket = given.bucket ?? builds.bucket;
    report(this, sameSnapshot(this));
    this.node.addValidation({
      validate: () => {
        report(this, templateFindings(this));
        return [];
      },
    });

    builds.grantCopy(this);
    const { hubAccessTokenSecret: secret, hubAccessTokenField: field, removalPolicy, copyDuringDeployment = true } = given;
    secret?.grantRead(builds.project);
    // https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager
    const token = secret && (field === undefined ? secret.secretArn : `${secret.secretArn}:${field}`);
    const isDestroyed = removalPolicy === RemovalPolicy.DESTROY;
    // the policy of an old prefix must exist until its objects are deleted, after an update: so each prefix has a policy of its own
    const deletion = isDestroyed ? builds.grantDelete(this, `Deletion${digest}`, this) : undefined;
    if (copyDuringDeployment) {
      const copy = new CustomResource(this, 'Copy', {
        serviceToken: builds.serviceToken,
        resourceType: 'Custom::HuggingFaceHubSnapshot',
        properties: {
          Project: builds.project.projectName,
          Bucket: this.bucket.bucketName,
          Prefix: prefix,
          Snapshot: json,
          Token: token,
          RemovalPolicy: isDestroyed ? 'destroy' : 'retain',
        },
      });
      copy.node.addDependency(builds, ...deletion ? [deletion] : []);
    }
    this.modelData = ModelData._ofSnapshot(this.bucket, prefix, {
      copy: this, region: given.bucket ? undefined : Stack.of(this).region, modelPrefix: `${this.modelId}/`,
    });
    this.createOutput(builds, { ACTION: 'copy', BUCKET: this.bucket.bucketName, PREFIX: prefix, SNAPSHOT: json }, token);
  }

  /** A command that copies without a deployment. */
  private createOutput(builds: SnapshotBuilds, variables: Record<string, string>, token?: string): void {
    const stack = Stack.of(this);
    const input = {
      projectName: builds.project.projectName,
      environmentVariablesOverride: [
        ...Object.entries(variables).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })),
        ...token ? [{ name: 'HF_TOKEN', value: token, type: 'SECRETS_MANAGER' }] : [],
      ],
    };
    new CfnOutput(this, 'CopyCommand', {
      description: `Copies ${this.modelId} without a deployment`,
      value: `aws codebuild start-build --region ${stack.region} --cli-input-json '${stack.toJsonString(input)}'`,
    });
  }
}

/** The snapshots of each app. */
const snapshots = new WeakMap<IConstruct, HubSnapshot[]>();

/** Remembers a snapshot, and finds another one of the app with the same prefix in the same bucket. */
function sameSnapshot(snapshot: HubSnapshot): Finding[] {
  const { root } = snapshot.node;
  const others = snapshots.get(root) ?? [];
  snapshots.set(root, [...others, snapshot]);
  const twin = others.find(({ bucket, prefix }) => prefix === snapshot.prefix && isSame(bucket, snapshot.bucket));
  return twin ? sameSnapshotFindings(twin.node.path, twin.prefix) : [];
}

function isSame(one: s3.IBucket, other: s3.IBucket): boolean {
  return one === other || (!Token.isUnresolved(one.bucketName) && one.bucketName === other.bucketName);
}
