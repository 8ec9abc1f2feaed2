/**
 * A part of the instances of an endpoint: a share of them, or a number of them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html
 */
export class CapacitySize {
  /**
   * A share of the instances.
   *
   * @param value the share in percent, an integer
   */
  public static percent(value: number): CapacitySize {
    return new CapacitySize('CAPACITY_PERCENT', value);
  }

  /**
   * A number of instances.
   *
   * @param value the number of instances, an integer of at least 1
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
