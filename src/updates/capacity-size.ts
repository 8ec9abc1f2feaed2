/**
 * A part of the instances of an endpoint, as a percentage or as a number of instances.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html
 */
export class CapacitySize {
  /**
   * A percentage of the instances.
   *
   * @param value the percentage: an integer of at least 1
   */
  public static percent(value: number): CapacitySize {
    return new CapacitySize('CAPACITY_PERCENT', value);
  }

  /**
   * A number of instances.
   *
   * @param value the number of instances: an integer of at least 1
   */
  public static instances(value: number): CapacitySize {
    return new CapacitySize('INSTANCE_COUNT', value);
  }

  private constructor(
    /** @internal */
    public readonly _type: 'CAPACITY_PERCENT' | 'INSTANCE_COUNT',
    /** @internal */
    public readonly _value: number,
  ) {}
}
