import { DefaultSetting } from './default-setting';
import { ImageProfile } from '../container/image-profile';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';

/** Where nothing is known of the image: the variable that most servers read. */
const USUAL: DefaultSetting = { variables: ['HF_MODEL_ID'] };

/**
 * The variables under which each server reads which model to serve.
 *
 * Where the start script of an image could not be read, the variables of all scripts known for its server are set.
 */
const MODEL_ID: Record<ServerFamily, DefaultSetting> = {
  /** @see https://github.com/huggingface/text-generation-inference/blob/main/sagemaker-entrypoint.sh */
  [ServerFamily.TGI]: { variables: ['HF_MODEL_ID'], aliases: ['MODEL_ID'] },

  /** @see https://github.com/aws/deep-learning-containers/blob/main/docker/tei/1.9.3/gpu/entrypoint.sh */
  [ServerFamily.TEI]: { variables: ['HF_MODEL_ID'], aliases: ['MODEL_ID'] },

  /** @see https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/main/src/sagemaker_huggingface_inference_toolkit/mms_model_server.py */
  [ServerFamily.INFERENCE_TOOLKIT]: { variables: ['HF_MODEL_ID'] },

  /** @see https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/vllm/sagemaker_args.py */
  [ServerFamily.VLLM]: { variables: ['HF_MODEL_ID'], aliases: ['SM_VLLM_MODEL'] },
  [ServerFamily.VLLM_OMNI]: { variables: ['HF_MODEL_ID'], aliases: ['SM_VLLM_MODEL'] },

  /** @see https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/sglang/sagemaker_entrypoint.sh */
  [ServerFamily.SGLANG]: { variables: ['HF_MODEL_ID', 'SM_SGLANG_MODEL_PATH'] },

  /** @see https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh */
  [ServerFamily.LLAMA_CPP]: { variables: ['HF_MODEL_ID', 'SM_LLAMA_CPP_HF_REPO'], aliases: ['SM_LLAMA_CPP_MODEL', 'SM_LLAMA_CPP_MODEL_DIR'] },

  /** @see https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/user_guides/starting-guide.md */
  [ServerFamily.LMI]: { variables: ['HF_MODEL_ID'], aliases: ['OPTION_MODEL_ID'] },
};

/** The same for AWS Neuron, where the start script is another one. */
const MODEL_ID_ON_NEURON: Partial<Record<ServerFamily, DefaultSetting>> = {
  /**
   * The newest image reads `MODEL_ID` alone; older ones have not been read.
   *
   * @see https://github.com/awslabs/llm-hosting-container/blob/main/huggingface/pytorch/optimum/docker/3.3.6/Dockerfile
   */
  [ServerFamily.TGI]: { variables: ['HF_MODEL_ID', 'MODEL_ID'] },

  /** @see https://github.com/huggingface/optimum-neuron/blob/main/optimum/commands/neuron/serve.py */
  [ServerFamily.VLLM]: { variables: ['SM_ON_MODEL'] },
};

/** The setting that tells the server in an image which model to serve. */
export function modelIdSetting(profile: ImageProfile | undefined): DefaultSetting {
  if (!profile?.server) {
    return USUAL;
  }
  const onNeuron = profile.acceleratorKind === AcceleratorKind.NEURON ? MODEL_ID_ON_NEURON[profile.server] : undefined;
  return onNeuron ?? MODEL_ID[profile.server];
}
