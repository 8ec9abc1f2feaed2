import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { HubRepositoryOptions } from './hub-repository-options';

/** A copy of a model on the Hugging Face Hub in Amazon S3. */
export interface HubSnapshotProps extends HubRepositoryOptions {
  /**
   * Further models to copy into folders next to the weights, such as a draft model or an adapter, by the name of the folder.
   *
   * The container finds the folder `draft` as `/opt/ml/model/draft`.
   *
   * @default - none
   */
  readonly subfolders?: { [folder: string]: HubRepositoryOptions };

  /**
   * The bucket for the copy, in the region of the endpoint.
   *
   * @default - one bucket for all snapshots of the stack. It is encrypted, requires TLS, blocks public access, and is retained if the stack is
   * deleted
   */
  readonly bucket?: s3.IBucket;

  /**
   * The secret with a Hub token (an access token of the Hugging Face Hub), for gated and private models.
   *
   * Only the build that copies can read it. Neither the template nor the environment of the model contains the token.
   *
   * @default - none: the model must be public
   * @see https://huggingface.co/docs/hub/security-tokens
   */
  readonly hubAccessTokenSecret?: secretsmanager.ISecret;

  /**
   * The field of `hubAccessTokenSecret` that contains the Hub token, if the secret is a JSON object.
   *
   * @default - the whole secret is the Hub token
   */
  readonly hubAccessTokenField?: string;

  /**
   * The VPC that the copy runs in: in its private subnets, which need a NAT gateway to reach the Hugging Face Hub. All snapshots of a stack must
   * have the same.
   *
   * @default - the copy runs outside of your VPC, with internet access
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html
   */
  readonly vpc?: ec2.IVpc;

  /**
   * What happens to the copied files when another snapshot replaces this one, or when it is removed from the stack: `RETAIN` or `DESTROY`.
   *
   * Old files are deleted only after the endpoint has moved to the new ones.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether the deployment copies the files, and fails if that takes longer than 58 minutes.
   *
   * If false, the deployment only creates what copies. Run the command in the stack output to copy hundreds of gigabytes in advance, then deploy
   * with true: it verifies that everything is there.
   *
   * @default true
   */
  readonly copyDuringDeployment?: boolean;
}
