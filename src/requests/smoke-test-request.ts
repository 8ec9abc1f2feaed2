/** A request of a smoke test, and what its answer must have. */
export interface SmokeTestRequest {
  /**
   * The body, which is sent as JSON. Must not be set together with `file`.
   *
   * @default - the content of `file`, or else a short request that every model of the task can answer, if the library knows one
   */
  readonly body?: { [key: string]: any };

  /**
   * The path of a file with the body, relative to the working directory. Must not be set together with `body`.
   *
   * The file becomes a part of the template, so all requests together can have at most 100,000 bytes.
   *
   * @default - the body is in `body`
   */
  readonly file?: string;

  /**
   * The content type of the body. Required for a file whose name does not end in `.json`.
   *
   * @default 'application/json'
   */
  readonly contentType?: string;

  /**
   * The custom attributes of the request, such as `route=/v1/rerank`: at most 1,024 visible ASCII characters.
   *
   * @default - none
   */
  readonly customAttributes?: string;

  /**
   * A string that the answer must contain.
   *
   * @default - any answer without an error is accepted
   */
  readonly contains?: string;
}
