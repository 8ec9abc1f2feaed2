/** Which side of a request is captured. */
export enum DataCaptureMode {
  /** What the model is asked. */
  INPUT = 'Input',

  /** What the model answers. */
  OUTPUT = 'Output',

  /** Both, in one record. */
  INPUT_AND_OUTPUT = 'InputAndOutput',
}
