import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { App, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { HubSnapshot, HubSnapshotProps, ModelServer } from '../../src';
import { IRELAND, newEndpoint, newStack, onlyResource, template, type } from '../util';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const PREFIX = `org/model/${COMMIT}/`;

function newSnapshot(stack: Stack, props: Partial<HubSnapshotProps> = {}, id = 'Weights'): HubSnapshot {
  return new HubSnapshot(stack, id, { modelId: 'org/model', modelRevision: COMMIT, ...props });
}

function serve(stack: Stack, snapshot: HubSnapshot) {
  return newEndpoint(stack, {
    modelId: snapshot.modelId, modelData: snapshot.modelData, networkIsolation: true, container: undefined, server: ModelServer.vllm(), instanceType: type('g6e.2xlarge'),
  });
}

/** The template of a stack with a snapshot. */
function snapshotTemplate(props: Partial<HubSnapshotProps> = {}) {
  const stack = newStack();
  newSnapshot(stack, props);
  return template(stack);
}

const copyOf = (props: Partial<HubSnapshotProps> = {}) => onlyResource(snapshotTemplate(props), 'Custom::HuggingFaceHubSnapshot').resource;

/** The statements of the policies of the builds. */
function buildStatements(of: ReturnType<typeof template>): any[] {
  return Object.values<any>(of.findResources('AWS::IAM::Policy'))
    .filter(({ Properties: { Roles } }) => JSON.stringify(Roles).includes('ProjectRole')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

describe('an endpoint with the weights of a snapshot', () => {
  const stack = newStack();
  const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Hub', 'hub');
  const snapshot = newSnapshot(stack, { hubAccessTokenSecret: secret, hubAccessTokenField: 'token' });
  serve(stack, snapshot);
  const of = template(stack);
  const { resource: model } = onlyResource(of, 'AWS::SageMaker::Model');

  test('waits for the copy, and for all that copies, so that it is deleted first', () => {
    const awaited = model.DependsOn.map((id: string) => of.toJSON().Resources[id].Type);
    expect(awaited).toContain('Custom::HuggingFaceHubSnapshot');
    const { resource: copy } = onlyResource(of, 'Custom::HuggingFaceHubSnapshot');
    const types = copy.DependsOn.map((id: string) => of.toJSON().Resources[id].Type);
    expect(types.filter((each: string) => each === 'AWS::IAM::Policy')).toHaveLength(3);
  });

  test('loads the prefix without network access and without a token', () => {
    expect(model.Properties.EnableNetworkIsolation).toBe(true);
    expect(JSON.stringify(model.Properties.PrimaryContainer.ModelDataSource)).toContain(`/${snapshot.prefix}"`);
    expect(JSON.stringify(of.toJSON())).not.toContain('{{resolve:');
    expect(Object.keys(model.Properties.PrimaryContainer.Environment).filter(name => name.includes('TOKEN'))).toEqual([]);
  });

  test('may read the copies of the model only, so that the instances of the old one can start during an update', () => {
    const { Properties: { PolicyDocument: { Statement: statements } } } = Object.values<any>(of.findResources('AWS::IAM::Policy'))
      .find(({ Properties: { Roles } }) => JSON.stringify(Roles).includes('EndpointRole'));
    expect(statements.map(({ Action }: any) => Action)).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(JSON.stringify(statements[0].Resource)).toContain('"/org/model/*"');
    expect(statements[1].Condition).toEqual({ StringLike: { 's3:prefix': 'org/model/*' } });
  });

  test('has warnings of no check', () => {
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('the prefix', () => {
  test('is a literal of the model, the commit and the selection', () => {
    const { Properties: { Prefix, Snapshot } } = copyOf();
    expect(Prefix).toMatch(new RegExp(`^org/model/${COMMIT}/[0-9a-f]{12}/$`));
    expect(JSON.parse(Snapshot)).toEqual([{ modelId: 'org/model', revision: COMMIT }]);
  });

  test.each<[string, Partial<HubSnapshotProps>]>([
    ['another commit', { modelRevision: 'f'.repeat(40) }],
    ['another model', { modelId: 'org/other' }],
    ['patterns', { include: ['*.gguf'] }],
    ['left out files', { exclude: ['*.txt'] }],
    ['code', { trustRemoteCode: true }],
    ['a subfolder', { subfolders: { draft: { modelId: 'org/draft', modelRevision: COMMIT } } }],
  ])('differs for %s', (_, props) => {
    expect(copyOf(props).Properties.Prefix).not.toBe(copyOf().Properties.Prefix);
  });

  test('is the same for the defaults, written out', () => {
    expect(copyOf({ exclude: [], trustRemoteCode: false, subfolders: {} }).Properties.Prefix).toBe(copyOf().Properties.Prefix);
  });

  test('does not depend on the order of subfolders', () => {
    const [one, two] = ['a', 'b'].map(name => ({ [name]: { modelId: `org/${name}`, modelRevision: COMMIT } }));
    expect(copyOf({ subfolders: { ...one, ...two } }).Properties.Prefix).toBe(copyOf({ subfolders: { ...two, ...one } }).Properties.Prefix);
  });
});

describe('what copies', () => {
  test('exists once for all snapshots of a stack, as does the bucket', () => {
    const stack = newStack();
    newSnapshot(stack, {}, 'One');
    newSnapshot(stack, { modelId: 'org/other' }, 'Two');
    const of = template(stack);
    of.resourceCountIs('Custom::HuggingFaceHubSnapshot', 2);
    for (const each of ['AWS::CodeBuild::Project', 'AWS::Lambda::Function', 'AWS::S3::Bucket']) {
      of.resourceCountIs(each, 1);
    }
  });

  test('may write only the prefixes, and read only the secrets of the snapshots', () => {
    const stack = newStack();
    newSnapshot(stack, { hubAccessTokenSecret: secretsmanager.Secret.fromSecretNameV2(stack, 'Hub', 'hub') });
    const statements = buildStatements(template(stack));
    const resources = (action: string) =>
      statements.filter(({ Action }) => [Action].flat().includes(action)).map(({ Resource }) => JSON.stringify(Resource));
    expect(resources('s3:PutObject')).toEqual([expect.stringMatching(new RegExp(`"/${PREFIX}\\w{12}/\\*".*"/${PREFIX}\\w{12}\\.manifest\\.json"`))]);
    expect(resources('secretsmanager:GetSecretValue')).toEqual([expect.stringContaining(':secret:hub-??????')]);
    expect(statements.flatMap(({ Resource }) => Resource)).not.toContain('*');
    expect(JSON.stringify(statements)).not.toContain('s3:DeleteObject');
  });

  test('is started, stopped and seen by a function that may do nothing else', () => {
    const policies = Object.values<any>(snapshotTemplate().findResources('AWS::IAM::Policy'))
      .filter(({ Properties: { Roles } }) => JSON.stringify(Roles).includes('FunctionServiceRole'));
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
      'codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject', 'codebuild:StartBuild', 'codebuild:StopBuild', 'lambda:InvokeFunction', 'logs:GetLogEvents',
    ]);
    expect(statements.flatMap(({ Resource }) => Resource)).not.toContain('*');
  });

  test('runs in the private subnets of a VPC', () => {
    const stack = newStack();
    newSnapshot(stack, { vpc: new ec2.Vpc(stack, 'Vpc') });
    const { resource: { Properties: { VpcConfig } } } = onlyResource(template(stack), 'AWS::CodeBuild::Project');
    expect(VpcConfig.Subnets.map(({ Ref }: any) => Ref)).toEqual(VpcConfig.Subnets.map(() => expect.stringContaining('Private')));
  });

  test('has the key of the bucket', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    newSnapshot(stack, { bucket: new s3.Bucket(stack, 'Own', { encryptionKey }) });
    expect(buildStatements(template(stack)).flatMap(({ Action }) => Action)).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey*']));
  });
});

describe('the bucket', () => {
  test('of the stack is encrypted, private and retained, requires TLS, and expires incomplete uploads', () => {
    const of = snapshotTemplate();
    const { resource } = onlyResource(of, 'AWS::S3::Bucket');
    expect(resource).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        LifecycleConfiguration: { Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      },
    });
    of.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] },
    });
  });

  test('of the user replaces it', () => {
    const stack = newStack();
    const snapshot = newSnapshot(stack, { bucket: s3.Bucket.fromBucketName(stack, 'Own', 'weights') });
    expect(snapshot.bucket.bucketName).toBe('weights');
    template(stack).resourceCountIs('AWS::S3::Bucket', 0);
  });
});

