/** What the code of the finder uses of aws-cdk-lib. On the page, there are no tokens. */
export const Token = { isUnresolved: (): boolean => false };

/** A size in MiB. */
export class Size {
  public static mebibytes(amount: number): Size {
    return new Size(amount);
  }

  private constructor(private readonly amount: number) {}

  public toMebibytes(): number {
    return this.amount;
  }

  public toBytes(): number {
    return this.amount * 2 ** 20;
  }
}
