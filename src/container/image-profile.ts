import { ServerFamily } from './server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { Architecture } from '../instance/architecture';

/** What is known of a container image before it runs. What is not known is left out. */
export interface ImageProfile {
  /**
   * The server in the image.
   *
   * @default - unknown
   */
  readonly server?: ServerFamily;

  /**
   * The version of the server, such as `3.3.6`; for the inference toolkit the version of Transformers.
   *
   * @default - unknown
   */
  readonly serverVersion?: string;

  /**
   * The accelerator that the image is built for. `AcceleratorKind.NONE` for an image that runs on the CPU.
   *
   * @default - unknown
   */
  readonly acceleratorKind?: AcceleratorKind;

  /**
   * The version of CUDA in the image, such as `12.4`.
   *
   * @default - unknown, or an image without CUDA
   */
  readonly cudaVersion?: string;

  /**
   * The instruction set that the image is built for.
   *
   * @default - unknown
   */
  readonly architecture?: Architecture;
}
