import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';

/** Where a resource is that an endpoint uses: in its stack, in another stack of the app, or outside of the app. */
export const PLACES = ['here', 'beside', 'imported', 'elsewhere'] as const;
export type Place = typeof PLACES[number];

/** The region and the account of a resource outside of the app. */
const ADDRESSES = {
  imported: { partition: Aws.PARTITION, region: Aws.REGION, account: Aws.ACCOUNT_ID },
  elsewhere: { partition: 'aws', region: 'ap-south-1', account: '444455556666' },
};

/** The resources that an endpoint can use. Each is created at its first use. */
export class Surroundings {
  constructor(public readonly stack: Stack, private readonly other: Stack) {}

  public bucket(place: Place): s3.IBucket {
    return this.once(place, 'Bucket', (scope, id) => new s3.Bucket(scope, id, { removalPolicy: RemovalPolicy.DESTROY }),
      (id, { region, account }) => s3.Bucket.fromBucketAttributes(this.stack, id, {
        bucketName: 'weights', ...place === 'elsewhere' && { region, account },
      }));
  }

  public key(place: Place): kms.IKey {
    return this.once(place, 'Key', (scope, id) => new kms.Key(scope, id),
      (id, at) => kms.Key.fromKeyArn(this.stack, id, `arn:${at.partition}:kms:${at.region}:${at.account}:key/12345678-1234-1234-1234-123456789012`));
  }

  public topic(place: Place): sns.ITopic {
    return this.once(place, 'Topic', (scope, id) => new sns.Topic(scope, id),
      (id, at) => sns.Topic.fromTopicArn(this.stack, id, `arn:${at.partition}:sns:${at.region}:${at.account}:outcomes`));
  }

  public role(place: Place): iam.IRole {
    return this.once(place, 'Role', (scope, id) => new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }),
      (id, at) => iam.Role.fromRoleArn(this.stack, id, `arn:${at.partition}:iam::${at.account}:role/server`));
  }

  public vpc(place: Place): ec2.IVpc {
    return this.once(place, 'Vpc', (scope, id) => new ec2.Vpc(scope, id, { maxAzs: 2, natGateways: 1 }),
      (id, { region }) => ec2.Vpc.fromVpcAttributes(this.stack, id, {
        vpcId: 'vpc-0123456789abcdef0',
        availabilityZones: ['a', 'b'],
        privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
        ...place === 'elsewhere' && { region },
      }));
  }

  public securityGroup(place: Place): ec2.ISecurityGroup {
    return this.once(place, 'Group', (scope, id) => new ec2.SecurityGroup(scope, id, { vpc: this.vpc(place) }),
      id => ec2.SecurityGroup.fromSecurityGroupId(this.stack, id, 'sg-0123456789abcdef0'));
  }

  public alarm(place: Place): cloudwatch.IAlarm {
    const metric = new cloudwatch.Metric({ namespace: 'App', metricName: 'Errors', period: Duration.minutes(1) });
    return this.once(place, 'Alarm', (scope, id) => new cloudwatch.Alarm(scope, id, { metric, threshold: 1, evaluationPeriods: 1 }),
      (id, at) => cloudwatch.Alarm.fromAlarmArn(this.stack, id, `arn:${at.partition}:cloudwatch:${at.region}:${at.account}:alarm:errors`));
  }

  public repository(place: Place): ecr.IRepository {
    return this.once(place, 'Repository', (scope, id) => new ecr.Repository(scope, id),
      (id, at) => ecr.Repository.fromRepositoryAttributes(this.stack, id, {
        repositoryName: 'models', repositoryArn: `arn:${at.partition}:ecr:${at.region}:${at.account}:repository/models`,
      }));
  }

  public secret(place: Place): secretsmanager.ISecret {
    return this.once(place, 'Secret', (scope, id) => new secretsmanager.Secret(scope, id),
      (id, at) => secretsmanager.Secret.fromSecretCompleteArn(this.stack, id, `arn:${at.partition}:secretsmanager:${at.region}:${at.account}:secret:hub-AbCdEf`));
  }

  private once<T>(
    place: Place, kind: string, create: (scope: Stack, id: string) => T & object, importIt: (id: string, at: typeof ADDRESSES.imported) => T,
  ): T {
    const scope = place === 'beside' ? this.other : this.stack;
    const id = `${place}${kind}`;
    const existing = scope.node.tryFindChild(id);
    return existing ? existing as T : place === 'here' || place === 'beside' ? create(scope, id) : importIt(id, ADDRESSES[place]);
  }
}
