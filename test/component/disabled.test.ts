import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnOutput, Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { addModel, newHost } from './component-stack';
import { ComponentCapacitySize, HuggingFaceSageMakerComponentEndpoint, HuggingFaceSageMakerComponentEndpointProps, ModelData } from '../../src';
import { IRELAND, newStack, template } from '../util';

type Props = Partial<HuggingFaceSageMakerComponentEndpointProps>;

const NAMED: Props = { endpointName: 'Shared', logRetention: logs.RetentionDays.ONE_WEEK };

/** Everything that an endpoint with components has. */
function production(stack: Stack, props: Props): HuggingFaceSageMakerComponentEndpoint {
  const host = newHost(stack, { ...NAMED, ...props });
  const chat = addModel(host, {
    copyCount: 2, rollingUpdate: { maximumBatchSize: ComponentCapacitySize.copies(1), waitInterval: Duration.minutes(5) },
  });
  chat.autoScale({ minCapacity: 0, maxCapacity: 2 });
  const sql = chat.addAdapter('Sql', { modelData: ModelData.s3Archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), 'sql.tar.gz') });
  host.monitor({ maximumNoCapacityFailures: 5, maximumGpuReservationPercent: 90 });
  host.dashboard();
  const application = new iam.Role(stack, 'Application', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  chat.grants.invoke(application);
  sql.grants.invoke(application);
  new CfnOutput(stack, 'Chat', { value: chat.inferenceComponentName });
  return host;
}

function templateOf(props: Props, define = production): any {
  const stack = newStack();
  define(stack, props);
  return template(stack).toJSON();
}

const LEFT_OUT = [
  'AWS::SageMaker::Endpoint', 'AWS::SageMaker::InferenceComponent', 'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy', 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard',
];

test('the template lacks the endpoint, its components and what works with them, and has all the rest unchanged', () => {
  const [on, off] = [templateOf({}), templateOf({ enabled: false })];
  const stays = Object.keys(on.Resources).filter(id => !LEFT_OUT.includes(on.Resources[id].Type) && !/RollingUpdate/.test(id));
  expect(Object.keys(off.Resources).sort()).toEqual(stays.sort());
  for (const id of stays.filter(each => !/^Application/.test(each))) {
    expect(off.Resources[id]).toEqual(on.Resources[id]);
  }
  expect(off.Outputs).toEqual(on.Outputs);
  expect(Object.values<any>(off.Resources).map(({ Type }) => Type)).toEqual(expect.arrayContaining([
    'AWS::SageMaker::Model', 'AWS::SageMaker::EndpointConfig', 'AWS::Logs::LogGroup', 'AWS::IAM::Role',
  ]));
  expect(JSON.stringify(off)).toContain('endpoint/shared');
});

test('true is the default', () => {
  expect(templateOf({ enabled: true })).toEqual(templateOf({}));
});

test('synth reports what references get', () => {
  const stack = newStack();
  addModel(newHost(stack, { ...NAMED, enabled: false }));
  template(stack);
  Annotations.fromStack(stack).hasWarning('/Stack/Gpu', Match.stringLikeRegexp('\'endpointName\' "Shared", but there is no endpoint with this name'));
});

test('without a name, only a reference to the endpoint is an error', () => {
  const define = (stack: Stack) => {
    const host = newHost(stack, { enabled: false });
    addModel(host).autoScale({ maxCapacity: 2 });
    host.monitor();
    host.dashboard();
    return host;
  };
  expect(Object.values<any>(templateOf({}, define).Resources).map(({ Type }) => Type)).not.toContain('AWS::SageMaker::InferenceComponent');
  const stack = newStack();
  new CfnOutput(stack, 'Name', { value: define(stack).endpointName });
  expect(() => template(stack)).toThrow("'endpointName' must be set if 'enabled' is false and something references the endpoint");
});

test('a reference to an alarm of a component is an error with its path', () => {
  const stack = newStack();
  new CfnOutput(stack, 'Alarm', { value: addModel(newHost(stack, { ...NAMED, enabled: false })).monitor().noCapacity.alarmArn });
  expect(() => template(stack)).toThrow("'enabled' is false, so Stack/Gpu/Chat/Monitoring/NoCapacity/Resource is not in the template and must not be referenced");
});

test('a value that is not known at synth is rejected', () => {
  expect(() => newHost(newStack(), { enabled: Lazy.any({ produce: () => false }) as any })).toThrow("'enabled' must be known at synth");
});

test('an app can be synthesized twice', () => {
  const app = new App();
  addModel(newHost(new Stack(app, 'Stack', { env: IRELAND }), { ...NAMED, enabled: false }));
  const [first, second] = [app.synth({ force: true }), app.synth({ force: true })].map(assembly => assembly.getStackByName('Stack').template);
  expect(second).toEqual(first);
});
