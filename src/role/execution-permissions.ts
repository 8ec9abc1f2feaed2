/** The permissions of the execution role of an endpoint. */
export enum ExecutionPermissions {
  /** The managed policy AmazonSageMakerFullAccess, which allows far more than an endpoint needs. */
  FULL_ACCESS = 'FullAccess',

  /**
   * Only the permissions that this endpoint needs.
   *
   * These are permissions to pull its image, to write to its log group and to publish SageMaker metrics. If the endpoint uses them, also permissions
   * for its `modelData`, the network interfaces in its VPC, its key, and the buckets, topics and alarms in its props.
   */
  LEAST_PRIVILEGE = 'LeastPrivilege',
}
