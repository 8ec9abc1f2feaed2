import * as kms from 'aws-cdk-lib/aws-kms';
import { ExecutionPermissions } from './execution-permissions';

/** What the endpoint may do, and how its data is encrypted. */
export interface SecurityOptions {
  /**
   * What the role of the endpoint is allowed.
   *
   * With a `role` of your own, both add to it what the other props name: the image, `modelData`, `vpc`, `encryptionKey`, and what is read and
   * written by `asyncInference`, `dataCapture`, `deployment` and `ssmAccess`. `LEAST_PRIVILEGE` adds the log group and the metrics, too.
   *
   * @default ExecutionPermissions.FULL_ACCESS
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
   */
  readonly executionPermissions?: ExecutionPermissions;

  /**
   * The key that encrypts the volumes of the instances. Local disks are encrypted by the hardware of the instance, and not by this key.
   *
   * The role is allowed to let SageMaker use the key. Who deploys the stack needs `kms:CreateGrant` for it too.
   *
   * @default - a key that SageMaker makes for each volume, and discards
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html
   */
  readonly encryptionKey?: kms.IKey;
}
