import { Stack } from 'aws-cdk-lib/core';
import { TelemetryEnrichment } from '../../src';
import { newEndpoint, newStack, onlyResource, template } from '../util';

test('the metrics get the tags of the account, so the tags are enabled first', () => {
  const stack = newStack();
  newEndpoint(stack);
  const { cfnOTelEnrichment, cfnTelemetryEnrichment } = new TelemetryEnrichment(stack, 'Enrichment');
  const found = template(stack);
  const { id, resource } = onlyResource(found, 'AWS::ObservabilityAdmin::TelemetryEnrichment');
  expect(resource.Properties).toEqual({ Scope: 'ACCOUNT' });
  expect(onlyResource(found, 'AWS::CloudWatch::OTelEnrichment').resource.DependsOn).toEqual([id]);
  expect([cfnTelemetryEnrichment, cfnOTelEnrichment].map(({ node }) => node.path)).toEqual(['Stack/Enrichment/Telemetry', 'Stack/Enrichment/Metrics']);
});

test('a stack has one enrichment, and another stack may have one, too', () => {
  const stack = newStack();
  new TelemetryEnrichment(stack, 'Enrichment');
  expect(() => new TelemetryEnrichment(stack, 'Another'))
    .toThrow("'TelemetryEnrichment' must be created once for an account and a region, got another one at Stack/Enrichment");
  expect(() => new TelemetryEnrichment(new Stack(stack.node.root as any, 'Other'), 'Enrichment')).not.toThrow();
});