test('files are deleted only if the user wants it, with a permission for each prefix', () => {
  const policyOf = (props: Partial<HubSnapshotProps>) => Object.entries<any>(snapshotTemplate(props).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.includes('Deletion'));
  expect([copyOf().Properties.RemovalPolicy, policyOf({})]).toEqual(['retain', []]);
  const destroyed = { removalPolicy: RemovalPolicy.DESTROY };
  expect(copyOf(destroyed).Properties.RemovalPolicy).toBe('destroy');
  const [[id, policy]] = policyOf(destroyed);
  expect(JSON.stringify(policy.Properties.PolicyDocument)).toMatch(new RegExp(`s3:DeleteObject.*/${PREFIX}\\w{12}/\\*`));
  // the old policy exists until the old files are deleted
  expect(policyOf({ ...destroyed, modelRevision: 'f'.repeat(40) })[0][0]).not.toBe(id);
});

test('without a copy during the deployment, there is only what copies, and its command', () => {
  const of = snapshotTemplate({ copyDuringDeployment: false, include: ["it's.gguf"] });
  of.resourceCountIs('Custom::HuggingFaceHubSnapshot', 0);
  of.resourceCountIs('AWS::CodeBuild::Project', 1);
  const [{ Value: { 'Fn::Join': [, parts] } }] = Object.values<any>(of.findOutputs('*'));
  const command = parts.map((part: unknown) => typeof part === 'string' ? part : 'x').join('');
  const [, json] = /^aws codebuild start-build --region eu-west-1 --cli-input-json '([^']*)'$/.exec(command)!;
  const { environmentVariablesOverride: variables } = JSON.parse(json);
  const { SNAPSHOT, ...others } = Object.fromEntries(variables.map(({ name, value }: any) => [name, value]));
  expect(JSON.parse(SNAPSHOT)).toEqual([{ modelId: 'org/model', revision: COMMIT, include: ["it's.gguf"] }]);
  expect(others).toEqual({ ACTION: 'copy', BUCKET: 'x', PREFIX: expect.stringContaining(PREFIX) });
});

