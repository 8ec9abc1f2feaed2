import { ServerFamily } from './server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';

/** An image that the library chooses by default. */
export interface RecommendedImage {
  readonly server: ServerFamily;
  readonly acceleratorKind: AcceleratorKind;
  readonly repository: string;
  readonly tag: string;

  /** The supported compute capabilities of GPUs; undefined if only the CUDA version matters. */
  readonly computeCapabilities?: readonly string[];

  /** The names of the supported accelerators; undefined if there is no restriction. */
  readonly accelerators?: readonly string[];
}
