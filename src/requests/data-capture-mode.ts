/** Which part of an invocation is captured. */
export enum DataCaptureMode {
  /** Only requests. */
  INPUT = 'Input',

  /** Only responses. */
  OUTPUT = 'Output',

  /** Requests and responses, together in one record. */
  INPUT_AND_OUTPUT = 'InputAndOutput',
}
