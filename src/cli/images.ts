import { Answer, Command, UsageError } from './command';
import { ContainerImage } from '../container/container-image';
import { DeepLearningContainerImage } from '../container/deep-learning-container-image.generated';
import { ServerFamily } from '../container/server-family';

/** Lists the image catalog. */
export const images: Command = {
  usage: '[--server <server>] [--region <region>]',
  summary: 'List the images that have a constant, with their properties.',
  options: { server: { type: 'string' }, region: { type: 'string' } },
  run: ({ server, region }): Answer => {
    const servers: string[] = Object.values(ServerFamily);
    if (server !== undefined && !servers.includes(String(server))) {
      throw new UsageError(`--server must be one of ${servers.join(', ')}, got '${server}'`);
    }
    const rows = Object.entries(DeepLearningContainerImage)
      .filter((entry): entry is [string, ContainerImage] => entry[1] instanceof ContainerImage)
      .filter(([, image]) => server === undefined || image.profile?.server === server)
      .filter(([, image]) => region === undefined || isIn(image, String(region)))
      .map(([constant, { profile, _availability: availability }]) => ({
        image: availability!.image,
        server: profile?.server,
        version: profile?.serverVersion,
        accelerator: profile?.acceleratorKind,
        cuda: profile?.cudaVersion,
        constant,
      }));
    return { rows, columns: ['image', 'server', 'version', 'accelerator', 'cuda'], success: rows.length > 0 };
  },
};

/** The regions of the image, or of its registry if no list contains the image. */
function isIn({ _availability: availability }: ContainerImage, region: string): boolean {
  return (availability!.listedRegions ?? availability!.registryRegions!).includes(region);
}
