/** How a request to an asynchronous endpoint ends. */
export enum AsyncOutcome {
  /** The model has answered, and the answer is in Amazon S3. */
  SUCCESS = 'success',

  /** The request has failed, or was not answered in time. */
  ERROR = 'error',
}
