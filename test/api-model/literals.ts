const ACCOUNT = '111122223333';

/** What CloudFormation would put in the place of a template's intrinsic functions, as far as their form goes. */
export interface Literals {
  readonly region: string;
  readonly partition: string;
  readonly dnsSuffix: string;
}

export const IRELAND: Literals = { region: 'eu-west-1', partition: 'aws', dnsSuffix: 'amazonaws.com' };

/** The name that CloudFormation generates: the stack's, the logical id, and twelve letters and digits. */
export function generatedName(logicalId: string, length = 63): string {
  return `Stack-${logicalId}`.slice(0, length - 13) + '-1ABCDEFGHIJK';
}

/** What a Ref and each attribute of a resource give, by type. */
const RESOURCES: Record<string, (name: string, at: Literals) => Record<string, string>> = {
  'AWS::SageMaker::Model': (name, at) => ({ Ref: sageMakerArn(at, 'model', name), ModelName: name }),
  'AWS::SageMaker::EndpointConfig': (name, at) => ({ Ref: sageMakerArn(at, 'endpoint-config', name), EndpointConfigName: name }),
  'AWS::SageMaker::Endpoint': (name, at) => ({ Ref: sageMakerArn(at, 'endpoint', name), EndpointName: name, EndpointArn: sageMakerArn(at, 'endpoint', name) }),
  'AWS::SageMaker::InferenceComponent': (name, at) => ({ Ref: sageMakerArn(at, 'inference-component', name) }),
  'AWS::IAM::Role': (name, { partition }) => ({ Ref: name, Arn: `arn:${partition}:iam::${ACCOUNT}:role/${name}` }),
  'AWS::IAM::User': (name, { partition }) => ({ Ref: name, Arn: `arn:${partition}:iam::${ACCOUNT}:user/${name}` }),
  'AWS::S3::Bucket': (name, { partition }) => ({ Ref: name.toLowerCase(), Arn: `arn:${partition}:s3:::${name.toLowerCase()}` }),
  'AWS::ApplicationAutoScaling::ScalableTarget': () => ({ Ref: 'endpoint/name/variant/AllTraffic|sagemaker:variant:DesiredInstanceCount|sagemaker' }),
  'AWS::ApplicationAutoScaling::ScalingPolicy': (name, { region, partition }) => ({
    Ref: `arn:${partition}:autoscaling:${region}:${ACCOUNT}:scalingPolicy:01234567-89ab-cdef-0123-456789abcdef:resource/sagemaker/endpoint/name/variant/AllTraffic:policyName/${name}`,
  }),
  'AWS::CodeBuild::Project': (name, { region, partition }) => ({ Ref: name, Arn: `arn:${partition}:codebuild:${region}:${ACCOUNT}:project/${name}` }),
  'AWS::CloudWatch::Alarm': (name, { region, partition }) => ({ Ref: name, Arn: `arn:${partition}:cloudwatch:${region}:${ACCOUNT}:alarm:${name}` }),
  'AWS::KMS::Key': (_name, { region, partition }) => ({
    Ref: '01234567-89ab-cdef-0123-456789abcdef', Arn: `arn:${partition}:kms:${region}:${ACCOUNT}:key/01234567-89ab-cdef-0123-456789abcdef`,
  }),
  'AWS::Lambda::Function': (name, { region, partition }) => ({ Ref: name, Arn: `arn:${partition}:lambda:${region}:${ACCOUNT}:function:${name}` }),
  'AWS::Logs::LogGroup': (name, { region, partition }) => ({ Ref: name, Arn: `arn:${partition}:logs:${region}:${ACCOUNT}:log-group:${name}:*` }),
  'AWS::SNS::Topic': (name, { region, partition }) => {
    const arn = `arn:${partition}:sns:${region}:${ACCOUNT}:${name}`;
    return { Ref: arn, TopicArn: arn, TopicName: name };
  },
  'AWS::CloudWatch::CompositeAlarm': (name, { region, partition }) => ({ Ref: name, Arn: `arn:${partition}:cloudwatch:${region}:${ACCOUNT}:alarm:${name}` }),
  'AWS::EC2::Subnet': () => ({ Ref: 'subnet-0123456789abcdef0' }),
  'AWS::EC2::VPC': () => ({ Ref: 'vpc-0123456789abcdef0', CidrBlock: '10.0.0.0/16', DefaultSecurityGroup: 'sg-0123456789abcdef0' }),
  'AWS::EC2::RouteTable': () => ({ Ref: 'rtb-0123456789abcdef0' }),
  'AWS::SecretsManager::Secret': (name, { region, partition }) => ({ Ref: `arn:${partition}:secretsmanager:${region}:${ACCOUNT}:secret:${name}-AbCdEf` }),
  'AWS::EC2::SecurityGroup': () => ({ Ref: 'sg-0123456789abcdef0', GroupId: 'sg-0123456789abcdef0' }),
  'AWS::ECR::Repository': (name, at) => ({
    Ref: name.toLowerCase(),
    Arn: `arn:${at.partition}:ecr:${at.region}:${ACCOUNT}:repository/${name.toLowerCase()}`,
    RepositoryUri: `${ACCOUNT}.dkr.ecr.${at.region}.${at.dnsSuffix}/${name.toLowerCase()}`,
  }),
};

