/** A CPU architecture. */
export enum Architecture {
  /** 64-bit Intel and AMD CPUs. */
  X86_64 = 'x86_64',

  /** 64-bit Arm CPUs, such as AWS Graviton. */
  ARM_64 = 'arm64',
}
