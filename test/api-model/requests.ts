/** The call that CloudFormation makes to create a resource. */
export interface ApiCall {
  readonly service: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/** The calls that create a resource: of its properties, without intrinsic functions, and of the name that CloudFormation gives it. */
type Mapping = (properties: any, generatedName: string) => ApiCall[];

/** A resource whose properties are called as the members of the request are. */
function sameNames(service: string, operation: string, name: string): Mapping {
  return (properties, generatedName) => [{ service, operation, input: { [name]: generatedName, ...properties } }];
}

/** How each type of resource is created. */
export const CREATION: Readonly<Record<string, Mapping>> = {
  'AWS::SageMaker::Model': sameNames('sagemaker', 'CreateModel', 'ModelName'),
  'AWS::SageMaker::EndpointConfig': sameNames('sagemaker', 'CreateEndpointConfig', 'EndpointConfigName'),
  'AWS::SageMaker::Endpoint': ({ RetainAllVariantProperties, ExcludeRetainedVariantProperties, ...properties }, generatedName) => {
    const create = sameNames('sagemaker', 'CreateEndpoint', 'EndpointName')(properties, generatedName);
    const { EndpointName, EndpointConfigName } = create[0].input;
    const retained = { RetainAllVariantProperties, ExcludeRetainedVariantProperties }; // which only an update sends
    const update = { service: 'sagemaker', operation: 'UpdateEndpoint', input: { EndpointName, EndpointConfigName, ...retained } };
    return RetainAllVariantProperties === undefined ? create : [...create, update];
  },
  'AWS::SageMaker::InferenceComponent': ({ DeploymentConfig, ...properties }, generatedName) => {
    const create = sameNames('sagemaker', 'CreateInferenceComponent', 'InferenceComponentName')(properties, generatedName);
    const { InferenceComponentName } = create[0].input;
    const update = { service: 'sagemaker', operation: 'UpdateInferenceComponent', input: { InferenceComponentName, DeploymentConfig } };
    return DeploymentConfig === undefined ? create : [...create, update]; // which only an update sends
  },
  'AWS::IAM::Role': ({ AssumeRolePolicyDocument, ManagedPolicyArns = [], Policies = [], ...properties }, generatedName) => [
    { service: 'iam', operation: 'CreateRole', input: { RoleName: generatedName, ...properties, AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument) } },
    ...ManagedPolicyArns.map((PolicyArn: string) => ({ service: 'iam', operation: 'AttachRolePolicy', input: { RoleName: generatedName, PolicyArn } })),
    ...Policies.map(({ PolicyName, PolicyDocument }: any) => ({
      service: 'iam', operation: 'PutRolePolicy', input: { RoleName: generatedName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) },
    })),
  ],
  'AWS::IAM::Policy': ({ PolicyName, PolicyDocument, Roles = [], Users = [] }) => {
    const policy = { PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) };
    return [
      ...Roles.map((RoleName: string) => ({ service: 'iam', operation: 'PutRolePolicy', input: { RoleName, ...policy } })),
      ...Users.map((UserName: string) => ({ service: 'iam', operation: 'PutUserPolicy', input: { UserName, ...policy } })),
    ];
  },
  'AWS::IAM::User': sameNames('iam', 'CreateUser', 'UserName'),
  'AWS::ApplicationAutoScaling::ScalableTarget': ({ ScheduledActions = [], Tags = [], ...properties }) => [
    {
      service: 'application-autoscaling',
      operation: 'RegisterScalableTarget',
      input: { ...properties, Tags: mapOf(Tags) },
    },
    ...ScheduledActions.map((action: object) => ({
      service: 'application-autoscaling', operation: 'PutScheduledAction', input: { ...scalableTarget(properties), ...action },
    })),
  ],
  'AWS::ApplicationAutoScaling::ScalingPolicy': ({ ScalingTargetId, ...properties }) => {
    const [ResourceId, ScalableDimension, ServiceNamespace] = ScalingTargetId.split('|');
    return [{ service: 'application-autoscaling', operation: 'PutScalingPolicy', input: { ResourceId, ScalableDimension, ServiceNamespace, ...properties } }];
  },
  'AWS::CloudWatch::Alarm': sameNames('cloudwatch', 'PutMetricAlarm', 'AlarmName'),
  'AWS::CloudWatch::CompositeAlarm': sameNames('cloudwatch', 'PutCompositeAlarm', 'AlarmName'),
  'AWS::CloudWatch::OTelEnrichment': properties => [{ service: 'cloudwatch', operation: 'StartOTelEnrichment', input: properties ?? {} }],
  // StartTelemetryEnrichment has no input
  'AWS::ObservabilityAdmin::TelemetryEnrichment': () => [],
  'AWS::CloudWatch::Dashboard': sameNames('cloudwatch', 'PutDashboard', 'DashboardName'),
  'AWS::CodeBuild::Project': (properties, generatedName) => [
    { service: 'codebuild', operation: 'CreateProject', input: { name: generatedName, ...membersOf(properties) } },
  ],
  'AWS::EC2::SecurityGroup': ({ GroupDescription, SecurityGroupEgress: _, SecurityGroupIngress: __, Tags: ___, ...properties }, GroupName) => [
    { service: 'ec2', operation: 'CreateSecurityGroup', input: { GroupName, Description: GroupDescription, ...properties } },
  ],
  'AWS::Events::Rule': ({ EventPattern, Targets = [], ...properties }, generatedName) => {
    const rule = { Name: generatedName, ...properties };
    return [
      { service: 'events', operation: 'PutRule', input: { ...rule, EventPattern: JSON.stringify(EventPattern) } },
      ...(Targets.length === 0 ? [] : [{ service: 'events', operation: 'PutTargets', input: { Rule: rule.Name, Targets } }]),
    ];
  },
  'AWS::KMS::Key': ({ KeyPolicy, EnableKeyRotation: _, Tags = [], ...properties }) => [{
    service: 'kms',
    operation: 'CreateKey',
    input: {
      ...properties, Policy: JSON.stringify(KeyPolicy), Tags: Tags.map(({ Key: TagKey, Value: TagValue }: any) => ({ TagKey, TagValue })),
    },
  }],
  'AWS::Lambda::Function': ({ Tags = [], ...properties }, generatedName) =>
    sameNames('lambda', 'CreateFunction', 'FunctionName')({ ...properties, Tags: mapOf(Tags) }, generatedName),
  // CloudFormation invokes the function
  'Custom::SageMakerEndpointSmokeTest': () => [],
  'AWS::Logs::LogGroup': ({ LogGroupName: logGroupName, RetentionInDays: retentionInDays, KmsKeyId: kmsKeyId, Tags: _ }) => [
    { service: 'logs', operation: 'CreateLogGroup', input: { logGroupName, ...(kmsKeyId && { kmsKeyId }) } },
    ...(retentionInDays === undefined ? [] : [{ service: 'logs', operation: 'PutRetentionPolicy', input: { logGroupName, retentionInDays } }]),
  ],
  'AWS::S3::Bucket': ({ BucketName, BucketEncryption, LifecycleConfiguration, PublicAccessBlockConfiguration }, generatedName) => {
    const Bucket = BucketName ?? generatedName.toLowerCase();
    const rules = LifecycleConfiguration?.Rules.map((rule: any) => ({ Filter: {}, ...rule }));
    return [
      { service: 's3', operation: 'CreateBucket', input: { Bucket } },
      ...(BucketEncryption ? [{ service: 's3', operation: 'PutBucketEncryption', input: { Bucket, ServerSideEncryptionConfiguration: encryptionOf(BucketEncryption) } }] : []),
      ...(rules ? [{ service: 's3', operation: 'PutBucketLifecycleConfiguration', input: { Bucket, LifecycleConfiguration: { Rules: rules } } }] : []),
      ...(PublicAccessBlockConfiguration ? [{ service: 's3', operation: 'PutPublicAccessBlock', input: { Bucket, PublicAccessBlockConfiguration } }] : []),
    ];
  },
  'AWS::S3::BucketPolicy': ({ Bucket, PolicyDocument }) => [{ service: 's3', operation: 'PutBucketPolicy', input: { Bucket, Policy: JSON.stringify(PolicyDocument) } }],
  // a function of the app answers for it
  'Custom::HuggingFaceHubSnapshot': () => [],
  'AWS::SNS::Topic': ({ TopicName, KmsMasterKeyId, Tags }, generatedName) => [{
    service: 'sns', operation: 'CreateTopic', input: { Name: TopicName ?? generatedName, ...(KmsMasterKeyId && { Attributes: { KmsMasterKeyId } }), ...(Tags && { Tags }) },
  }],
  'AWS::SNS::TopicPolicy': ({ Topics, PolicyDocument }) => Topics.map((TopicArn: string) => ({
    service: 'sns', operation: 'SetTopicAttributes', input: { TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(PolicyDocument) },
  })),
};

export const SERVICES: string[] = [
  'sagemaker', 'iam', 'application-autoscaling', 'cloudwatch', 'codebuild', 'ec2', 'events', 'kms', 'lambda', 'logs', 's3', 'sns',
];

/** The properties of a project, as the API calls them. */
function membersOf(value: any): any {
  if (Array.isArray(value)) {
    return value.map(membersOf);
  }
  return typeof value !== 'object' ? value : Object.fromEntries(Object.entries(value)
    .map(([name, member]) => [name === 'BuildSpec' ? 'buildspec' : name[0].toLowerCase() + name.slice(1), membersOf(member)]));
}

function mapOf(tags: readonly { readonly Key: string; readonly Value: string }[]): object {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

function encryptionOf({ ServerSideEncryptionConfiguration: rules }: any): object {
  return { Rules: rules.map(({ ServerSideEncryptionByDefault }: any) => ({ ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault })) };
}

function scalableTarget({ ServiceNamespace, ResourceId, ScalableDimension }: any): object {
  return { ServiceNamespace, ResourceId, ScalableDimension };
}