test('an environment-agnostic stack has a snapshot too', () => {
  const stack = newStack({});
  serve(stack, newSnapshot(stack));
  const [{ Value: command }] = Object.values<any>(template(stack).findOutputs('*'));
  expect(command['Fn::Join'][1]).toContainEqual({ Ref: 'AWS::Region' });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('a snapshot of another stack is deployed first', () => {
  const app = new App();
  const [weights, endpoint] = ['Weights', 'Endpoint'].map(id => new Stack(app, id, { env: IRELAND }));
  serve(endpoint, newSnapshot(weights));
  app.synth();
  expect(endpoint.dependencies).toEqual([weights]);
});

describe('the Hub token', () => {
  const hubAccessTokenSecret = secretsmanager.Secret.fromSecretCompleteArn(newStack(), 'Hub', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:hub-AbCdEf');

  test.each<[string, Partial<HubSnapshotProps>, string | undefined]>([
    ['a secret', { hubAccessTokenSecret }, hubAccessTokenSecret.secretArn],
    ['a field of a secret', { hubAccessTokenSecret, hubAccessTokenField: 'token' }, `${hubAccessTokenSecret.secretArn}:token`],
    ['nothing', {}, undefined],
  ])('is %s, for the copy and for the command', (_, props, token) => {
    const bucket = s3.Bucket.fromBucketName(newStack(), 'Own', 'weights');
    const of = snapshotTemplate({ ...props, bucket });
    const { Project, Bucket, Token: used } = onlyResource(of, 'Custom::HuggingFaceHubSnapshot').resource.Properties;
    expect([Project, Bucket, used]).toEqual([{ Ref: onlyResource(of, 'AWS::CodeBuild::Project').id }, 'weights', token]);
    const [{ Description, Value }] = Object.values<any>(of.findOutputs('*'));
    expect(Description).toBe('Copies org/model without a deployment');
    const command: string = Value['Fn::Join'][1].map((part: unknown) => typeof part === 'string' ? part : 'x').join('');
    const { environmentVariablesOverride: variables } = JSON.parse(/'(.*)'$/.exec(command)![1]);
    expect(variables.slice(4)).toEqual(token === undefined ? [] : [{ name: 'HF_TOKEN', value: token, type: 'SECRETS_MANAGER' }]);
    expect(variables.slice(0, 4).map(({ type: each }: any) => each)).toEqual(Array(4).fill('PLAINTEXT'));
  });
});

describe('another snapshot', () => {
  const twice = (path: string) => new RegExp(`'modelId' must not be that of another snapshot in the same bucket, got that of ${path} with the prefix ${PREFIX}`);
  const named = (stack: Stack, id: string, name = 'weights') => s3.Bucket.fromBucketName(stack, id, name);

  test('of the same files in the same bucket is an error, also after others', () => {
    const stack = newStack();
    newSnapshot(stack, {}, 'One');
    newSnapshot(stack, { modelId: 'org/other' }, 'Two');
    expect(() => newSnapshot(stack, {}, 'Three')).toThrow(twice('Stack/One'));
    const app = new App();
    const [one, two] = ['A', 'B'].map(id => new Stack(app, id, { env: IRELAND }));
    newSnapshot(one, { bucket: named(one, 'Own') });
    expect(() => newSnapshot(two, { bucket: named(two, 'Own') })).toThrow(twice('A/Weights'));
  });

  test('of the same files in another bucket, or of other files, is none', () => {
    const stack = newStack();
    newSnapshot(stack, { bucket: named(stack, 'A', 'weights-a') }, 'One');
    newSnapshot(stack, { bucket: named(stack, 'B', 'weights-b') }, 'Two');
    newSnapshot(stack, { bucket: named(stack, 'C', 'weights-a'), include: ['*.gguf'] }, 'Three');
    newSnapshot(stack, {}, 'Four');
    expect(() => template(stack)).not.toThrow();
  });

  test('of the stack has the same VPC', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    newSnapshot(stack, { vpc }, 'One');
    expect(() => newSnapshot(stack, { vpc, modelId: 'org/other' }, 'Two')).not.toThrow();
    expect(() => newSnapshot(stack, { modelId: 'org/third' }, 'Three')).toThrow("'vpc' must be that of the other snapshots of the stack, got none");
  });
});

test('isolated subnets, and a region without AWS CodeBuild, are reported', () => {
  const stack = newStack({ ...IRELAND, region: 'mx-central-1' });
  newSnapshot(stack, { vpc: new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] }) });
  const messages = Annotations.fromStack(stack).findWarning('/Stack/Weights', Match.anyValue()).map(({ entry }) => entry.data);
  expect(messages).toEqual([
    expect.stringContaining("'vpc' must connect the copy to the internet, got only isolated subnets"),
    expect.stringContaining('AWS CodeBuild, which was not available in mx-central-1'),
  ]);
});

