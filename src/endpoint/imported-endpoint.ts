import { Arn, ArnComponents, ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ISageMakerEndpoint, SageMakerEndpointBase, VARIANT_NAME } from './sagemaker-endpoint';
import { SageMakerEndpointAttributes } from './sagemaker-endpoint-attributes';
import { importedNameFindings, readEndpointAttributes } from '../checks/endpoint/imports';
import { reject } from '../checks/report';

/**
 * The parts of the ARN of an endpoint. SageMaker converts the name to lower case, and IAM compares ARNs case-sensitively.
 *
 * @see https://github.com/philschmid/cdk-samples/issues/2
 */
export function arnOf(endpointName: string): ArnComponents {
  return { service: 'sagemaker', resource: 'endpoint', resourceName: Token.isUnresolved(endpointName) ? endpointName : endpointName.toLowerCase() };
}

/** An endpoint in the account and region of the stack, by name. */
export function endpointFromName(scope: Construct, id: string, endpointName: string): ISageMakerEndpoint {
  reject(pathOf(scope, id), importedNameFindings(endpointName));
  const endpointArn = Stack.of(scope).formatArn(arnOf(endpointName));
  return endpointFromAttributes(scope, id, { endpointName, endpointArn });
}

/** An endpoint by its attributes. */
export function endpointFromAttributes(scope: Construct, id: string, attributes: SageMakerEndpointAttributes): ISageMakerEndpoint {
  const { value, findings } = readEndpointAttributes(attributes);
  reject(pathOf(scope, id), findings);
  return new ImportedEndpoint(scope, id, value);
}

/** The path that a construct will have. */
export function pathOf(scope: Construct, id: string): string {
  return `${scope.node.path}/${id}`;
}

class ImportedEndpoint extends SageMakerEndpointBase {
  public readonly endpointArn: string;
  public readonly endpointName: string;
  public readonly variantName: string;

  constructor(scope: Construct, id: string, { endpointArn, endpointName, variantName }: SageMakerEndpointAttributes) {
    super(scope, id, { environmentFromArn: endpointArn });
    this.endpointArn = endpointArn;
    this.endpointName = endpointName ?? Arn.split(endpointArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
    this.variantName = variantName ?? VARIANT_NAME;
  }
}
