import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ContainerImage, ImagePull } from './container-image';
import { ContainerImageConfig } from './container-image-config';
import { ImageAvailability } from './image-availability';
import { IMAGE_PROFILES, IMAGE_REGIONS } from './image-catalog.generated';
import { ImageProfile } from './image-profile';
import { ImageReference } from './image-reference';
import { profileOfTag } from './image-tag';
import { partitionOf, registryAccount, registryRegions } from './registry';
import { registryOf } from './repositories';
import { isClosed } from '../common/references';
import { Architecture } from '../instance/architecture';

/** What pulling an image takes: https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html */
const PULL_ACTIONS = ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];

/**
 * An image in one of AWS's registries, without the constants of DeepLearningContainerImage, which a plan need not load.
 *
 * @internal
 */
export class RegistryImage extends ContainerImage {
  private readonly image: string;
  private known?: ImageProfile;

  /**
   * @param repositoryName the name of the repository, such as `huggingface-vllm`
   * @param tag a tag, or a digest beginning `sha256:`
   * @param accountId the account of the registry (default: the account that AWS publishes from in the stack's region)
   */
  constructor(private readonly repositoryName: string, private readonly tag: string, private readonly accountId?: string) {
    super();
    this.image = `${repositoryName}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`;
    // read when it is asked for: an import makes some hundred images, of which an app takes one
    Object.defineProperty(this, 'profile', { get: () => this.known ??= profileOf(repositoryName, tag), enumerable: true });
  }

  public bind(scope: Construct, grantee: iam.IGrantable): ContainerImageConfig {
    const { imageName, statements } = this._pulledIn(scope);
    statements.forEach(statement => grantee.grantPrincipal.addToPrincipalPolicy(statement));
    return { imageName, profile: this.profile };
  }

  /** @internal */
  public _pulledIn(scope: Construct): ImagePull {
    const { region } = Stack.of(scope);
    const { partition, dnsSuffix } = partitionOf(scope);
    const { repositoryName, accountId } = this;
    const account = accountId ?? registryAccount(scope, registryOf(repositoryName));
    const repository = `arn:${partition}:ecr:${region}:${account}:repository/${repositoryName}`;
    return {
      imageName: `${account}.dkr.ecr.${region}.${dnsSuffix}/${this.image}`,
      statements: [
        new iam.PolicyStatement({ actions: PULL_ACTIONS, resources: [repository] }),
        new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
      ],
      isClosed: isClosed(scope, [repositoryName, accountId]),
    };
  }

  /** @internal */
  public get _reference(): ImageReference {
    return { repositoryName: this.repositoryName, tag: this.tag, accountId: this.accountId };
  }

  /** @internal */
  public get _availability(): ImageAvailability {
    const image = Token.isUnresolved(this.image) ? this.repositoryName : this.image;
    if (this.accountId !== undefined) {
      return { image };
    }
    return {
      image,
      registryRegions: registryRegions(registryOf(this.repositoryName)),
      listedRegions: IMAGE_REGIONS[this.image],
    };
  }
}

/** AWS builds its images for x86_64, but for those that say otherwise. */
function profileOf(repositoryName: string, tag: string): ImageProfile | undefined {
  const profile = IMAGE_PROFILES[`${repositoryName}:${tag}`] ?? profileOfTag(repositoryName, tag);
  return profile && { architecture: Architecture.X86_64, ...profile };
}
