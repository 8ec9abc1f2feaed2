import * as iam from 'aws-cdk-lib/aws-iam';

/** How to pull an image, if this is known before the role exists. */
export interface ImagePull {
  readonly imageName: string;
  readonly statements: readonly iam.PolicyStatement[];

  /** Whether the statements reference no resource of the app. */
  readonly isClosed: boolean;
}
