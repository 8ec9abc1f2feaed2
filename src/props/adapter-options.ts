import { ModelData } from '../model/model-data';

/**
 * The options of a LoRA adapter of an inference component.
 *
 * @stability experimental
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-adapt.html
 */
export interface AdapterOptions {
  /** The adapter: an archive (`ModelData.s3Archive`) with the files of the adapter at its root. Another archive replaces the adapter. */
  readonly modelData: ModelData;

  /**
   * The rank of the adapter, `r` in its `adapter_config.json`: an integer from 1 to 512.
   *
   * The server is configured for the highest rank of all adapters, and for 512 if one is an unresolved token. A higher one updates the base
   * component.
   *
   * @default - at most the default of the server, which is 16
   */
  readonly maxRank?: number;
}
