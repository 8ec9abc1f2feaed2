import { existsSync } from 'fs';
import { join } from 'path';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { grantConditionally } from '../common/conditional-grant';

/** The construct ID within the stack. */
const ID = 'HuggingFaceHubSnapshots';

/** Where a snapshot is, as far as permissions are concerned. */
export interface SnapshotLocation {
  readonly bucket: s3.IBucket;

  /** With a slash at its end. */
  readonly prefix: string;
}

/**
 * What copies the snapshots of a stack: one project of AWS CodeBuild, and one function that starts builds and answers CloudFormation.
 *
 * docs/adr/0020-hub-snapshots.md says why.
 */
export class SnapshotBuilds extends Construct {
  /** What copies the snapshots of a stack, if it has any. */
  public static find(scope: Construct): SnapshotBuilds | undefined {
    return Stack.of(scope).node.tryFindChild(ID) as SnapshotBuilds | undefined;
  }

  /** What copies the snapshots of a stack. */
  public static of(scope: Construct, vpc?: ec2.IVpc): SnapshotBuilds {
    return SnapshotBuilds.find(scope) ?? new SnapshotBuilds(Stack.of(scope), ID, vpc);
  }

  public readonly project: codebuild.Project;

  /** The ARN of the function. */
  public readonly serviceToken: string;

  private ownBucket?: s3.Bucket;

  private constructor(scope: Construct, id: string, public readonly vpc?: ec2.IVpc) {
    super(scope, id);
    const program = new assets.Asset(this, 'Program', { path: folderOf('copy'), exclude: CACHE });
    this.project = new codebuild.Project(this, 'Project', {
      description: 'Copies models from the Hugging Face Hub to Amazon S3',
      source: codebuild.Source.s3({ bucket: program.bucket, path: program.s3ObjectKey }),
      buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['python3 copy_snapshot.py'] } } }),
      // it has Python with boto3: https://github.com/aws/aws-codebuild-docker-images/tree/master/al/x86_64/standard/5.0
      environment: { buildImage: codebuild.LinuxBuildImage.AMAZON_LINUX_2023_5, computeType: codebuild.ComputeType.LARGE },
      timeout: Duration.hours(8),
      grantReportGroupPermissions: false,
      vpc,
    });
    const answers = new lambda.Function(this, 'Function', {
      description: 'Starts the builds that copy models from the Hugging Face Hub, and answers CloudFormation',
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(folderOf('function'), { exclude: CACHE }),
      timeout: Duration.minutes(15),
      memorySize: 256,
      initialPolicy: [
        new iam.PolicyStatement({
          actions: ['codebuild:StartBuild', 'codebuild:StopBuild', 'codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject'],
          resources: [this.project.projectArn],
        }),
        new iam.PolicyStatement({ actions: ['logs:GetLogEvents'], resources: [this.logStreams()] }),
      ],
    });
    // a policy that the function depends on must not reference the function
    new iam.Policy(this, 'Continuation', {
      roles: [answers.role!],
      statements: [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [answers.functionArn] })],
    });
    this.serviceToken = answers.functionArn;
  }

  /** The bucket of the stack for snapshots without a bucket of the user. */
  public get bucket(): s3.IBucket {
    return this.ownBucket ??= new s3.Bucket(this, 'Bucket', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      // longer than a build
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
  }

  /** Allows the builds to write the objects of a snapshot, to compare existing ones, and to list them. */
  public grantCopy({ bucket, prefix }: SnapshotLocation): void {
    iam.Grant.addToPrincipalOrResource({
      grantee: this.project,
      actions: ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'],
      resourceArns: objects(bucket, prefix),
      resource: bucket,
    });
    this.grantList(this.project, { bucket, prefix });
    bucket.encryptionKey?.grantEncryptDecrypt(this.project);
  }

  /** Creates a policy that allows the builds to delete the objects of a snapshot. */
  public grantDelete(scope: Construct, id: string, location: SnapshotLocation): iam.Policy {
    const policy = new iam.Policy(scope, id, { roles: [this.project.role!] });
    policy.addStatements(
      new iam.PolicyStatement({ actions: ['s3:DeleteObject'], resources: objects(location.bucket, location.prefix) }),
      new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [location.bucket.bucketArn], conditions: listed(location.prefix) }),
    );
    return policy;
  }

  private grantList(grantee: iam.IGrantable, { bucket, prefix }: SnapshotLocation): void {
    grantConditionally({
      grantee,
      actions: ['s3:ListBucket'],
      conditions: listed(prefix),
      resourceArns: [bucket.bucketArn],
      resourceSelfArns: [bucket.bucketArn],
      account: bucket.env.account,
      addToResourcePolicy: statement => bucket.addToResourcePolicy(statement),
    });
  }

  private logStreams(): string {
    return Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `/aws/codebuild/${this.project.projectName}:log-stream:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

/** The objects of a snapshot, and the list of them next to its prefix. */
function objects(bucket: s3.IBucket, prefix: string): string[] {
  return [bucket.arnForObjects(`${prefix}*`), bucket.arnForObjects(`${prefix.slice(0, -1)}.manifest.json`)];
}

function listed(prefix: string): Record<string, Record<string, string>> {
  return { StringLike: { 's3:prefix': `${prefix.slice(0, -1)}*` } };
}

/** A folder with a program: next to this file, or in the folder of that name next to the bundle of the package. */
function folderOf(name: string): string {
  return [join(__dirname, name), join(__dirname, 'snapshot', name)].find(existsSync)!;
}

/** What Python writes when it imports a program. */
const CACHE = ['__pycache__'];
