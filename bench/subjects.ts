/** Something that is measured: a file in `subjects/`. */
export interface Subject {
  readonly file: string;
  readonly title: string;
}

/** What everything is compared with. */
export const FLOOR: Subject = { file: 'handwritten', title: 'L1 by hand' };

/** The least that any construct costs. */
export const IN_CONSTRUCT: Subject = { file: 'handwritten-in-construct', title: 'L1 by hand, in a construct' };

export const WITH_IAM: Subject = { file: 'handwritten-with-iam', title: 'by hand, with `iam.Role`' };

export const LIBRARY: Subject = { file: 'library', title: '**this library**' };

/** Apps whose synthesis time must be linear, even if the library searches them for other resources. */
export const SHAPES: readonly Subject[] = [
  { ...LIBRARY, title: 'the default' },
  { file: 'library-in-vpc', title: 'a shared VPC, weights from Amazon S3, restricted security groups' },
  { file: 'library-scaled', title: '`autoScale` and `monitor`' },
];

export const OURS: readonly Subject[] = [FLOOR, IN_CONSTRUCT, WITH_IAM, LIBRARY];

/** A construct of others, which `--peers` installs. */
export interface Peer extends Subject {
  readonly package: string;
  readonly version: string;
}

export const PEERS: readonly Peer[] = [
  peer('generative-ai-cdk-constructs', '@cdklabs/generative-ai-cdk-constructs', '0.1.318'),
  peer('aws-sagemaker-alpha', '@aws-cdk/aws-sagemaker-alpha', '2.159.1-alpha.0'),
];

function peer(file: string, name: string, version: string): Peer {
  return { file, title: `\`${name}\` ${version}`, package: name, version };
}
