import * as iam from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { grantConditionally } from '../common/conditional-grant';

/** Weights of a model in Amazon S3, which SageMaker loads before the container starts. */
export class ModelData {
  /**
   * The files of a model as they are on the Hub, uncompressed, under a prefix.
   *
   * @param bucket the bucket
   * @param prefix the prefix of all files, with or without a slash at its end
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html
   */
  public static s3Prefix(bucket: IBucket, prefix: string): ModelData {
    return new ModelData(bucket, typeof prefix !== 'string' || prefix.endsWith('/') ? prefix : `${prefix}/`, false);
  }

  /**
   * A compressed archive.
   *
   * @param bucket the bucket
   * @param key the key of the archive, which ends in `.tar.gz`
   */
  public static s3Archive(bucket: IBucket, key: string): ModelData {
    return new ModelData(bucket, key, true);
  }

  /** @internal */
  public readonly _key: string;

  /** @internal */
  public readonly _compressed: boolean;

  /** @internal */
  public readonly _bucket: IBucket;

  private constructor(bucket: IBucket, key: string, compressed: boolean) {
    this._bucket = bucket;
    this._key = key;
    this._compressed = compressed;
  }

  /**
   * The address of the weights.
   *
   * @internal
   */
  public get _s3Uri(): string {
    return this._bucket.s3UrlForObject(this._key);
  }

  /**
   * The region of the bucket, as far as the app knows it; may be a token.
   *
   * @internal
   */
  public get _region(): string {
    return this._bucket.env.region;
  }

  /**
   * Grants the read of these objects and of nothing else.
   *
   * @internal
   */
  public _grantRead(grantee: iam.IGrantable): void {
    const wildcard = this._compressed ? '' : '*';
    const { bucketArn, env: { account } } = this._bucket;
    iam.Grant.addToPrincipalOrResource({
      grantee, actions: ['s3:GetObject'], resourceArns: [this._bucket.arnForObjects(`${this._key}${wildcard}`)], resource: this._bucket,
    });
    grantConditionally({
      grantee,
      actions: ['s3:ListBucket'],
      conditions: { StringLike: { 's3:prefix': `${this._key}${wildcard}` } },
      resourceArns: [bucketArn],
      resourceSelfArns: [bucketArn],
      account,
      addToResourcePolicy: statement => this._bucket.addToResourcePolicy(statement),
    });
    this._bucket.encryptionKey?.grantDecrypt(grantee);
  }
}
