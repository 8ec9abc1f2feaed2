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

function ipPermission({ CidrIp, Description, ...permission }: any): object {
  return { ...permission, IpRanges: [{ CidrIp, Description }] };
}

/** How each type of resource is created. */
export const CREATION: Readonly<Record<string, Mapping>> = {
  'AWS::SageMaker::Model': sameNames('sagemaker', 'CreateModel', 'ModelName'),
  'AWS::SageMaker::EndpointConfig': sameNames('sagemaker', 'CreateEndpointConfig', 'EndpointConfigName'),
  'AWS::SageMaker::Endpoint': sameNames('sagemaker', 'CreateEndpoint', 'EndpointName'),
  'AWS::IAM::Role': ({ AssumeRolePolicyDocument, ManagedPolicyArns = [], ...properties }, generatedName) => [
    { service: 'iam', operation: 'CreateRole', input: { RoleName: generatedName, ...properties, AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument) } },
    ...ManagedPolicyArns.map((PolicyArn: string) => ({ service: 'iam', operation: 'AttachRolePolicy', input: { RoleName: generatedName, PolicyArn } })),
  ],
  'AWS::IAM::Policy': ({ PolicyName, PolicyDocument, Roles = [], Users = [] }) => {
    const policy = { PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) };
    return [
      ...Roles.map((RoleName: string) => ({ service: 'iam', operation: 'PutRolePolicy', input: { RoleName, ...policy } })),
      ...Users.map((UserName: string) => ({ service: 'iam', operation: 'PutUserPolicy', input: { UserName, ...policy } })),
    ];
  },
  'AWS::IAM::User': sameNames('iam', 'CreateUser', 'UserName'),
  'AWS::EC2::SecurityGroup': ({ GroupDescription, VpcId, SecurityGroupEgress }, generatedName) => [
    { service: 'ec2', operation: 'CreateSecurityGroup', input: { GroupName: generatedName, Description: GroupDescription, VpcId } },
    {
      service: 'ec2',
      operation: 'AuthorizeSecurityGroupEgress',
      input: { GroupId: 'sg-0123456789abcdef0', IpPermissions: SecurityGroupEgress.map(ipPermission) },
    },
  ],
};

export const SERVICES: string[] = ['ec2', 'iam', 'sagemaker'];
