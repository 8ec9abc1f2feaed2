/**
 * How SageMaker removes instances from an endpoint with inference components.
 *
 * @stability experimental
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-sagemaker-endpointconfig-scaleinpolicy.html
 */
export enum ScaleInStrategy {
  /** Releases only instances that run no copies. */
  IDLE_RELEASE = 'IDLE_RELEASE',

  /** Also moves copies onto fewer instances, to release more of them. */
  CONSOLIDATION = 'CONSOLIDATION',
}
