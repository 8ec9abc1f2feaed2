/** A model on the Hugging Face Hub at a commit, and which of its files are copied. */
export interface HubRepositoryOptions {
  /**
   * The model ID on the Hugging Face Hub, such as `Qwen/Qwen3-8B`. It must be known at synth.
   */
  readonly modelId: string;

  /**
   * The hash of the commit to copy: 40 hexadecimal digits. It must be known at synth.
   *
   * A branch or a tag is an error, because its content can change. The history of the model's page on the Hub has the hashes of commits.
   *
   * @see https://huggingface.co/docs/hub/repositories-getting-started
   */
  readonly modelRevision: string;

  /**
   * Patterns of the files to copy, such as `*Q4_K_M*.gguf`. They match as those of `hf download`: a star also matches slashes, and `folder/` matches
   * everything in it. Each pattern must match a file.
   *
   * @default - what servers load: safetensors without duplicates in other layouts or precisions, configuration, tokenizer and chat template;
   * PyTorch files if there are no safetensors
   * @see https://huggingface.co/docs/huggingface_hub/guides/cli
   */
  readonly include?: string[];

  /**
   * Patterns of files to leave out, of those that are copied otherwise.
   *
   * @default - none
   */
  readonly exclude?: string[];

  /**
   * Whether to copy Python files too, which the server runs if its option `trustRemoteCode` is set. Read them first.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;
}
