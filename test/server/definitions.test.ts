import { AcceleratorKind, ImageProfile, ModelServer, ServerFamily } from '../../src';
import { SERVERS, serverOf } from '../../src/server/definitions';
import { INFERENCE_TOOLKIT, INFERENCE_TOOLKIT_NEURON } from '../../src/server/inference-toolkit';
import { SGLANG } from '../../src/server/sglang';
import { TGI } from '../../src/server/tgi';
import { TGI_NEURON } from '../../src/server/tgi-neuron';
import { UNKNOWN_SERVER } from '../../src/server/unknown-server';
import { VLLM } from '../../src/server/vllm';
import { VLLM_NEURON } from '../../src/server/vllm-neuron';

const FACTORIES = Object.entries(Object.getOwnPropertyDescriptors(ModelServer))
  .filter(([name, { value }]) => typeof value === 'function' && !name.startsWith('_'))
  .map(([, { value }]) => (value as () => ModelServer)()._definition);

test.each(Object.values(ServerFamily))('%s has a definition', family => {
  expect(SERVERS.map(server => server.family)).toContain(family);
});

test.each(SERVERS.map(server => [server.title, server] as const))('%s has a factory', (_, server) => {
  expect(FACTORIES).toContain(server);
});

test.each(SERVERS.map(server => [server.title, server] as const))('%s names its settings once each', (_, { settings }) => {
  const names = settings.map(({ name }) => name as string);
  expect(new Set(names).size).toBe(names.length);
});

const { GPU, NEURON, NONE } = AcceleratorKind;

test.each<[ImageProfile | undefined, object]>([
  [{ server: ServerFamily.VLLM, acceleratorKind: GPU }, VLLM],
  [{ server: ServerFamily.VLLM, acceleratorKind: NEURON }, VLLM_NEURON],
  [{ server: ServerFamily.VLLM }, VLLM],
  [{ server: ServerFamily.TGI, acceleratorKind: GPU }, TGI],
  [{ server: ServerFamily.TGI, acceleratorKind: NEURON }, TGI_NEURON],
  [{ server: ServerFamily.INFERENCE_TOOLKIT, acceleratorKind: NONE }, INFERENCE_TOOLKIT],
  [{ server: ServerFamily.INFERENCE_TOOLKIT, acceleratorKind: NEURON }, INFERENCE_TOOLKIT_NEURON],
  [{ server: ServerFamily.SGLANG, acceleratorKind: NEURON }, SGLANG], // there is no other one
  [{ acceleratorKind: GPU }, UNKNOWN_SERVER],
  [undefined, UNKNOWN_SERVER],
])('%#: the server of an image', (profile, server) => {
  expect(serverOf(profile)).toBe(server);
});
