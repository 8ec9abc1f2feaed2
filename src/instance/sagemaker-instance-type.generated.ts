import { InstanceTypeValue } from './instance-type-value';
/** An instance type. */
export class SageMakerInstanceType extends InstanceTypeValue {
  /** ml.g5.2xlarge */
  public static readonly ML_G5_2XLARGE = new SageMakerInstanceType('ml.g5.2xlarge');
  /** A type. */
  public static of(instanceType: string): SageMakerInstanceType {
    return new SageMakerInstanceType(instanceType);
  }
}
