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

/** How an image is pulled, if that is known before there is a role. */
export interface ImagePull {
  readonly imageName: string;
  readonly statements: readonly iam.PolicyStatement[];

  /** Whether the statements refer to nothing that the app creates. */
  readonly isClosed: boolean;
}

/** The image of the container that serves the model. */
export abstract class ContainerImage {
  /**
   * An image in an Amazon ECR repository.
   *
   * The role of the endpoint is granted to pull it. A repository of another account must allow that on its own side.
   *
   * @param repository the repository
   * @param tag a tag, or a digest beginning `sha256:` (default: `latest`)
   */
  public static fromEcrRepository(repository: ecr.IRepository, tag: string = 'latest'): ContainerImage {
    return new EcrImage(argument(REPOSITORY, repository, 'repository'), argument(STRING, tag ?? 'latest', 'tag') as string);
  }

  /**
   * An image that is built from a local Dockerfile when the app is deployed.
   *
   * It is built for the processor of the endpoint's instance type, unless the options name a platform.
   *
   * @param directory the directory of the Dockerfile
   * @param options how the image is built
   */
  public static fromAsset(directory: string, options: assets.DockerImageAssetOptions = {}): ContainerImage {
    return new AssetImage(directory, options ?? {});
  }

  /**
   * What is known of the image before it is bound. Undefined where nothing is known.
   *
   * @default - nothing is known
   */
  public readonly profile?: ImageProfile;

  /**
   * Names the image in the scope of a construct, and grants the pull.
   *
   * @param scope the construct that runs the image
   * @param grantee who pulls it
   */
  public abstract bind(scope: Construct, grantee: iam.IGrantable): ContainerImageConfig;

  /**
   * The image as it is for an instance of this architecture.
   *
   * @internal
   */
  public _builtFor(_architecture: Architecture | undefined): ContainerImage {
    return this;
  }

  /**
   * How the image is pulled in a stack. Undefined if only `bind` says so.
   *
   * @internal
   */
  public _pulledIn(_scope: Construct): ImagePull | undefined {
    return undefined;
  }

  /**
   * Why the image cannot be built. Undefined where it can, or is not built.
   *
   * @internal
   */
  public get _buildProblem(): string | undefined {
    return undefined;
  }

  /**
   * Where the image can be had. Undefined where nothing is known.
   *
   * @internal
   */
  public get _availability(): ImageAvailability | undefined {
    return undefined;
  }

  /**
   * What names the image in a registry. Undefined where nothing is known.
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

/** A repository that has the name of a server alone may hold any build of it, so that only the tag tells for which accelerator. */
function profileOfOwnRepository(repositoryName: string, tag: string): ImageProfile | undefined {
  const profile = profileOfTag(repositoryName, tag);
  return /(^|\/)(vllm|sglang|tei)$/.test(repositoryName) ? profile && { ...profile, acceleratorKind: acceleratorOfTag(tag) } : profile;
}

/** What Docker calls the platforms that SageMaker has. */
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

  /** What aws-cdk-lib throws an error for, without the other problems. */
  public get _buildProblem(): string | undefined {
    const { directory, options: { file = 'Dockerfile' } } = this;
    if (typeof directory !== 'string') {
      return `must have the path of a directory, got ${directory}; give 'fromAsset' the path`;
    }
    const missing = [directory, join(directory, file)].find(path => !existsSync(path));
    return missing === undefined ? undefined
      : `must be built from a directory with a Dockerfile, got ${JSON.stringify(missing)}, which does not exist; look at the path, and at 'file' of the options`;
  }

  public _builtFor(architecture: Architecture | undefined): ContainerImage {
    if (this.options.platform || !architecture) {
      return this;
    }
    return new AssetImage(this.directory, { ...this.options, platform: platformOf(architecture) });
  }
}
