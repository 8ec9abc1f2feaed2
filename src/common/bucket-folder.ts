import * as iam from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Token } from 'aws-cdk-lib/core';

/** A prefix of a bucket, and the key that its objects are encrypted with. */
export class BucketFolder {
  /** The address of the folder, without a slash at its end. */
  public readonly uri: string;

  private readonly objects: string;

  constructor(private readonly bucket: IBucket, public readonly prefix: string, public readonly key: IKey | undefined = bucket.encryptionKey) {
    const folder = prefix.replace(/\/$/, '');
    this.uri = bucket.s3UrlForObject(folder || undefined);
    // whether a token ends in a slash is not known
    this.objects = folder === '' ? '*' : Token.isUnresolved(folder) ? `${folder}*` : `${folder}/*`;
  }

  /**
   * Allows to put objects here, also in parts, for which the key must decrypt too.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
   */
  public grantWrite(grantee: iam.IGrantable): void {
    this.allow(grantee, 's3:PutObject', 's3:AbortMultipartUpload');
    this.key?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
  }

  /** Allows to get the objects here. */
  public grantRead(grantee: iam.IGrantable): void {
    this.allow(grantee, 's3:GetObject');
    this.key?.grant(grantee, 'kms:Decrypt');
  }

  private allow(grantee: iam.IGrantable, ...actions: string[]): void {
    iam.Grant.addToPrincipalOrResource({ grantee, actions, resourceArns: [this.bucket.arnForObjects(this.objects)], resource: this.bucket });
  }
}