test('a Hub token in plain text is an error at synth', () => {
  const stack = newStack();
  new Construct(newSnapshot(stack), `hf_${'aB3'.repeat(11)}x`);
  expect(() => template(stack)).toThrow(/^Stack\/Weights: .*must not contain a Hugging Face Hub token in plain text/);
});

test('the bucket of the stack is in its region, and a bucket of the user may be elsewhere', () => {
  const regionOf = (bucket?: s3.IBucket) => newSnapshot(newStack(), { bucket }).modelData._snapshot!.region;
  expect([regionOf(), regionOf(s3.Bucket.fromBucketName(newStack(), 'Own', 'weights'))]).toEqual(['eu-west-1', undefined]);
});

test('the same model can be in the buckets of two stacks and of two stages', () => {
  const app = new App();
  newSnapshot(new Stack(app, 'One', { env: IRELAND }));
  newSnapshot(new Stack(app, 'Two', { env: IRELAND }));
  newSnapshot(new Stack(new Stage(app, 'Stage'), 'One', { env: IRELAND }));
  expect(() => app.synth()).not.toThrow();
});

test('everything that is wrong is reported at once', () => {
  expect(() => newSnapshot(newStack(), { modelId: undefined, modelRevision: 'main', include: [] })).toThrow(/3 problems[^]*'modelId' must be a string, got undefined[^]*'modelRevision'[^]*'include'/);
  expect(() => newSnapshot(newStack(), { subfolders: { draft: { modelId: 'org/draft' } as never } })).toThrow(/'subfolders.draft.modelRevision' must be a string, got undefined/);
  expect(() => newSnapshot(newStack(), { removalPolicy: RemovalPolicy.SNAPSHOT })).toThrow(/'removalPolicy' must be one of retain, destroy, got "snapshot"/);
});
