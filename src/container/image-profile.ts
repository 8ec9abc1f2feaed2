import { ServerFamily } from './server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { Architecture } from '../instance/architecture';

/** The known properties of a container image. Unknown properties are undefined. */
export interface ImageProfile {
  /**
   * The server in the image.
   *
   * @default - unknown
   */
  readonly server?: ServerFamily;

  /**
   * The version of the server, such as `3.3.6`. For the inference toolkit, the version of Transformers.
   *
   * @default - unknown
   */
  readonly serverVersion?: string;

  /**
   * The accelerator that the image is built for. `AcceleratorKind.NONE` for an image for CPUs.
   *
   * @default - unknown
   */
  readonly acceleratorKind?: AcceleratorKind;

  /**
   * The CUDA version in the image, such as `12.4`.
   *
   * @default - unknown, or the image has no CUDA
   */
  readonly cudaVersion?: string;

  /**
   * The CPU architecture that the image is built for.
   *
   * @default - unknown
   */
  readonly architecture?: Architecture;
}
