import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ContainerImage } from './container-image';
import { ContainerImageConfig } from './container-image-config';
import { ImageAvailability } from './image-availability';
import { IMAGE_PROFILES, IMAGE_REGIONS } from './image-catalog.generated';
import { ImageProfile } from './image-profile';
import { ImageReference } from './image-reference';
import { profileOfTag } from './image-tag';
import { partitionOf, registryAccount, registryRegions } from './registry';
import { registryOf } from './repositories';
import { Architecture } from '../instance/architecture';

/** The permissions to pull an image: https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html */
const PULL_ACTIONS = ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];

/**
 * An image in an AWS registry. It is separate from the constants of DeepLearningContainerImage, so that a plan need not load them.
 *
 * @internal
 */
export class RegistryImage extends ContainerImage {
  private readonly image: string;
  private known?: ImageProfile;

  /**
   * @param repositoryName the name of the repository, such as `huggingface-vllm`
   * @param tag a tag, or a digest that starts with `sha256:`
   * @param accountId the account of the registry (default: the account of AWS in the region of the stack)
   */
  constructor(private readonly repositoryName: string, private readonly tag: string, private readonly accountId?: string) {
    super();
    this.image = `${repositoryName}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`;
    // computed on first use: importing the library creates hundreds of images, and an app uses only one
    Object.defineProperty(this, 'profile', { get: () => this.known ??= profileOf(repositoryName, tag), enumerable: true });
  }

  public bind(scope: Construct, grantee: iam.IGrantable): ContainerImageConfig {
    const { region } = Stack.of(scope);
    const { partition, dnsSuffix } = partitionOf(scope);
    const account = this.accountId ?? registryAccount(scope, registryOf(this.repositoryName));

    iam.Grant.addToPrincipal({
      grantee,
      actions: PULL_ACTIONS,
      resourceArns: [`arn:${partition}:ecr:${region}:${account}:repository/${this.repositoryName}`],
    });
    iam.Grant.addToPrincipal({ grantee, actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] });

    return { imageName: `${account}.dkr.ecr.${region}.${dnsSuffix}/${this.image}`, profile: this.profile };
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

/** AWS builds its images for x86_64 unless the repository or tag contains another architecture. */
function profileOf(repositoryName: string, tag: string): ImageProfile | undefined {
  const profile = IMAGE_PROFILES[`${repositoryName}:${tag}`] ?? profileOfTag(repositoryName, tag);
  return profile && { architecture: Architecture.X86_64, ...profile };
}
