import * as iam from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { literalInPolicy } from './policy-literal';

/** A prefix in a bucket, and the key that encrypts its objects. */
export class BucketFolder {
  /** The S3 URI of the folder, without a trailing slash. */
  public readonly uri: string;

  private readonly objects: string;

  constructor(private readonly bucket: IBucket, public readonly prefix: string, public readonly key: IKey | undefined = bucket.encryptionKey) {
    const folder = prefix.replace(/\/$/, '');
    this.uri = bucket.s3UrlForObject(folder || undefined);
    // a folder whose name begins with this one is another folder
    this.objects = folder === '' ? '*' : `${literalInPolicy(folder)}/*`;
  }

  /**
   * Allows writing objects. A multipart upload also requires permission to decrypt with the key.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
   */
  public grantWrite(grantee: iam.IGrantable): void {
    this.allow(grantee, 's3:PutObject', 's3:AbortMultipartUpload');
    this.key?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
  }

  /** Allows reading the objects. */
  public grantRead(grantee: iam.IGrantable): void {
    this.allow(grantee, 's3:GetObject');
    this.key?.grant(grantee, 'kms:Decrypt');
  }

  private allow(grantee: iam.IGrantable, ...actions: string[]): void {
    iam.Grant.addToPrincipalOrResource({ grantee, actions, resourceArns: [this.bucket.arnForObjects(this.objects)], resource: this.bucket });
  }
}
