import { describeImage } from './image-description';
import { assertDistinct, constantName, markerLine, quoted } from './source-text';
import { ImageRow } from '../update-data/catalog-types';

/** The class with a constant for each known image. */
export function imageConstantsFile(images: readonly ImageRow[]): string[] {
  assertDistinct(images.map(image => [constantName(image.repository, image.tag), `${image.repository}:${image.tag}`]));
  return [
    markerLine('images.json'),
    'import { ContainerImage } from \'./container-image\';',
    'import { RegistryImage } from \'./registry-image\';',
    'import { argument, STRING } from \'../input/kinds\';',
    '',
    '/**',
    ' * An image of the AWS Deep Learning Containers. There is a constant for each known image, and `fromDeepLearningContainerImage` for any other.',
    ' *',
    ' * The image is pulled from the AWS account that owns the registry in the region of the stack.',
    ' *',
    ' * @see https://github.com/aws/deep-learning-containers',
    ' */',
    'export class DeepLearningContainerImage extends RegistryImage {',
    ...images.flatMap(constantOf),
    '  /**',
    '   * Any image in an AWS registry, including one that this version of the library has no constant for.',
    '   *',
    '   * @param repositoryName the name of the repository, such as `huggingface-vllm`',
    '   * @param tag a tag, or a digest that starts with `sha256:`',
    '   * @param accountId the account that owns the registry (default: the account of AWS in the region of the stack)',
    '   */',
    '  public static fromDeepLearningContainerImage(repositoryName: string, tag: string, accountId?: string): ContainerImage {',
    '    return new DeepLearningContainerImage(',
    '      argument(STRING, repositoryName, \'repositoryName\'), argument(STRING, tag, \'tag\'), accountId ?? undefined,',
    '    );',
    '  }',
    '}',
    '',
  ];
}

function constantOf(image: ImageRow): string[] {
  const { repository, tag } = image;
  return [
    `  /** ${describeImage(image)} */`,
    `  public static readonly ${constantName(repository, tag)}: ContainerImage = `
      + `new DeepLearningContainerImage(${quoted(repository)}, ${quoted(tag)});`,
    '',
  ];
}
