import * as kms from 'aws-cdk-lib/aws-kms';
import { ExecutionPermissions } from './execution-permissions';

/** The permissions of an endpoint, and the encryption of its data. */
export interface SecurityOptions {
  /**
   * The permissions of the execution role.
   *
   * If you pass a `role`, both values grant it the permissions that other props require: for the image, `modelData`, `vpc`, `encryptionKey`,
   * `asyncInference`, `dataCapture`, `deployment` and `ssmAccess`. `LEAST_PRIVILEGE` also grants permissions for the log group and the metrics.
   *
   * @default ExecutionPermissions.FULL_ACCESS
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
   */
  readonly executionPermissions?: ExecutionPermissions;

  /**
   * The key that encrypts the storage volumes of the instances. Local storage is encrypted by the hardware of the instance instead.
   *
   * The role is granted permission to let SageMaker use the key. The principal that deploys the stack also needs `kms:CreateGrant` for the key.
   *
   * @default - SageMaker creates a key for each volume, and discards it afterwards
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The key that encrypts the log group of the container. Requires `logRetention`, with which the log group is part of the stack.
   *
   * The policy of a key that the app creates gets a statement that allows Amazon CloudWatch Logs to use it for this log group only. The policy of an
   * existing key must allow it already.
   *
   * @default - Amazon CloudWatch Logs encrypts the logs with its own key
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logEncryptionKey?: kms.IKey;
}
