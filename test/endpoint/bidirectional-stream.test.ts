import * as iam from 'aws-cdk-lib/aws-iam';
import { newEndpoint, newStack, template } from '../util';

test('a stream in both directions has its own action, for this endpoint only', () => {
  const stack = newStack();
  newEndpoint(stack).grants.invokeWithBidirectionalStream(new iam.User(stack, 'Caller'));
  const policy = Object.values<any>(template(stack).findResources('AWS::IAM::Policy')).find(({ Properties }) => Properties.Users);
  expect(policy.Properties.PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: 'sagemaker:InvokeEndpointWithBidirectionalStream', Resource: { Ref: expect.stringMatching(/^Endpoint/) } },
  ]);
});
