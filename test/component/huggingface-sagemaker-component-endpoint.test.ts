import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnOutput, InjectionContext, Stack, Tags } from 'aws-cdk-lib/core';
import { addModel, newHost } from './component-stack';
import {
  ExecutionPermissions, HuggingFaceSageMakerComponentEndpoint, HuggingFaceSageMakerComponentEndpointProps, ModelData,
} from '../../src';
import { IRELAND, newStack, onlyResource, template } from '../util';

const CONFIG = 'AWS::SageMaker::EndpointConfig';
const MODEL = 'AWS::SageMaker::Model';
const ENDPOINT = 'AWS::SageMaker::Endpoint';

type Host = HuggingFaceSageMakerComponentEndpoint;

describe('what is only known of the whole endpoint is reported at synth', () => {
  /** The IDs of the warnings and errors of the endpoint. */
  const reported = (define: (stack: Stack) => unknown) => {
    const stack = newStack();
    define(stack);
    const texts = () => Annotations.fromStack(stack).findWarning('/Stack/Gpu', Match.anyValue()).map(({ entry }) => entry.data as string);
    return idsIn(texts);
  };
  const idsIn = (texts: () => string[]): string[] => {
    try {
      return texts().map(text => /\[ack: huggingface-sagemaker:(.+)\]$/.exec(text)![1]);
    } catch (error) {
      return [/\/checks\/(.+)\)$/.exec((error as Error).message)![1]];
    }
  };
  const vpcOf = (stack: Stack, subnetType: ec2.SubnetType) =>
    new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }, { name: 'Other', subnetType }] });
  const weights = (stack: Stack) => ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'model');
  const isolated = (stack: Stack) => {
    const vpc = vpcOf(stack, ec2.SubnetType.PRIVATE_ISOLATED);
    const host = newHost(stack, { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    addModel(host, { modelData: weights(stack) });
    return { vpc, host };
  };
  const closed = (stack: Stack) => {
    const host = newHost(stack, { vpc: vpcOf(stack, ec2.SubnetType.PRIVATE_WITH_EGRESS), allowAllOutbound: false });
    addModel(host);
    return host;
  };
  const actions = (...names: string[]) => new iam.PolicyStatement({ actions: names, resources: ['*'] });

  test.each<[string, string[], (stack: Stack) => unknown]>([
    ['nothing', [], stack => addModel(newHost(stack))],
    ['subnets without Amazon S3', ['subnets-without-s3'], isolated],
    ['subnets with Amazon S3', [], stack => isolated(stack).vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })],
    ['no outbound rule', ['no-outbound-rule'], closed],
    ['an outbound rule', [], stack => closed(stack).connections.allowToAnyIpv4(ec2.Port.HTTPS)],
    ['a network without components', [], stack => newHost(stack, { vpc: vpcOf(stack, ec2.SubnetType.PRIVATE_WITH_EGRESS), allowAllOutbound: false })],
    ['a statement without a resource', ['policy-statement'], stack => {
      const statement = new iam.PolicyStatement({ actions: ['s3:GetObject'] });
      newHost(stack).addToRolePolicy(statement);
    }],
    ['policies that are too large', ['role-policy-size'], stack => {
      newHost(stack).addToRolePolicy(actions(...Array.from({ length: 600 }, (_, index) => `s3:GetSomethingLong${index}`)));
    }],
    ['a permission that depends on the endpoint', ['grants-not-awaited'], stack => {
      const host = newHost(stack);
      new lambda.Function(stack, 'Function', {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('exports.handler = () => {}'),
        environment: { ENDPOINT: host.endpointName },
      }).grantInvoke(host);
    }],
    ['the permission to invoke the endpoint', [], stack => {
      const host = newHost(stack);
      addModel(host);
      host.grants.invoke(host);
    }],
    ['a tag that SageMaker rejects', ['tag-characters'], stack => Tags.of(newHost(stack)).add('team', 'a?')],
    ['the name of another endpoint', ['duplicate-name'], stack => ['Gpu', 'Other'].map(id => newHost(stack, { endpointName: 'one' }, id))],
    ['the name of another dashboard', ['duplicate-name'], stack =>
      ['Gpu', 'Other'].map(id => newHost(stack, {}, id).dashboard({ dashboardName: 'one' }))],
    ['ten components and adapters with an alarm for all', [], stack => withAdapters(stack, 4)],
    ['eleven components and adapters with an alarm for all', ['component-monitor-total'], stack => withAdapters(stack, 5)],
  ])('%s: %j', (_what, ids, define) => expect(reported(define)).toEqual(ids));

  /** Six components, of which one has this number of adapters. */
  function withAdapters(stack: Stack, count: number): void {
    const host = newHost(stack);
    const [chat] = Array.from({ length: 6 }, (_, index) => addModel(host, {}, `Model${index}`));
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters');
    for (let index = 0; index < count; index += 1) {
      chat.addAdapter(`Adapter${index}`, { modelData: ModelData.s3Archive(bucket, `${index}.tar.gz`) });
    }
    host.monitor({ maximumServerErrors: 0 });
  }
});

test('the configuration and the models wait for the endpoints of a VPC that exists already', () => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] });
  new ec2.CfnVPCEndpoint(stack, 'S3', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3' });
  addModel(newHost(stack, { vpc }));
  for (const resourceType of [CONFIG, MODEL]) {
    expect(onlyResource(template(stack), resourceType).resource.DependsOn).toContain('S3');
  }
});

