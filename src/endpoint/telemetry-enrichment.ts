import { CfnOTelEnrichment } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTelemetryEnrichment } from 'aws-cdk-lib/aws-observabilityadmin';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { enrichmentFindings } from '../checks/endpoint/enrichment';
import { report } from '../checks/report';

/**
 * Adds the tags of resources to the metrics of an account in a region, and makes the metrics that AWS services publish available to PromQL.
 *
 * An account has one enrichment in each region: create it in one stack. If it is enabled already, CloudFormation fails to create it. The metrics of
 * servers that SageMaker collects need no enrichment. It was not tested on an account yet.
 *
 * @stability experimental
 * @example
 * new TelemetryEnrichment(this, 'Enrichment');
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/resource-tags-for-telemetry.html
 */
export class TelemetryEnrichment extends Construct {
  /** The tags of telemetry, as an escape hatch. */
  public readonly cfnTelemetryEnrichment: CfnTelemetryEnrichment;

  /** The enrichment of metrics, as an escape hatch. */
  public readonly cfnOTelEnrichment: CfnOTelEnrichment;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const others = Stack.of(this).node.findAll().filter(other => other !== this && other instanceof TelemetryEnrichment);
    report(this, enrichmentFindings(others.map(({ node }) => node.path)));
    this.cfnTelemetryEnrichment = new CfnTelemetryEnrichment(this, 'Telemetry', { scope: 'ACCOUNT' });
    this.cfnOTelEnrichment = new CfnOTelEnrichment(this, 'Metrics');
    // the metrics get the tags that the other resource collects
    this.cfnOTelEnrichment.node.addDependency(this.cfnTelemetryEnrichment);
  }
}
