import { existsSync } from 'fs';
import { join } from 'path';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as assets from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ContainerImageConfig } from './container-image-config';
import { ImageAvailability } from './image-availability';
import { ImageProfile } from './image-profile';
import { ImageReference } from './image-reference';
import { acceleratorOfTag, profileOfTag } from './image-tag';
import { argument, having, STRING } from '../input/kinds';
import { Architecture } from '../instance/architecture';

const REPOSITORY = having('a repository of Amazon ECR', ['repositoryName'], 'use a construct such as that of Repository.fromRepositoryName');

/**
 * The image of the container that serves the model.
 *
 * @example
 * declare const repository: ecr.IRepository;
 *
 * new HuggingFaceSageMakerEndpoint(this, 'Endpoint', {
 *   modelId: 'Qwen/Qwen3-8B',
 *   instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
 *   container: ContainerImage.fromEcrRepository(repository, '1.0'),
 *   server: ModelServer.vllm({ version: '0.21.0' }),
 * });
 */
export abstract class ContainerImage {
  /**
   * An image in an Amazon ECR repository.
   *
   * The role is granted permission to pull the image. A repository in another account also needs a repository policy that allows it.
   *
   * @param repository the repository
   * @param tag a tag, or a digest that starts with `sha256:` (default: `latest`)
   */
  public static fromEcrRepository(repository: ecr.IRepository, tag: string = 'latest'): ContainerImage {
    return new EcrImage(argument(REPOSITORY, repository, 'repository'), argument(STRING, tag ?? 'latest', 'tag') as string);
  }

  /**
   * An image that is built from a local Dockerfile during deployment.
   *
   * It is built for the CPU architecture of the instance type, unless the options set a platform.
   *
   * @param directory the directory of the Dockerfile
   * @param options the build options
   */
  public static fromAsset(directory: string, options: assets.DockerImageAssetOptions = {}): ContainerImage {
    return new AssetImage(directory, options ?? {});
  }

  /**
   * The properties of the image that the library knows. Undefined if none are known.
   *
   * @default - unknown
   */
  public readonly profile?: ImageProfile;

  /**
   * Resolves the image URI and grants pull access.
   *
   * @param scope the construct that uses the image
   * @param grantee the principal that pulls the image
   */
  public abstract bind(scope: Construct, grantee: iam.IGrantable): ContainerImageConfig;

  /**
   * The image for instances with this CPU architecture.
   *
   * @internal
   */
  public _builtFor(_architecture: Architecture | undefined): ContainerImage {
    return this;
  }

  /**
   * The directory or the Dockerfile that the image is to be built from, and that does not exist. Undefined if there is none missing.
   *
   * @internal
   */
  public get _missingDirectory(): unknown {
    return undefined;
  }

  /**
   * The regions in which the image is available. Undefined if unknown.
   *
   * @internal
   */
  public get _availability(): ImageAvailability | undefined {
    return undefined;
  }

  /**
   * The repository and the tag of the image. Undefined if unknown.
   *
   * @internal
   */
  public get _reference(): ImageReference | undefined {
    return undefined;
  }
}

class EcrImage extends ContainerImage {
  public readonly profile?: ImageProfile;

  constructor(private readonly repository: ecr.IRepository, private readonly tag: string) {
    super();
    this.profile = profileOfOwnRepository(repository.repositoryName, tag);
  }

  public bind(_scope: Construct, grantee: iam.IGrantable): ContainerImageConfig {
    this.repository.grantPull(grantee);
    return { imageName: this.repository.repositoryUriForTagOrDigest(this.tag), profile: this.profile };
  }

  public get _reference(): ImageReference {
    return { repositoryName: this.repository.repositoryName, tag: this.tag, region: this.repository.env.region };
  }
}

/** A repository whose name is only that of a server may contain any build of it, so only the tag determines the accelerator. */
function profileOfOwnRepository(repositoryName: string, tag: string): ImageProfile | undefined {
  const profile = profileOfTag(repositoryName, tag);
  return /(^|\/)(vllm|sglang|tei)$/.test(repositoryName) ? profile && { ...profile, acceleratorKind: acceleratorOfTag(tag) } : profile;
}

/** The Docker platform of a CPU architecture. */
function platformOf(architecture: Architecture): assets.Platform {
  return architecture === Architecture.ARM_64 ? assets.Platform.LINUX_ARM64 : assets.Platform.LINUX_AMD64;
}

class AssetImage extends ContainerImage {
  public readonly profile?: ImageProfile;
  private readonly assets = new Map<Construct, assets.DockerImageAsset>();

  constructor(private readonly directory: string, private readonly options: assets.DockerImageAssetOptions) {
    super();
    const architecture = Object.values(Architecture).find(candidate => platformOf(candidate).platform === options.platform?.platform);
    this.profile = architecture && { architecture };
  }

  public bind(scope: Construct, grantee: iam.IGrantable): ContainerImageConfig {
    let asset = this.assets.get(scope);
    if (!asset) {
      asset = new assets.DockerImageAsset(scope, 'Image', { ...this.options, directory: this.directory });
      this.assets.set(scope, asset);
    }
    asset.repository.grantPull(grantee);
    return { imageName: asset.imageUri, profile: this.profile };
  }

  /** @internal aws-cdk-lib throws an error for it, which hides all other problems */
  public get _missingDirectory(): unknown {
    const { directory, options: { file = 'Dockerfile' } } = this;
    return typeof directory === 'string' ? [directory, join(directory, file)].find(path => !existsSync(path)) : String(directory);
  }

  public _builtFor(architecture: Architecture | undefined): ContainerImage {
    if (this.options.platform || !architecture) {
      return this;
    }
    return new AssetImage(this.directory, { ...this.options, platform: platformOf(architecture) });
  }
}
