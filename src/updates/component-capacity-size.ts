/**
 * A part of the copies of an inference component, as a percentage or as a number of copies.
 *
 * @stability experimental
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentCapacitySize.html
 */
export class ComponentCapacitySize {
  /**
   * A percentage of the copies.
   *
   * @param value the percentage: an integer of at least 1
   */
  public static percent(value: number): ComponentCapacitySize {
    return new ComponentCapacitySize('CAPACITY_PERCENT', value);
  }

  /**
   * A number of copies.
   *
   * @param value the number of copies: an integer of at least 1
   */
  public static copies(value: number): ComponentCapacitySize {
    return new ComponentCapacitySize('COPY_COUNT', value);
  }

  private constructor(
    /** @internal */
    public readonly _type: 'CAPACITY_PERCENT' | 'COPY_COUNT',
    /** @internal */
    public readonly _value: number,
  ) {}
}
