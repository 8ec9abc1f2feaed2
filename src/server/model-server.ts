import { INFERENCE_TOOLKIT, INFERENCE_TOOLKIT_NEURON, InferenceToolkitOptions } from './inference-toolkit';
import { InferenceToolkitNeuronOptions } from './inference-toolkit-neuron-options';
import { LLAMA_CPP, LlamaCppOptions } from './llama-cpp';
import { LMI, LmiOptions } from './lmi';
import { ServerDefinition } from './server-definition';
import { SGLANG, SglangOptions } from './sglang';
import { TEI, TeiOptions } from './tei';
import { TGI, TgiOptions } from './tgi';
import { TGI_NEURON, TgiNeuronOptions } from './tgi-neuron';
import { VLLM, VLLM_OMNI, VllmOptions } from './vllm';
import { VLLM_NEURON, VllmNeuronOptions } from './vllm-neuron';
import { VllmOmniOptions } from './vllm-omni-options';

/** Which server serves the model, and how it is told to. */
export class ModelServer {
  /**
   * vLLM, for text generation on GPUs.
   *
   * @param options how it serves
   */
  public static vllm(options: VllmOptions = {}): ModelServer {
    return new ModelServer(VLLM, options);
  }

  /**
   * vLLM on AWS Neuron.
   *
   * @param options how it serves
   */
  public static vllmNeuron(options: VllmNeuronOptions = {}): ModelServer {
    return new ModelServer(VLLM_NEURON, options);
  }

  /**
   * vLLM-Omni, for models of several modalities on GPUs.
   *
   * @param options how it serves
   */
  public static vllmOmni(options: VllmOmniOptions = {}): ModelServer {
    return new ModelServer(VLLM_OMNI, options);
  }

  /**
   * SGLang, for text generation on GPUs.
   *
   * @param options how it serves
   */
  public static sglang(options: SglangOptions = {}): ModelServer {
    return new ModelServer(SGLANG, options);
  }

  /**
   * Hugging Face's Text Generation Inference, on GPUs.
   *
   * @param options how it serves
   */
  public static tgi(options: TgiOptions = {}): ModelServer {
    return new ModelServer(TGI, options);
  }

  /**
   * Hugging Face's Text Generation Inference on AWS Neuron.
   *
   * @param options how it serves
   */
  public static tgiNeuron(options: TgiNeuronOptions = {}): ModelServer {
    return new ModelServer(TGI_NEURON, options);
  }

  /**
   * Hugging Face's Text Embeddings Inference, for embeddings and rankings on GPUs or CPUs.
   *
   * @param options how it serves
   */
  public static tei(options: TeiOptions = {}): ModelServer {
    return new ModelServer(TEI, options);
  }

  /**
   * llama.cpp's server, for weights in GGUF form on GPUs or CPUs.
   *
   * @param options how it serves
   */
  public static llamaCpp(options: LlamaCppOptions = {}): ModelServer {
    return new ModelServer(LLAMA_CPP, options);
  }

  /**
   * AWS's Large Model Inference on DJL Serving.
   *
   * @param options how it serves
   */
  public static lmi(options: LmiOptions = {}): ModelServer {
    return new ModelServer(LMI, options);
  }

  /**
   * The Hugging Face inference toolkit, for any pipeline of Transformers on GPUs or CPUs.
   *
   * @param options how it serves
   */
  public static inferenceToolkit(options: InferenceToolkitOptions = {}): ModelServer {
    return new ModelServer(INFERENCE_TOOLKIT, options);
  }

  /**
   * The Hugging Face inference toolkit on AWS Neuron.
   *
   * @param options how it serves
   */
  public static inferenceToolkitNeuron(options: InferenceToolkitNeuronOptions = {}): ModelServer {
    return new ModelServer(INFERENCE_TOOLKIT_NEURON, options);
  }

  /** @internal */
  public readonly _definition: ServerDefinition;

  /** @internal */
  public readonly _version?: string;

  /** @internal */
  public readonly _options: Readonly<Record<string, unknown>>;

  /** @internal */
  public readonly _extraArguments: Readonly<Record<string, string>>;

  private constructor(definition: ServerDefinition, options: object) {
    const { version, extraArguments, ...others } = options as Record<string, unknown>;
    this._definition = definition;
    this._version = version as string | undefined;
    this._extraArguments = extraArguments as Record<string, string> | undefined ?? {};
    this._options = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  }
}