/** The actions of all statements of the policies in the stack. */
function allowedActions(stack: Stack): unknown[] {
  return Object.values<any>(template(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action }) => Action);
}

test('the role may use the key of the volumes', () => {
  const stack = newStack();
  newHost(stack, { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one') });
  expect(allowedActions(stack)).toEqual(['kms:CreateGrant']);
});

describe('the statements of the least privilege', () => {
  const LEAST: Partial<HuggingFaceSageMakerComponentEndpointProps> = { executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE };

  test('are in the role', () => {
    const stack = newStack();
    newHost(stack, LEAST);
    expect(onlyResource(template(stack), 'AWS::IAM::Role').resource.Properties.Policies).toHaveLength(1);
    expect(allowedActions(stack)).toEqual([]);
  });

  test('are in a policy, if the app removes them from the role', () => {
    const injector = { constructUniqueId: iam.Role.PROPERTY_INJECTION_ID, inject: (props: any) => ({ ...props, inlinePolicies: undefined }) };
    const stack = new Stack(new App({ propertyInjectors: [injector] }), 'Stack', { env: IRELAND });
    newHost(stack, LEAST);
    expect(onlyResource(template(stack), 'AWS::IAM::Role').resource.Properties).not.toHaveProperty('Policies');
    expect(allowedActions(stack)).toEqual(expect.arrayContaining(['logs:PutLogEvents', 'cloudwatch:PutMetricData']));
  });
});

test('a role that others use gets a policy with a name of its own', () => {
  const nameOf = (role?: string) => {
    const stack = newStack();
    newHost(stack, { role: role === undefined ? undefined : iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::111122223333:role/${role}`) })
      .addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    return onlyResource(template(stack), 'AWS::IAM::Policy').resource.Properties.PolicyName;
  };
  expect(nameOf()).toMatch(/^GpuPolicy[0-9A-F]{8}$/);
  expect(nameOf('server')).toMatch(/^StackGpu[0-9A-F]{8}-eu-west-1$/);
});

test('an app can set default props', () => {
  const contexts: InjectionContext[] = [];
  const injector = {
    constructUniqueId: 'cdk-huggingface-sagemaker.HuggingFaceSageMakerComponentEndpoint',
    inject: (props: HuggingFaceSageMakerComponentEndpointProps, context: InjectionContext) => {
      contexts.push(context);
      return { enhancedMetrics: true, ...props };
    },
  };
  const stack = new Stack(new App({ propertyInjectors: [injector] }), 'Stack', { env: IRELAND });
  newHost(stack);
  template(stack).hasResourceProperties(CONFIG, { MetricsConfig: { EnableEnhancedMetrics: true } });
  expect(contexts).toEqual([{ scope: stack, id: 'Gpu' }]);
});

test('its values are those of the endpoint', () => {
  const stack = newStack();
  const host = newHost(stack);
  const { id } = onlyResource(template(stack), ENDPOINT);
  expect(stack.resolve([host.endpointName, host.endpointArn])).toEqual([{ 'Fn::GetAtt': [id, 'EndpointName'] }, { Ref: id }]);
  expect(host.variantName).toBe('AllTraffic');
  expect(host.node.defaultChild).toBe(host.cfnEndpoint);
  expect(host.grantPrincipal).toBe(host.role);
  expect(host.instanceType.toString()).toBe('ml.g6e.12xlarge');
  // the same tokens, so that a comparison shows that they are the same
  expect([host.endpointName, host.endpointArn]).toEqual([host.endpointName, host.endpointArn]);
});

test('a stack of another region uses its name, which it must have', () => {
  const app = new App();
  const host = newHost(new Stack(app, 'Stack', { env: IRELAND }), { endpointName: 'shared' });
  const other = new Stack(app, 'Other', { env: { ...IRELAND, region: 'us-east-1' } });
  new CfnOutput(other, 'Name', { value: host.endpointName });
  new CfnOutput(other, 'Arn', { value: host.endpointArn });
  expect(template(other).toJSON().Outputs).toMatchObject({
    Name: { Value: 'shared' },
    Arn: { Value: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111122223333:endpoint/shared']] } },
  });
});

test('a grant of synchronous requests is what the endpoint accepts', () => {
  const warned = (grant: (host: Host, user: iam.User) => unknown) => {
    const stack = newStack();
    grant(newHost(stack), new iam.User(stack, 'User'));
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('grant-of-other-requests')).length;
  };
  expect(warned((host, user) => host.grants.invoke(user))).toBe(0);
  expect(warned((host, user) => host.grants.invokeAsync(user))).toBe(1);
});

test.each<[string, (host: Host) => unknown, RegExp]>([
  ['an ID twice', host => [addModel(host), addModel(host)], /^Stack\/Gpu: 'id' .*"Chat"/],
  ['no statement', host => host.addToRolePolicy(undefined as any), /^Stack\/Gpu: 'statement' must be .*got undefined/],
  ['connections without a VPC', host => host.connections, /^Stack\/Gpu: 'connections' are those of a VPC, got none; connect the endpoint to one with 'vpc'$/],
  ['a dashboard twice', host => [host.dashboard(), host.dashboard()], /^Stack\/Gpu: 'dashboard' must not be called twice/],
  ['monitoring twice', host => [host.monitor(), host.monitor()], /^Stack\/Gpu: 'monitor' must not be called twice/],
])('%s is rejected with the path of the endpoint', (_what, call, message) => {
  expect(() => call(newHost(newStack()))).toThrow(message);
});
