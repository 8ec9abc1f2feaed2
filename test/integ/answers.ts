/** Collects and prints answers. An unexpected answer is not an error. */
export type Answer = (question: string, answer: string) => void;

/** A part of the test, which asks its questions and leaves nothing behind. */
export interface Part {
  readonly what: string;
  run(answer: Answer): Promise<void>;
}
