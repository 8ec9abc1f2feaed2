import { ServerFamily } from './server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';

/** An image that the library takes by itself. */
export interface RecommendedImage {
  readonly server: ServerFamily;
  readonly acceleratorKind: AcceleratorKind;
  readonly repository: string;
  readonly tag: string;

  /** The compute capabilities of the GPUs that it runs on; undefined where CUDA alone decides. */
  readonly computeCapabilities?: readonly string[];

  /** The names of the accelerators that it runs on; undefined where that is no question. */
  readonly accelerators?: readonly string[];
}
