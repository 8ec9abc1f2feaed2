import { INFERENCE_TOOLKIT, INFERENCE_TOOLKIT_NEURON } from './inference-toolkit';
import { LLAMA_CPP } from './llama-cpp';
import { LMI } from './lmi';
import { ServerDefinition } from './server-definition';
import { SGLANG } from './sglang';
import { TEI } from './tei';
import { TGI } from './tgi';
import { TGI_NEURON } from './tgi-neuron';
import { UNKNOWN_SERVER } from './unknown-server';
import { VLLM, VLLM_OMNI } from './vllm';
import { VLLM_NEURON } from './vllm-neuron';
import { ImageProfile } from '../container/image-profile';
import { AcceleratorKind } from '../instance/accelerator-kind';

/** Every server that the library knows. */
export const SERVERS = [
  VLLM, VLLM_NEURON, VLLM_OMNI, SGLANG, TGI, TGI_NEURON, TEI, LLAMA_CPP, LMI, INFERENCE_TOOLKIT, INFERENCE_TOOLKIT_NEURON,
];

/** The name of a setting of any server. */
export type SettingName = NamesOf<typeof SERVERS[number]>;

type NamesOf<Server> = Server extends ServerDefinition<infer Name> ? Name : never;

/** The server in an image; what is usual where it is not known. */
export function serverOf(profile: ImageProfile | undefined): ServerDefinition {
  const neuron = profile?.acceleratorKind === AcceleratorKind.NEURON;
  const candidates: ServerDefinition[] = SERVERS.filter(({ family }) => family === profile?.server);
  return candidates.find(server => server.neuron === neuron) ?? candidates[0] ?? UNKNOWN_SERVER;
}
