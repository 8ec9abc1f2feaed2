/** The limits between which the number of instances is scaled. */
export interface AutoScaleOptions {
  /**
   * The minimum number of instances: an integer of at least 1, or 0 for an endpoint with `asyncInference`.
   *
   * @default 1
   */
  readonly minCapacity?: number;

  /**
   * The maximum number of instances: an integer of at least 1 and at least `minCapacity`.
   *
   * Your service quota for the instance type must allow this number, and twice this number while an update replaces the instances.
   */
  readonly maxCapacity: number;
}
