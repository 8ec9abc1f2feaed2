import * as iam from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IDependable } from 'constructs';
import { grantConditionally } from '../common/conditional-grant';
import { literalInPolicy } from '../common/policy-literal';

/** The deployment that makes a copy of a model. */
interface Snapshot {
  /** What the model of an endpoint waits for. */
  readonly copy: IDependable;

  /** The region of the bucket if the library creates it; may be an unresolved token. */
  readonly region?: string;

  /** The prefix of all copies of the model. */
  readonly modelPrefix: string;
}

/**
 * The weights of a model in Amazon S3. SageMaker downloads them before the container starts.
 *
 * @example
 * declare const bucket: s3.IBucket;
 *
 * new HuggingFaceSageMakerEndpoint(this, 'Endpoint', {
 *   modelId: 'Qwen/Qwen3-8B',
 *   modelData: ModelData.s3Prefix(bucket, 'qwen3-8b'),
 *   instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
 * });
 */
export class ModelData {
  /**
   * The uncompressed files of a model under a prefix, with the same names as on the Hugging Face Hub.
   *
   * @param bucket the bucket
   * @param prefix the prefix of all files, with or without a trailing slash. If it is an unresolved token, its value must have none
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html
   */
  public static s3Prefix(bucket: IBucket, prefix: string): ModelData {
    return new ModelData(bucket, typeof prefix !== 'string' || prefix.endsWith('/') ? prefix : `${prefix}/`, false);
  }

  /**
   * A compressed archive of the files of a model.
   *
   * @param bucket the bucket
   * @param key the key of the archive, which must end with `.tar.gz`
   */
  public static s3Archive(bucket: IBucket, key: string): ModelData {
    return new ModelData(bucket, key, true);
  }

  /** @internal */
  public static _ofSnapshot(bucket: IBucket, prefix: string, snapshot: Snapshot): ModelData {
    return new ModelData(bucket, prefix, false, snapshot);
  }

  /** @internal */
  public readonly _key: string;

  /** @internal */
  public readonly _compressed: boolean;

  /** @internal */
  public readonly _bucket: IBucket;

  /** @internal */
  public readonly _snapshot?: Snapshot;

  private constructor(bucket: IBucket, key: string, compressed: boolean, snapshot?: Snapshot) {
    this._snapshot = snapshot;
    this._bucket = bucket;
    this._key = key;
    this._compressed = compressed;
  }

  /**
   * The S3 URI of the weights.
   *
   * @internal
   */
  public get _s3Uri(): string {
    return this._bucket.s3UrlForObject(this._key);
  }

  /**
   * The region of the bucket; may be an unresolved token.
   *
   * @internal
   */
  public get _region(): string {
    return this._bucket.env.region;
  }

  /**
   * Grants read access to these objects only. For a snapshot, that includes other commits of the model: during an update, the instances of the old
   * model can still start.
   *
   * @internal
   */
  public _grantRead(grantee: iam.IGrantable): void {
    const keys = `${literalInPolicy(this._snapshot?.modelPrefix ?? this._key)}${this._compressed ? '' : '*'}`;
    const { bucketArn, env: { account } } = this._bucket;
    iam.Grant.addToPrincipalOrResource({
      grantee, actions: ['s3:GetObject'], resourceArns: [this._bucket.arnForObjects(keys)], resource: this._bucket,
    });
    grantConditionally({
      grantee,
      actions: ['s3:ListBucket'],
      conditions: { StringLike: { 's3:prefix': keys } },
      resourceArns: [bucketArn],
      resourceSelfArns: [bucketArn],
      account,
      addToResourcePolicy: statement => this._bucket.addToResourcePolicy(statement),
    });
    this._bucket.encryptionKey?.grantDecrypt(grantee);
  }
}
