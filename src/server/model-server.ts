import { INFERENCE_TOOLKIT, INFERENCE_TOOLKIT_NEURON, InferenceToolkitOptions } from './inference-toolkit';
import { InferenceToolkitNeuronOptions } from './inference-toolkit-neuron-options';
import { LLAMA_CPP, LlamaCppOptions } from './llama-cpp';
import { LMI, LmiOptions } from './lmi';
import { ServerDefinition } from './server-definition';
import { SGLANG } from './sglang';
import { SglangOptions } from './sglang-options';
import { TEI, TeiOptions } from './tei';
import { TGI, TgiOptions } from './tgi';
import { TGI_NEURON, TgiNeuronOptions } from './tgi-neuron';
import { VLLM, VLLM_OMNI } from './vllm';
import { VLLM_NEURON, VllmNeuronOptions } from './vllm-neuron';
import { VllmOmniOptions } from './vllm-omni-options';
import { VllmOptions } from './vllm-options';

/**
 * The model server in the container image, with its options.
 *
 * @example
 * new HuggingFaceSageMakerEndpoint(this, 'Endpoint', {
 *   modelId: 'Qwen/Qwen3-32B',
 *   instanceType: SageMakerInstanceType.ML_G6E_12XLARGE,
 *   server: ModelServer.vllm({ maxModelLength: 32768, toolCallParser: 'hermes' }),
 * });
 */
export class ModelServer {
  /**
   * vLLM, for text generation on GPUs.
   *
   * @param options the options of the server
   */
  public static vllm(options: VllmOptions = {}): ModelServer {
    return new ModelServer(VLLM, options);
  }

  /**
   * vLLM on AWS Neuron.
   *
   * @param options the options of the server
   */
  public static vllmNeuron(options: VllmNeuronOptions = {}): ModelServer {
    return new ModelServer(VLLM_NEURON, options);
  }

  /**
   * vLLM-Omni, for models with several modalities on GPUs.
   *
   * @param options the options of the server
   */
  public static vllmOmni(options: VllmOmniOptions = {}): ModelServer {
    return new ModelServer(VLLM_OMNI, options);
  }

  /**
   * SGLang, for text generation on GPUs.
   *
   * @param options the options of the server
   */
  public static sglang(options: SglangOptions = {}): ModelServer {
    return new ModelServer(SGLANG, options);
  }

  /**
   * Text Generation Inference by Hugging Face, for text generation on GPUs.
   *
   * @param options the options of the server
   */
  public static tgi(options: TgiOptions = {}): ModelServer {
    return new ModelServer(TGI, options);
  }

  /**
   * Text Generation Inference by Hugging Face on AWS Neuron.
   *
   * @param options the options of the server
   */
  public static tgiNeuron(options: TgiNeuronOptions = {}): ModelServer {
    return new ModelServer(TGI_NEURON, options);
  }

  /**
   * Text Embeddings Inference by Hugging Face, for embeddings and ranking on GPUs or CPUs.
   *
   * @param options the options of the server
   */
  public static tei(options: TeiOptions = {}): ModelServer {
    return new ModelServer(TEI, options);
  }

  /**
   * The llama.cpp server, for weights in GGUF format on GPUs or CPUs.
   *
   * @param options the options of the server
   */
  public static llamaCpp(options: LlamaCppOptions = {}): ModelServer {
    return new ModelServer(LLAMA_CPP, options);
  }

  /**
   * The Large Model Inference (LMI) container of AWS, based on DJL Serving.
   *
   * @param options the options of the server
   */
  public static lmi(options: LmiOptions = {}): ModelServer {
    return new ModelServer(LMI, options);
  }

  /**
   * The Hugging Face inference toolkit, for all Transformers pipelines on GPUs or CPUs.
   *
   * @param options the options of the server
   */
  public static inferenceToolkit(options: InferenceToolkitOptions = {}): ModelServer {
    return new ModelServer(INFERENCE_TOOLKIT, options);
  }

  /**
   * The Hugging Face inference toolkit on AWS Neuron.
   *
   * @param options the options of the server
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
    const { version, extraArguments, ...others } = (options ?? {}) as Record<string, unknown>;
    this._definition = definition;
    this._version = version as string | null | undefined ?? undefined;
    this._extraArguments = extraArguments as Record<string, string> | undefined ?? {};
    this._options = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined && value !== null));
  }
}
