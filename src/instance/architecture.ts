/** The instruction set of a processor. */
export enum Architecture {
  /** 64-bit Intel and AMD processors. */
  X86_64 = 'x86_64',

  /** 64-bit Arm processors, such as AWS Graviton. */
  ARM_64 = 'arm64',
}