function sageMakerArn({ region, partition }: Literals, kind: string, name: string): string {
  return `arn:${partition}:sagemaker:${region}:${ACCOUNT}:${kind}/${name}`;
}

/** Removes a property, as CloudFormation does for AWS::NoValue. */
const NO_VALUE = Symbol('AWS::NoValue');

/** What an intrinsic function gives that other templates decide: the parameter of a nested stack, or the output of another one. Else undefined. */
export type OtherTemplates = (name: string, argument: any) => unknown;

/** Evaluates the intrinsic functions of a template; one that is not known here is an error. */
export class Evaluator {
  private readonly pseudoParameters: Record<string, unknown>;

  constructor(private readonly template: any, private readonly at: Literals, private readonly others: OtherTemplates = () => undefined) {
    this.pseudoParameters = {
      'AWS::Region': at.region,
      'AWS::Partition': at.partition,
      'AWS::URLSuffix': at.dnsSuffix,
      'AWS::AccountId': ACCOUNT,
      'AWS::StackName': 'Stack',
      'AWS::NoValue': NO_VALUE,
    };
  }

  public evaluate(value: any): any {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map(item => this.evaluate(item)).filter(item => item !== NO_VALUE);
    }
    const [[key, argument] = [], ...others] = Object.entries<any>(value);
    if (key && others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      return this.call(key, argument);
    }
    const members = Object.entries(value).map(([name, member]) => [name, this.evaluate(member)]);
    return Object.fromEntries(members.filter(([, member]) => member !== NO_VALUE));
  }

  private call(name: string, argument: any): any {
    const other = this.others(name, argument);
    if (other !== undefined) {
      return other;
    }
    switch (name) {
      case 'Ref': return this.reference(argument);
      case 'Fn::GetAtt': return this.attribute(argument[0], argument[1]);
      case 'Fn::Join': return this.evaluate(argument[1]).join(argument[0]);
      case 'Fn::Select': return this.evaluate(argument[1])[this.evaluate(argument[0])];
      case 'Fn::Split': return this.evaluate(argument[1]).split(argument[0]);
      case 'Fn::FindInMap': return this.evaluate(argument).reduce((node: any, key: string) => node[key], this.template.Mappings);
      case 'Fn::Sub': return argument.replace(/\$\{([^}]+)\}/g, (_all: string, id: string) => this.reference(id));
      default: throw new Error(`${name} is not known here`);
    }
  }

  private reference(id: string): any {
    if (id in this.pseudoParameters) {
      return this.pseudoParameters[id];
    }
    const parameter = this.template.Parameters?.[id];
    return parameter ? parameter.Default : this.attribute(id, 'Ref');
  }

  private attribute(id: string, attribute: string): string {
    const type = this.template.Resources[id]?.Type;
    const value = RESOURCES[type]?.(generatedName(id), this.at)[attribute];
    if (value === undefined) {
      throw new Error(`${attribute} of ${id} (${type}) is not known here`);
    }
    return value;
  }
}
