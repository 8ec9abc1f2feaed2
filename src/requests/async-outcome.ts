/** The outcome of a request to an asynchronous endpoint. */
export enum AsyncOutcome {
  /** The request succeeded, and the response is in Amazon S3. */
  SUCCESS = 'success',

  /** The request failed or timed out. */
  ERROR = 'error',
}
