/** What the role of an endpoint is allowed. */
export enum ExecutionPermissions {
  /** What the managed policy AmazonSageMakerFullAccess allows, which is far more than an endpoint needs. */
  FULL_ACCESS = 'FullAccess',

  /**
   * What this endpoint needs, and no more.
   *
   * The pull of its image, its log group, the metrics of SageMaker, its `modelData`, the network interfaces of its VPC, the use of its key, and
   * the buckets, topics and alarms that its props name, each only where the endpoint has one.
   */
  LEAST_PRIVILEGE = 'LeastPrivilege',
}
